/**
 * Finds what a thread that died took out of circulation: a block in its hand, the blocks of a shard that had to be
 * emptied, its share of the ceilings. Nothing notes these while all goes well, because that would cost every announce
 * something; instead all that is named is followed, and the rest is free again.
 *
 * Every shard is locked meanwhile, about half a second for a million torrents. That is the price of a bug, paid once
 * for each death under a lock. It never waits for anybody: a lock that cannot be had now may be a dead thread's, which
 * only main can take over, so all are given back and the caller tries again.
 */
import { threadsMax } from '#base/limits'
import { BlockMarks } from './block-marks.ts'
import { blockClassCount, Header, Shard, Slot, shardCount, slotWords } from './layout.ts'
import { tryLock, unlock } from './lock.ts'
import type { SwarmParts } from './swarm-parts.ts'

export type Reclaimed =
  /** Somebody holds a lock: try again. */
  | { readonly result: 'busy' }
  /** Blocks are named twice; nothing was changed. */
  | { readonly result: 'broken' }
  /** Bytes that are free again. */
  | { readonly result: 'done'; readonly bytes: number }

/** Runs are aligned to 64 KiB, and so is what is larger. */
const alignedClass = 12

export function reclaim(parts: SwarmParts): Reclaimed {
  const locked = lockAll(parts)
  const result = locked === shardCount ? reclaimLocked(parts) : ({ result: 'busy' } as const)
  for (let shard = 0; shard < locked; shard++)
    unlock(parts.memory.words, parts.index.shardAt(shard))
  return result
}

/** How many shards could be locked, from the first on. */
function lockAll({ memory, index, slot }: SwarmParts): number {
  for (let shard = 0; shard < shardCount; shard++)
    if (!tryLock(memory.words, index.shardAt(shard), slot)) return shard
  return shardCount
}

function reclaimLocked(parts: SwarmParts): Reclaimed {
  const marks = new BlockMarks(parts)
  if (!marks.markAll()) return { result: 'broken' }
  const heads = new Int32Array(blockClassCount)
  let units = 0
  marks.unmarked((unit, end) => {
    units += end - unit
    cutUp(parts, unit, end, heads)
  })
  heads.forEach((unit, blockClass) => {
    if (unit !== 0) parts.pool.leave(unit, blockClass)
  })
  recountCeilings(parts)
  return { result: 'done', bytes: units * 16 }
}

/** The units become free blocks, as large as their place allows, which hang together by class. */
function cutUp({ memory }: SwarmParts, from: number, end: number, heads: Int32Array): void {
  for (let unit = from; unit < end; ) {
    const blockClass = largestClass(unit - memory.layout.poolUnit, end - unit)
    memory.words[unit << 2] = heads[blockClass] as number
    heads[blockClass] = unit
    unit += 1 << blockClass
  }
}

/** Of the blocks that can begin at `offset` units of the pool where `units` are free. */
function largestClass(offset: number, units: number): number {
  const fitting = 31 - Math.clz32(units)
  const aligned = offset === 0 ? alignedClass : 31 - Math.clz32(offset & -offset)
  return Math.min(fitting, aligned >= alignedClass ? blockClassCount - 1 : aligned)
}

/** What neither a peer nor a slot has of the ceilings is left for all. */
function recountCeilings({ memory, index }: SwarmParts): void {
  const { words, layout } = memory
  let peers = layout.peersMax
  let torrents = layout.torrentsMax
  for (let slot = 0; slot < threadsMax; slot++) {
    const at = layout.slotsAt + slot * slotWords
    peers -= words[at + Slot.peersLeft] as number
    torrents -= words[at + Slot.torrentsLeft] as number
  }
  for (let shard = 0; shard < shardCount; shard++) {
    const at = index.shardAt(shard)
    for (let kind = 0; kind < 4; kind++) peers -= words[at + Shard.peers + kind] as number
    torrents -= words[at + Shard.torrents] as number
  }
  Atomics.store(words, Header.peersLeft, peers)
  Atomics.store(words, Header.torrentsLeft, torrents)
}
