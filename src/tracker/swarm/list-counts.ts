/** How many peers of each kind a swarm has: what somebody who asks would be chosen from. */
import { countOf, ListKind, Word } from './list-shape.ts'
import { tryLock, unlock } from './lock.ts'
import type { SwarmParts } from './swarm-parts.ts'

export type ListCounts = Readonly<Record<keyof typeof ListKind, number>>

/** Of the torrent with these 5 words of info-hash: undefined where none is remembered, `busy` where its lock cannot be had. */
export function listCounts(
  parts: SwarmParts,
  infoHash: Int32Array,
): ListCounts | 'busy' | undefined {
  const { memory, index, slot } = parts
  const hash = index.hash(infoHash)
  const lockAt = index.shardAt(index.shardOf(hash))
  if (!tryLock(memory.words, lockAt, slot)) return 'busy'
  const record = index.find(hash, infoHash)
  const count = (kind: ListKind): number =>
    countOf(memory.words[record + Word.lists + kind] as number)
  const counts = {
    seeders4: count(ListKind.seeders4),
    leechers4: count(ListKind.leechers4),
    seeders6: count(ListKind.seeders6),
    leechers6: count(ListKind.leechers6),
  }
  unlock(memory.words, lockAt)
  return record === 0 ? undefined : counts
}
