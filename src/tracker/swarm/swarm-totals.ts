/**
 * Sums over all swarms, for metrics and pages: read without locks, so each number is right by itself
 * and all of them together are of about the same moment.
 */
import { Header, Shard, shardCount, shardWords } from './layout.ts'
import type { SwarmMemory } from './swarm-memory.ts'

export type SwarmTotals = {
  readonly torrents: number
  readonly seeders4: number
  readonly leechers4: number
  readonly seeders6: number
  readonly leechers6: number
  /** Bytes of the region that have been used so far. */
  readonly usedBytes: number
}

export function swarmTotals(memory: SwarmMemory): SwarmTotals {
  const { words, layout } = memory
  const sums = [0, 0, 0, 0]
  let torrents = 0
  for (let shard = 0; shard < shardCount; shard++) {
    const at = layout.shardsAt + shard * shardWords
    torrents += words[at + Shard.torrents] as number
    for (let kind = 0; kind < 4; kind++)
      sums[kind] = (sums[kind] as number) + (words[at + Shard.peers + kind] as number)
  }
  const [seeders4, leechers4, seeders6, leechers6] = sums as [number, number, number, number]
  const usedBytes = Atomics.load(words, Header.poolNextUnit) * 16
  return { torrents, seeders4, leechers4, seeders6, leechers6, usedBytes }
}
