/**
 * Saves all swarms to a file and takes them up again (format: snapshot-file.ts). Both run on main while no
 * tracker thread does.
 *
 * Time during which the tracker was down does not age peers: they could not announce. But a snapshot that is
 * older than peers live is of no use and is left alone. Who was told to come back late may rely on it over a restart too.
 */
import { existsSync } from 'node:fs'
import { shardCount } from './layout.ts'
import {
  codeOf,
  countOf,
  familyOf,
  firstDirectoryCode,
  type ListKind,
  partialSeedBit,
  peerBytes,
  returnedBit,
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
  snapshotTorrent,
} from './snapshot-file.ts'
import { isPeerTimeoutPossible } from './swarm-clock.ts'
import type { SwarmParts } from './swarm-parts.ts'
import { swarmTotals } from './swarm-totals.ts'
import { type NotedTimeouts, notedTimeouts, noteTimeouts, timeoutHolds } from './timeout-holds.ts'

const torrentHeadBytes = 1 + 20 + 4 + 16
const checksumBytes = 4

/** The size of a snapshot of what is there now. */
export function snapshotBytes({ memory }: SwarmParts): number {
  const { torrents, seeders4, leechers4, seeders6, leechers6 } = swarmTotals(memory)
  const peers4 = (seeders4 + leechers4) * (peerBytes[0] + 1)
  const peers6 = (seeders6 + leechers6) * (peerBytes[1] + 1)
  const ends = snapshotHeadBytes + snapshotEnd.length + checksumBytes
  return ends + torrents * torrentHeadBytes + peers4 + peers6
}

/** Writes every torrent to `path`; gives the number of peers. Throws the system's error, and leaves nothing then. */
export function saveSnapshot(parts: SwarmParts, path: string): number {
  const output = new SnapshotOutput(path)
  try {
    const peers = writeAll(parts, output)
    output.finish()
    return peers
  } catch (error) {
    output.discard()
    throw error
  }
}

function writeAll(parts: SwarmParts, output: SnapshotOutput): number {
  const { words } = parts.memory
  const head = output.reserve(snapshotHeadBytes)
  head.write(snapshotMagic)
  head.writeUInt32BE(parts.clock.nowSeconds, snapshotMagic.length)
  head.writeUInt32BE(parts.clock.unitSeconds, snapshotMagic.length + 4)
  writeTimeouts(notedTimeouts(parts.memory), head.subarray(snapshotMagic.length + 8))
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
  return peers
}

function writeTimeouts({ toldSeconds, hold }: NotedTimeouts, into: Buffer): void {
  into.writeUInt32BE(toldSeconds, 0)
  into.writeUInt32BE(hold?.peerTimeoutSeconds ?? 0, 4)
  into.writeUInt32BE(hold?.untilSeconds ?? 0, 8)
}

/** Time in which the tracker was down does not count. */
function readTimeouts(from: Buffer, downSeconds: number): NotedTimeouts {
  const peerTimeoutSeconds = from.readUInt32BE(4)
  const untilSeconds = from.readUInt32BE(8) + downSeconds
  return {
    toldSeconds: from.readUInt32BE(0),
    hold: peerTimeoutSeconds === 0 ? undefined : { peerTimeoutSeconds, untilSeconds },
  }
}

function writeTorrentHead(words: Int32Array, record: number, output: SnapshotOutput): void {
  const head = output.reserve(torrentHeadBytes)
  head.write(snapshotTorrent)
  for (let word = 0; word < 5; word++)
    head.writeInt32LE(words[record + word] as number, 1 + word * 4)
  const returned = (words[record + Word.partialSeeds] as number) & returnedBit
  head.writeUInt32BE(
    (words[record + Word.completed] as number) + (returned === 0 ? 0 : 2 ** 31),
    21,
  )
  for (let kind = 0; kind < 4; kind++)
    head.writeUInt32BE(countOf(words[record + Word.lists + kind] as number), 25 + kind * 4)
}

/** Each block of the list in turn. */
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
    lists.ageAt(kind, index, clock.stamp) | (lists.stampOf(kind, index) & partialSeedBit)
}

export type SnapshotLoad =
  | { readonly result: 'absent' }
  | { readonly result: 'broken'; readonly reason: string }
  /** Saved by another version, or longer ago than peers live. */
  | { readonly result: 'ignored'; readonly because: 'version' | 'age'; readonly reason: string }
  | ({ readonly result: 'loaded' } & Readonly<LoadCounts>)

type LoadCounts = {
  torrents: number
  peers: number
  /** Of a store with higher ceilings. */
  torrentsWithoutRoom: number
  peersWithoutRoom: number
}

/**
 * Takes up the swarms of `path` into an empty store. The file stays: remove it once the server runs. Throws the
 * system's error.
 */
export function loadSnapshot(
  parts: SwarmParts,
  path: string,
  peerTimeoutSeconds: number,
): SnapshotLoad {
  if (!existsSync(path)) return { result: 'absent' }
  const input = new SnapshotInput(path)
  const load = loadFrom(parts, input, path, peerTimeoutSeconds)
  input.close()
  return load
}

