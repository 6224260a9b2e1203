/**
 * Saves all swarms to a file and takes them up again (format: snapshot-file.ts). Both run on main while no
 * tracker thread does.
 *
 * Time during which the tracker was down does not age peers: they could not announce. But a snapshot that is
 * older than peers live is of no use and is left alone.
 */
import { existsSync, rmSync } from 'node:fs'
import { shardCount } from './layout.ts'
import {
  codeOf,
  countOf,
  familyOf,
  firstDirectoryCode,
  type ListKind,
  partialSeedBit,
  peerBytes,
  stampMask,
  Word,
} from './list-shape.ts'
import { Inserted } from './peer-lists.ts'
import {
  isSnapshotWhole,
  SnapshotInput,
  SnapshotOutput,
  snapshotEnd,
  snapshotHeadBytes,
  snapshotMagic,
} from './snapshot-file.ts'
import type { SwarmParts } from './swarm-parts.ts'

const torrentHeadBytes = 20 + 4 + 16

/** Writes every torrent to `path`; gives the number of peers. Throws the system's error. */
export function saveSnapshot(parts: SwarmParts, path: string): number {
  const { words } = parts.memory
  const output = new SnapshotOutput(path)
  const head = output.reserve(snapshotHeadBytes)
  head.write(snapshotMagic)
  head.writeUInt32BE(parts.clock.nowSeconds, snapshotMagic.length)
  head.writeUInt32BE(parts.clock.unitSeconds, snapshotMagic.length + 4)
  let peers = 0
  for (let shard = 0; shard < shardCount; shard++)
    for (let bucket = 0; bucket < parts.index.bucketCount(shard); bucket++) {
      let record = parts.index.first(shard, bucket)
      for (; record !== 0; record = parts.index.next(record)) {
        writeTorrentHead(words, record, output)
        for (let kind = 0; kind < 4; kind++)
          peers += writeList(parts, record, kind as ListKind, output)
      }
    }
  output.finish()
  return peers
}

function writeTorrentHead(words: Int32Array, record: number, output: SnapshotOutput): void {
  const head = output.reserve(torrentHeadBytes)
  for (let word = 0; word < 5; word++) head.writeInt32LE(words[record + word] as number, word * 4)
  head.writeInt32BE(words[record + Word.completed] as number, 20)
  for (let kind = 0; kind < 4; kind++)
    head.writeUInt32BE(countOf(words[record + Word.lists + kind] as number), 24 + kind * 4)
}

/** Each block of the list in turn: its peers, then their ages. */
function writeList(
  parts: SwarmParts,
  record: number,
  kind: ListKind,
  output: SnapshotOutput,
): number {
  const { lists, directory } = parts
  const list = parts.memory.words[record + Word.lists + kind] as number
  if (countOf(list) === 0) return 0
  const entries = codeOf(list) < firstDirectoryCode ? 1 : directory.size(record, kind)
  for (let entry = 0; entry < entries; entry++) {
    lists.select(record, kind, entry)
    if (entries > 1 && entry >> directory.localDepth(lists.block) !== 0) continue
    for (let index = 0; index < lists.count; index++) writePeer(parts, kind, index, output)
  }
  return countOf(list)
}

function writePeer(parts: SwarmParts, kind: ListKind, index: number, output: SnapshotOutput): void {
  const { lists, blocks, clock, otherPeer } = parts
  const size = peerBytes[familyOf(kind)]
  const bytes = output.reserve(size + 1)
  blocks.read(lists.block, index, familyOf(kind), otherPeer)
  const { buffer } = otherPeer.halves
  bytes.set(new Uint8Array(buffer, 0, size))
  bytes[size] =
    lists.ageAt(kind, index, clock.stamp()) | (lists.stampOf(kind, index) & partialSeedBit)
}

export type SnapshotLoad =
  | { readonly result: 'absent' }
  | { readonly result: 'broken'; readonly reason: string }
  /** Saved by another version, or longer ago than peers live. */
  | { readonly result: 'ignored'; readonly reason: string }
  | { readonly result: 'loaded'; readonly torrents: number; readonly peers: number }

