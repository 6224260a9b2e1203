/**
 * Where everything stands in the swarm store's region, and how large it must be.
 *
 *   header │ slots │ shards │ index buckets │ packets │ pool ...
 *
 * - header: what all threads share: the pool's bump mark, what is left of the ceilings, full magazines.
 * - slots: one per tracker thread, written by that thread alone: its free lists and its share of the ceilings.
 * - shards: lock, counts and index size of each shard, one cache line each.
 * - index buckets: heads of the chains of torrent records. Bucket i of shard s is word `i * shards + s`,
 *   so that shards that grow together fill the same pages.
 * - packets: for each slot, the buffers that its sockets read into and write from: in the same memory as the
 *   swarms, so that a reply's peers are one copy inside it.
 * - pool: blocks of 16 bytes times a power of two, aligned to their size: torrent records (64 bytes),
 *   lists of peers, directories.
 *
 * Offsets are in words (4 bytes) unless a name says otherwise. A block is named by its unit: its offset in
 * the region divided by 16, so that 32 bits reach far past the 4 GiB a region may have. Unit 0 is nobody's.
 */
import { assert } from '#base/assert'
import { threadsMax } from '#base/limits'
import { regionBytesMax } from '#base/region'

/** Raised whenever the layout changes: regions and hand-overs of other versions are refused. */
export const layoutVersion = 3

export const shardCount = 1024
export const shardBits = 10

/** Beyond all positions of an ordinary lap: whoever knows no other takes the lap for one that is over. */
export const renewalPosition = 2 * shardCount

/** Block sizes are 16 bytes << class; the largest is a directory of 2^20 entries. */
export const blockClassCount = 19

/** Words of the header. */
export const Header = {
  magic: 0,
  version: 1,
  /** The unit at which the next run of the pool begins; grows by Atomics.add. */
  poolNextUnit: 2,
  poolEndUnit: 3,
  /** Peers and torrents that no slot has taken as its share yet. */
  peersLeft: 4,
  torrentsLeft: 5,
  /** The shard that the next sweep step takes, from `renewalPosition` on in a lap that stamps peers anew. */
  sweepPosition: 6,
  /** Unix seconds (uint32) at which the present lap of the sweep began. */
  sweepLapStart: 7,
  /** What the memory was made for, which another process must agree with before it takes it over: see `SwarmMemory`. */
  stampUnitSeconds: 8,
  peersMax: 9,
  torrentsMax: 10,
  seedCheck: 11,
  capsSources: 12,
  /** How long peers may rely on being kept, for whoever takes the memory over: see `timeout-holds.ts`. */
  toldTimeoutSeconds: 13,
  heldTimeoutSeconds: 14,
  /** Unix seconds (uint32). */
  heldUntil: 15,
  poolLock: 16,
  /** `blockClassCount` heads of lists of full magazines. */
  magazines: 32,
  /** The shard that eviction looks at next. */
  evictionHand: 64,
  /** What eviction has found lately, for each ceiling: see `evictor.ts`. */
  evictionHints: 65,
} as const

export const headerWords = 1024

/** Words of a slot. */
export const Slot = {
  peersLeft: 0,
  torrentsLeft: 1,
  /** 1 while the thread moves peers, which nobody could tell from others if it died in the middle. */
  isMoving: 2,
  /** `blockClassCount` free lists of `freeListWords` each. */
  freeLists: 16,
} as const

export const freeListWords = 8
export const slotWords = 256

/** Words of a shard. */
export const Shard = {
  /** 0 when free, else the holder's slot plus one. */
  lock: 0,
  torrents: 1,
  /** Index buckets in use; 0 stands for one. */
  buckets: 2,
  /** The index bucket that eviction looks at next. */
  evictionBucket: 3,
  /** Four counts of peers, by list kind. */
  peers: 4,
} as const

export const shardWords = 16

const slotsAt = headerWords
const shardsAt = slotsAt + threadsMax * slotWords
const bucketsAt = shardsAt + shardCount * shardWords

/** Where things stand in a region for these ceilings. Throws nothing; `bytes` may exceed `regionBytesMax`. */
export type Layout = {
  readonly peersMax: number
  readonly torrentsMax: number
  /** Index buckets that a shard can grow to, a power of two. */
  readonly bucketsPerShardMax: number
  readonly slotsAt: number
  readonly shardsAt: number
  readonly bucketsAt: number
  /** Bytes of `packetBytesPerSlot` for each slot. */
  readonly packetsByte: number
  readonly poolUnit: number
  readonly bytes: number
}

/**
 * Bytes of pool per peer that the region reserves. Measured shapes take 7 bytes (a full block of IPv4) to 32
 * (a lone IPv6 peer); IPv6 in big swarms takes about 28. Pages that are never written cost nothing.
 */
const poolBytesPerPeer = 32
const recordBytes = 64
/** A batch of datagrams with their replies, or an HTTP thread's buffers; pages that no thread uses cost nothing. */
export const packetBytesPerSlot = 512 * 1024
const runBytes = 64 * 1024

export function planLayout(peersMax: number, torrentsMax: number): Layout {
  const perShard = Math.max(1, Math.ceil((torrentsMax * 1.5) / shardCount))
  const bucketsPerShardMax = 2 ** Math.ceil(Math.log2(perShard))
  const packetsByte = roundUp((bucketsAt + bucketsPerShardMax * shardCount) * 4, runBytes)
  const poolByte = packetsByte + threadsMax * packetBytesPerSlot
  // Each slot may hold one unfinished run of every class.
  const slackBytes = 16 * blockClassCount * runBytes
  const poolBytes = torrentsMax * recordBytes + peersMax * poolBytesPerPeer + slackBytes
  return {
    peersMax,
    torrentsMax,
    bucketsPerShardMax,
    slotsAt,
    shardsAt,
    bucketsAt,
    packetsByte,
    poolUnit: poolByte / 16,
    bytes: poolByte + roundUp(poolBytes, runBytes),
  }
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}

assert(2 ** shardBits === shardCount, 'shardBits names shardCount')
assert(
  Slot.freeLists + blockClassCount * freeListWords <= slotWords,
  'a slot holds a free list of every class',
)
assert(regionBytesMax / 16 <= 2 ** 28, 'a unit fits 28 bits')