function loadFrom(
  parts: SwarmParts,
  input: SnapshotInput,
  path: string,
  peerTimeoutSeconds: number,
): SnapshotLoad {
  const head = input.take(snapshotHeadBytes)
  const magic = head?.toString('latin1', 0, snapshotMagic.length) ?? ''
  if (head === undefined || !magic.startsWith('WAGGLE-SWARMS-'))
    return { result: 'broken', reason: 'it is no snapshot' }
  if (magic !== snapshotMagic)
    return { result: 'ignored', because: 'version', reason: 'another version of Waggle saved it' }
  if (!isSnapshotWhole(path)) return { result: 'broken', reason: 'its checksum is wrong' }
  const savedSeconds = head.readUInt32BE(snapshotMagic.length)
  const unitSeconds = head.readUInt32BE(snapshotMagic.length + 4)
  const downSeconds = parts.clock.nowSeconds - savedSeconds
  const timeouts = readTimeouts(head.subarray(snapshotMagic.length + 8), downSeconds)
  const livesSeconds = longestLife(parts, timeouts, peerTimeoutSeconds)
  if (downSeconds > livesSeconds) {
    const reason = `it is ${downSeconds} s old, longer than peers live`
    return { result: 'ignored', because: 'age', reason }
  }
  noteTimeouts(parts.memory, timeouts)
  parts.clock.setPeerTimeout(livesSeconds)
  return { result: 'loaded', ...readTorrents(parts, input, unitSeconds) }
}

/** What was promised, where stamps can express it, and what is configured at least. */
function longestLife(
  { clock }: SwarmParts,
  timeouts: NotedTimeouts,
  peerTimeoutSeconds: number,
): number {
  const promised = timeoutHolds(timeouts, clock.nowSeconds)
    .map((hold) => hold.peerTimeoutSeconds)
    .filter((seconds) => isPeerTimeoutPossible(clock.unitSeconds, seconds))
  return Math.max(peerTimeoutSeconds, ...promised)
}

function readTorrents(
  parts: SwarmParts,
  input: SnapshotInput,
  unitSeconds: number,
): Readonly<LoadCounts> {
  const loaded = { torrents: 0, peers: 0, torrentsWithoutRoom: 0, peersWithoutRoom: 0 }
  const loading = { parts, input, unitSeconds, loaded }
  const infoHash = new Int32Array(5)
  const counts = new Uint32Array(4)
  for (;;) {
    const mark = input.take(1)?.toString('latin1')
    const head = mark === snapshotTorrent ? input.take(torrentHeadBytes - 1) : undefined
    if (head === undefined) return loaded
    for (let word = 0; word < 5; word++) infoHash[word] = head.readInt32LE(word * 4)
    const completed = head.readUInt32BE(20)
    for (let kind = 0; kind < 4; kind++) counts[kind] = head.readUInt32BE(24 + kind * 4)
    const hash = parts.index.hash(infoHash)
    const record = parts.torrents.findOrAdd(hash, infoHash)
    if (record !== 0) setTorrentHead(parts.memory.words, record, completed)
    const { peers, peersWithoutRoom } = loaded
    readLists(loading, hash, record, counts)
    if (record !== 0) parts.torrents.settle(hash, record)
    if (record !== 0 && (loaded.peers > peers || completionsOf(completed) > 0)) loaded.torrents++
    else if (record === 0 || loaded.peersWithoutRoom > peersWithoutRoom)
      loaded.torrentsWithoutRoom++
  }
}

/** The high bit of the count says that somebody has come back. */
function setTorrentHead(words: Int32Array, record: number, completed: number): void {
  words[record + Word.completed] = completionsOf(completed)
  if (completed >= 2 ** 31) words[record + Word.partialSeeds] = returnedBit
}

function completionsOf(completed: number): number {
  return completed & 0x7fff_ffff
}

type Loading = {
  readonly parts: SwarmParts
  readonly input: SnapshotInput
  readonly unitSeconds: number
  readonly loaded: LoadCounts
}

function readLists(loading: Loading, hash: number, record: number, counts: Uint32Array): void {
  const { parts, input, unitSeconds, loaded } = loading
  const shardAt = parts.index.shardAt(parts.index.shardOf(hash))
  for (let kind = 0; kind < 4; kind++)
    for (let left = counts[kind] as number; left > 0; left--) {
      const peer = input.take(peerBytes[familyOf(kind as ListKind)] + 1)
      if (peer === undefined) continue
      const added =
        record === 0
          ? 'no room'
          : addPeer(parts, record, kind as ListKind, shardAt, peer, unitSeconds)
      if (added === 'added') loaded.peers++
      else if (added === 'no room') loaded.peersWithoutRoom++
    }
}

const addressBytes = new Uint8Array(16)
const addressWords = new Int32Array(addressBytes.buffer)

function addPeer(
  parts: SwarmParts,
  record: number,
  kind: ListKind,
  shardAt: number,
  bytes: Buffer,
  unitSeconds: number,
): 'added' | 'no room' | 'left out' {
  const { peer, lists, occupancy, clock } = parts
  const length = bytes.length - 3
  const age = bytes[length + 2] as number
  const ageUnits = Math.ceil(((age & stampMask) * unitSeconds) / clock.unitSeconds)
  const port = bytes.readUInt16BE(length)
  // A stamp older than peers live now could wrap and look young.
  if (port === 0 || ageUnits >= clock.expiredUnits) return 'left out'
  if (!occupancy.takePeer()) return 'no room'
  const stamp = ((clock.stamp - ageUnits) & stampMask) | (age & partialSeedBit)
  for (let byte = 0; byte < length; byte++) addressBytes[byte] = bytes[byte] as number
  peer.set(addressWords, length === 4 ? 4 : 6, port)
  const inserted = lists.insert(record, kind, peer, stamp)
  if (inserted !== Inserted.added) occupancy.givePeer()
  if (inserted === Inserted.noRoom) return 'no room'
  if (inserted === Inserted.replaced) occupancy.uncountPeer(shardAt, record, kind, lists.stamp)
  occupancy.countPeer(shardAt, record, kind, stamp)
  return inserted === Inserted.added ? 'added' : 'left out'
}