/** Takes up the swarms of `path` into an empty store and removes the file. Throws the system's error. */
export function loadSnapshot(
  parts: SwarmParts,
  path: string,
  peerTimeoutSeconds: number,
): SnapshotLoad {
  if (!existsSync(path)) return { result: 'absent' }
  const input = new SnapshotInput(path)
  const head = input.take(snapshotHeadBytes)
  const magic = head?.toString('latin1', 0, snapshotMagic.length) ?? ''
  if (head === undefined || !magic.startsWith('WAGGLE-SWARMS-'))
    return { result: 'broken', reason: 'it is no snapshot' }
  if (magic !== snapshotMagic)
    return { result: 'ignored', reason: 'another version of Waggle saved it' }
  if (!isSnapshotWhole(path)) return { result: 'broken', reason: 'its checksum is wrong' }
  const savedSeconds = head.readUInt32BE(snapshotMagic.length)
  const unitSeconds = head.readUInt32BE(snapshotMagic.length + 4)
  const downSeconds = parts.clock.nowSeconds - savedSeconds
  const isTooOld = downSeconds > peerTimeoutSeconds
  const loaded = isTooOld ? undefined : readTorrents(parts, input, unitSeconds)
  input.close()
  rmSync(path)
  if (loaded === undefined)
    return { result: 'ignored', reason: `it is ${downSeconds} s old, longer than peers live` }
  return { result: 'loaded', ...loaded }
}

function readTorrents(
  parts: SwarmParts,
  input: SnapshotInput,
  unitSeconds: number,
): { torrents: number; peers: number } {
  let torrents = 0
  let peers = 0
  const infoHash = new Int32Array(5)
  const counts = new Uint32Array(4)
  for (;;) {
    const start = input.take(4)
    if (start === undefined || start.toString('latin1') === snapshotEnd) return { torrents, peers }
    infoHash[0] = start.readInt32LE(0)
    const rest = input.take(torrentHeadBytes - 4)
    if (rest === undefined) return { torrents, peers }
    for (let word = 1; word < 5; word++) infoHash[word] = rest.readInt32LE(word * 4 - 4)
    const completed = rest.readInt32BE(16)
    for (let kind = 0; kind < 4; kind++) counts[kind] = rest.readUInt32BE(20 + kind * 4)
    const hash = parts.index.hash(infoHash)
    const record = parts.torrents.findOrAdd(hash, infoHash)
    if (record !== 0) parts.memory.words[record + Word.completed] = completed
    peers += readLists(parts, input, unitSeconds, hash, record, counts)
    if (record !== 0) parts.torrents.settle(hash, record)
    torrents++
  }
}

function readLists(
  parts: SwarmParts,
  input: SnapshotInput,
  unitSeconds: number,
  hash: number,
  record: number,
  counts: Uint32Array,
): number {
  const shardAt = parts.index.shardAt(parts.index.shardOf(hash))
  let stored = 0
  for (let kind = 0; kind < 4; kind++)
    for (let left = counts[kind] as number; left > 0; left--) {
      const peer = input.take(peerBytes[familyOf(kind as ListKind)] + 1)
      if (peer === undefined || record === 0) continue
      if (addPeer(parts, record, kind as ListKind, shardAt, peer, unitSeconds)) stored++
    }
  return stored
}

function addPeer(
  parts: SwarmParts,
  record: number,
  kind: ListKind,
  shardAt: number,
  bytes: Buffer,
  unitSeconds: number,
): boolean {
  const { peer, lists, occupancy, clock } = parts
  const length = bytes.length - 3
  const age = bytes[length + 2] as number
  const bornSeconds = clock.nowSeconds - (age & stampMask) * unitSeconds
  const stamp = (Math.floor(bornSeconds / clock.unitSeconds) & stampMask) | (age & partialSeedBit)
  const port = bytes.readUInt16BE(length)
  if (port === 0 || !occupancy.takePeer()) return false
  peer.set(bytes, length === 4 ? 4 : 6, port)
  const inserted = lists.insert(record, kind, peer, stamp)
  if (inserted === Inserted.added) occupancy.countPeer(shardAt, record, kind, stamp)
  else occupancy.givePeer()
  return inserted === Inserted.added
}
