/**
 * Reads a .torrent file. Whatever the bytes are, the answer is a Metainfo within all limits or the first
 * fault found; nothing is thrown, and time and memory grow with the length of the file alone. The most work
 * is hashing: both info-hashes, and in version 2 one SHA-256 for each piece (half a second for 10 MiB of them).
 *
 * The info dictionary is never encoded anew: its hash is that of the bytes as they are, and these bytes are
 * what is kept and handed on.
 */
import { hash } from 'node:crypto'
import { metainfoBytesMax } from '#base/limits'
import type { BencodeNode, BencodeTree } from './bencode-tree.ts'
import { type Content, contentBytesOf } from './content.ts'
import { readFileTree, treePieceCountOf } from './file-tree.ts'
import { findHybridFault } from './hybrid.ts'
import { type InfoHead, readInfoHead } from './info-head.ts'
import type { Metainfo } from './metainfo.ts'
import { MetainfoFault } from './metainfo-fault.ts'
import { findLayersFault } from './piece-layers.ts'
import { BencodeFault, readBencode } from './read-bencode.ts'
import { pieceCountOf, readVersion1 } from './version-1.ts'

const letterD = 0x64

/** The Metainfo has views of `bytes`, which must not change while it is used. */
export function readMetainfo(bytes: Uint8Array): Metainfo | MetainfoFault {
  const tree = readOuterDictionary(bytes)
  if (tree instanceof MetainfoFault) return tree
  const info = tree.findDictionary(tree.root, 'info')
  if (info === undefined) return new MetainfoFault('info-missing')
  const head = readInfoHead(tree, info)
  if (head instanceof MetainfoFault) return head
  const content =
    head.format === 'v1' ? readVersion1(tree, info, head) : readVersion2(tree, info, head)
  if (content instanceof MetainfoFault) return content
  return describe(tree, info, head, content)
}

/** The outermost dictionary is held to BEP 3 to the letter: what is made of it here goes to every client. */
function readOuterDictionary(bytes: Uint8Array): BencodeTree | MetainfoFault {
  if (bytes.length > metainfoBytesMax) return new MetainfoFault('too-large')
  if (bytes[0] !== letterD) return new MetainfoFault('not-a-torrent')
  const tree = readBencode(bytes)
  if (tree instanceof BencodeFault) return new MetainfoFault(tree.problem, { byte: tree.byte })
  return tree.isSorted(tree.root) ? tree : new MetainfoFault('keys-unsorted')
}

/** The files of a torrent of version 2 or a hybrid: those of version 1 where it has both lists. */
function readVersion2(
  tree: BencodeTree,
  info: BencodeNode,
  head: InfoHead,
): Content | MetainfoFault {
  const { format, pieceLengthBytes } = head
  const version2 = readFileTree(tree, info)
  if (version2 instanceof MetainfoFault) return version2
  const version1 = format === 'hybrid' ? readVersion1(tree, info, head) : undefined
  if (version1 instanceof MetainfoFault) return version1
  const difference = version1 && findHybridFault(version1, version2, pieceLengthBytes)
  if (difference !== undefined) return difference
  const layers = findPieceLayers(tree)
  if (layers === undefined) return new MetainfoFault('piece-layers-missing')
  const { files } = version2
  return findLayersFault({ tree, layers, files, pieceLengthBytes }) ?? version1 ?? version2
}

function findPieceLayers(tree: BencodeTree): BencodeNode | undefined {
  return tree.findDictionary(tree.root, 'piece layers')
}

function describe(
  tree: BencodeTree,
  info: BencodeNode,
  head: InfoHead,
  content: Content,
): Metainfo {
  const { format, pieceLengthBytes } = head
  const rawInfo = tree.raw(info)
  const layers = format === 'v1' ? undefined : findPieceLayers(tree)
  const countPieces = format === 'v2' ? treePieceCountOf : pieceCountOf
  return {
    ...head,
    files: content.files.map(({ path, sizeBytes, isPad }) => ({ path, sizeBytes, isPad })),
    isSingleFile: content.isSingleFile,
    info: rawInfo,
    pieceLayers: layers === undefined ? undefined : tree.raw(layers),
    infoHashV1: format === 'v2' ? undefined : hash('sha1', rawInfo, 'buffer'),
    infoHashV2: format === 'v1' ? undefined : hash('sha256', rawInfo, 'buffer'),
    contentBytes: contentBytesOf(content.files),
    pieceCount: countPieces(content, pieceLengthBytes),
  }
}
