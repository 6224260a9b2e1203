/**
 * Small valid torrents, and the same with something changed: what most samples are made of. Pieces are of 16 KiB.
 */
import { type Bencodable, type BencodableRecord, bencode } from '../support/metainfo-bencode.ts'
import { content, type Format, fileProperties, makeTorrent } from '../support/metainfo-torrent.ts'

export const kibi = 1024
export const pieceLength = 16 * kibi

const twoFiles = [
  { path: ['foo', 'bar.txt'], content: content(425) },
  { path: ['foo', 'var.txt'], content: content(20 * kibi, 3) },
]

/** One file, "test.bin", of 40 KiB. */
export function single(
  format: Format,
  info: BencodableRecord = {},
  outer: BencodableRecord = {},
): Buffer {
  const files = [{ path: ['test.bin'], content: content(40 * kibi) }]
  return makeTorrent({ format, name: 'test.bin', files, pieceLength, info, outer })
}

/** A folder, "temp", of two files. */
export function folder(
  format: Format,
  info: BencodableRecord = {},
  outer: BencodableRecord = {},
): Buffer {
  return makeTorrent({ format, name: 'temp', files: twoFiles, pieceLength, info, outer })
}

/** Files of every kind: of several pieces, of less than one, empty, and of a byte more than a block. */
export const manyFiles = [
  { path: ['a.bin'], content: content(70 * kibi, 3) },
  { path: ['b', 'c.bin'], content: content(10 * kibi, 5) },
  { path: ['b', 'd.bin'], content: content(0) },
  { path: ['e.bin'], content: content(33 * kibi + 1, 7) },
] as const
export const emptyFirst = { path: ['0.bin'], content: content(0) }
export const emptyLast = { path: ['z.bin'], content: content(0) }

/** A file of a list of version 1. */
export function entry(path: Bencodable | undefined, more: BencodableRecord = {}): BencodableRecord {
  return { length: 425, path, ...more }
}

/** Version 1 with this list of files, and hashes for as many pieces as `totalBytes` make. */
export function listing(
  files: Bencodable,
  totalBytes: number,
  info: BencodableRecord = {},
): Buffer {
  const pieces = Buffer.alloc(Math.ceil(totalBytes / pieceLength) * 20, 0x61)
  return bencode({ info: { files, name: 'temp', 'piece length': pieceLength, pieces, ...info } })
}

/** Version 1 with one file at this path. */
export function pathOf(...path: readonly Bencodable[]): Buffer {
  return listing([entry(path)], 425)
}

/** What a file tree says of a file of 425 bytes, with changes. */
export function leaf(more: BencodableRecord = {}): BencodableRecord {
  return { '': { ...fileProperties(content(425)), ...more } }
}

/** Version 2 alone with this file tree, whose files are no longer than a piece. */
export function treeOf(tree: Bencodable, info: BencodableRecord = {}): Buffer {
  const fixed = { name: 'temp', 'piece length': pieceLength, 'meta version': 2 }
  return bencode({ info: { ...fixed, 'file tree': tree, ...info }, 'piece layers': {} })
}

/** The entries of a dictionary, to be written in another order or with more of them. */
export function pairsOf(dictionary: BencodableRecord): [string, Bencodable][] {
  return Object.entries(dictionary).flatMap(([key, value]): [string, Bencodable][] =>
    value === undefined ? [] : [[key, value]],
  )
}

/** A file tree of folders in one another with these names, and `innermost` in the last. */
export function nested(folders: readonly string[], innermost: Bencodable): Bencodable {
  return folders.reduceRight<Bencodable>((below, name) => ({ [name]: below }), innermost)
}
