/**
 * Which torrents give way when the store is full, and which before others (design: the least useful first).
 *
 *   no peers ─▶ nobody has ever come back ─▶ one peer alone ─▶ never: a swarm in which somebody has come back
 *
 * Whoever invents torrents announces them once; who is really there comes back. Among those of one kind the longest
 * silent goes first. The caller holds the shard's lock.
 */
import { countOf, type ListKind, returnedBit, stampMask, Word } from './list-shape.ts'
import type { SwarmParts } from './swarm-parts.ts'
import { VictimKind } from './victim-kind.ts'

/** What is none of them. */
export const noVictim = 3

/** What the torrent would go as, or `noVictim`. */
export function victimKindOf(words: Int32Array, record: number): VictimKind | typeof noVictim {
  let peers = 0
  for (let kind = 0; kind < 4; kind++) peers += countOf(words[record + Word.lists + kind] as number)
  if (peers === 0) return VictimKind.peerless
  if (((words[record + Word.partialSeeds] as number) & returnedBit) === 0)
    return VictimKind.neverReturned
  return peers === 1 ? VictimKind.single : noVictim
}

/**
 * How long ago somebody announced the torrent: minutes where nobody is left, units of stamps otherwise. Of a large list
 * one block stands for all, which makes a swarm seem longer silent than it is, by little.
 */
export function silenceOf(
  { memory, torrents, lists, clock }: SwarmParts,
  record: number,
  kind: VictimKind,
): number {
  if (kind === VictimKind.peerless) return torrents.idleMinutes(record)
  let silence: number = stampMask
  for (let list = 0; list < 4; list++) {
    if (countOf(memory.words[record + Word.lists + list] as number) === 0) continue
    lists.select(record, list as ListKind, 0)
    for (let index = 0; index < lists.count; index++)
      silence = Math.min(silence, lists.ageAt(list as ListKind, index, clock.stamp))
  }
  return silence
}
