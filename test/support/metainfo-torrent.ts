/**
 * Makes torrents of version 1 and 2 and hybrids from files that exist only while they are hashed. It is
 * written from BEP 3, 47 and 52 and shares nothing with the program: hash trees are built whole, from the
 * blocks up.
 */
import { createHash } from 'node:crypto'
import { type BencodableRecord, bencode } from './metainfo-bencode.ts'

export type Format = 'v1' | 'v2' | 'hybrid'

export interface SourceFile {
  readonly path: readonly string[]
  readonly content: Buffer
}

export interface TorrentToMake {
  readonly format: Format
  readonly name: string
  /** One whose path is the name makes a single-file torrent. */
  readonly files: readonly SourceFile[]
  readonly pieceLength: number
  /** Further keys of the info dictionary; undefined removes one. */
  readonly info?: BencodableRecord
  /** Further keys outside of it. */
  readonly outer?: BencodableRecord
}

/** Bytes that differ from file to file: `seed` chooses them. */
export function content(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length)
  for (let index = 0; index < length; index++) bytes[index] = (index * seed + (index >> 8)) & 0xff
  return bytes
}

/** A .torrent file, valid unless `info` or `outer` break it. */
export function makeTorrent(order: TorrentToMake): Buffer {
  const info = makeInfo(order)
  const layers = order.format === 'v1' ? undefined : pieceLayers(order)
  return bencode({
    announce: 'http://tracker.example/announce',
    info: { ...info, ...order.info },
    'piece layers': layers,
    ...order.outer,
  })
}

/** The info dictionary, without what `info` would change. */
export function makeInfo(order: TorrentToMake): BencodableRecord {
  const { format, name, pieceLength } = order
  return {
    name,
    'piece length': pieceLength,
    ...(format === 'v2' ? {} : version1(order)),
    ...(format === 'v1' ? {} : { 'meta version': 2, 'file tree': fileTree(order) }),
  }
}

function isSingle({ name, files }: TorrentToMake): boolean {
  return files.length === 1 && files[0]?.path.length === 1 && files[0].path[0] === name
}

function version1(order: TorrentToMake): BencodableRecord {
  if (isSingle(order)) {
    const [{ content: bytes } = { content: Buffer.alloc(0) }] = order.files
    return { length: bytes.length, pieces: piecesOf(bytes, order.pieceLength) }
  }
  const entries = order.format === 'hybrid' ? withPads(order) : order.files
  const files = entries.map(({ path, content: bytes }) => ({
    path,
    length: bytes.length,
    attr: path[0] === '.pad' ? 'p' : undefined,
  }))
  const whole = Buffer.concat(entries.map(({ content: bytes }) => bytes))
  return { files, pieces: piecesOf(whole, order.pieceLength) }
}

/** BEP 47: after each file but the last one, what fills its last piece. */
function withPads({ files, pieceLength }: TorrentToMake): readonly SourceFile[] {
  const lastFull = files.findLastIndex(({ content: bytes }) => bytes.length > 0)
  return files.flatMap((file, index) => {
    const rest = file.content.length % pieceLength
    if (rest === 0 || index >= lastFull) return [file]
    const pad = Buffer.alloc(pieceLength - rest)
    return [file, { path: ['.pad', `${pad.length}`], content: pad }]
  })
}

/** The SHA-1 of each piece on end. */
export function piecesOf(bytes: Buffer, pieceLength: number): Buffer {
  const hashes: Buffer[] = []
  for (let at = 0; at < bytes.length; at += pieceLength) {
    hashes.push(sha('sha1', bytes.subarray(at, at + pieceLength)))
  }
  return Buffer.concat(hashes)
}

function fileTree({ files }: TorrentToMake): BencodableRecord {
  const root: Record<string, BencodableRecord> = Object.create(null) as typeof root
  for (const { path, content: bytes } of files) {
    let folder = root
    for (const name of path.slice(0, -1)) {
      folder = (folder[name] ??= Object.create(null) as BencodableRecord) as typeof root
    }
    folder[path.at(-1) ?? ''] = { '': fileProperties(bytes) }
  }
  return root
}

/** What a file tree says of a file with this content. */
export function fileProperties(bytes: Buffer): BencodableRecord {
  if (bytes.length === 0) return { length: 0 }
  return { length: bytes.length, 'pieces root': merkleLayers(bytes).at(-1)?.[0] }
}

/** "piece layers" of these files (BEP 52). */
export function pieceLayers({
  files,
  pieceLength,
}: Pick<TorrentToMake, 'files' | 'pieceLength'>): ReadonlyMap<Uint8Array, Buffer> {
  const long = files.filter(({ content: bytes }) => bytes.length > pieceLength)
  const height = Math.log2(pieceLength / blockLength)
  const layers = new Map<string, [Buffer, Buffer]>()
  for (const { content: bytes } of long) {
    const tree = merkleLayers(bytes)
    const root = tree.at(-1)?.[0] ?? Buffer.alloc(0)
    const hashes = (tree[height] ?? []).slice(0, Math.ceil(bytes.length / pieceLength))
    layers.set(root.toString('hex'), [root, Buffer.concat(hashes)])
  }
  return new Map(layers.values())
}

const blockLength = 16 * 1024

/** All layers of the hash tree of a file, the leaves first and the root last, filled up to a power of two. */
export function merkleLayers(bytes: Buffer): readonly (readonly Buffer[])[] {
  const leaves: Buffer[] = []
  for (let at = 0; at < bytes.length; at += blockLength) {
    leaves.push(sha('sha256', bytes.subarray(at, at + blockLength)))
  }
  while (!Number.isInteger(Math.log2(leaves.length))) leaves.push(Buffer.alloc(32))
  const layers: Buffer[][] = [leaves]
  for (let below = leaves; below.length > 1; ) {
    const above: Buffer[] = []
    for (let at = 0; at < below.length; at += 2) {
      above.push(sha('sha256', Buffer.concat(below.slice(at, at + 2))))
    }
    layers.push(above)
    below = above
  }
  return layers
}

function sha(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): Buffer {
  return createHash(algorithm).update(bytes).digest()
}
