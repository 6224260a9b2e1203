/**
 * What is done about the locks of a thread that died: each is taken over, its shard is checked, and a broken
 * shard is emptied, so that nobody waits for ever and no reply is made of rubbish. The peers of an emptied
 * shard come back with their next announces. Its blocks, and what else the thread had in its hand, `reclaim` finds.
 */
import { Header, Shard, Slot, shardCount, shardWords, slotWords } from './layout.ts'
import { findFault } from './shard-check.ts'
import type { SwarmMemory } from './swarm-memory.ts'
import type { SwarmParts } from './swarm-parts.ts'

export type Recovered = { readonly taken: number; readonly emptied: number }

/** Main calls it before the successor of `deadSlot` starts. */
export function recoverLocks(parts: SwarmParts, deadSlot: number): Recovered {
  const { memory, slot } = parts
  const { words, layout } = memory
  const movingAt = layout.slotsAt + deadSlot * slotWords + Slot.isMoving
  const wasMoving = Atomics.exchange(words, movingAt, 0) === 1
  let taken = 0
  let emptied = 0
  for (let shard = 0; shard < shardCount; shard++) {
    const at = layout.shardsAt + shard * shardWords
    if (Atomics.compareExchange(words, at + Shard.lock, deadSlot + 1, slot + 1) !== deadSlot + 1)
      continue
    taken++
    if (wasMoving || findFault(parts, shard) !== undefined) {
      empty(memory, shard)
      emptied++
    }
    Atomics.store(words, at + Shard.lock, 0)
  }
  // Whatever is done under the pool's lock is one exchange: its list is whole before and after.
  Atomics.compareExchange(words, Header.poolLock, deadSlot + 1, 0)
  return { taken, emptied }
}

function empty({ words, layout }: SwarmMemory, shard: number): void {
  const at = layout.shardsAt + shard * shardWords
  const bucketsMax = layout.bucketsPerShardMax
  const buckets = Math.min(bucketsMax, Math.max(1, words[at + Shard.buckets] as number))
  for (let bucket = 0; bucket < buckets; bucket++)
    words[layout.bucketsAt + bucket * shardCount + shard] = 0
  let peers = 0
  for (let kind = 0; kind < 4; kind++) peers += words[at + Shard.peers + kind] as number
  Atomics.add(words, Header.peersLeft, peers)
  Atomics.add(words, Header.torrentsLeft, words[at + Shard.torrents] as number)
  words.fill(0, at + Shard.torrents, at + shardWords)
}
