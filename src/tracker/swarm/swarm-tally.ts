/**
 * What a store counts of its ceilings: numbers that only grow, in a row that whoever opens the store gives, so that they
 * can be part of the metrics.
 *
 *   evicted torrents: for each ceiling (torrents, peers, memory) by what they were │ evicted peers │ not stored, by Lack │ replaced
 */
import type { Lack } from './lack.ts'
import type { VictimKind } from './victim-kind.ts'

const victimKinds = 3
const evictedPeersAt = 3 * victimKinds
const unstoredAt = evictedPeersAt + 1
const lacks = 4
const replacedAt = unstoredAt + lacks

export const swarmTallyLength = replacedAt + 1

export class SwarmTally {
  readonly #row: Float64Array

  constructor(row: Float64Array = new Float64Array(swarmTallyLength)) {
    this.#row = row
  }

  /** A torrent of this kind gave way, because there was too little of `lack`. */
  addEvicted(lack: Lack, kind: VictimKind): void {
    this.#add((lack - 1) * victimKinds + kind, 1)
  }

  addEvictedPeers(count: number): void {
    this.#add(evictedPeersAt, count)
  }

  /** An announcer was not taken in. */
  addUnstored(lack: Lack): void {
    this.#add(unstoredAt + lack - 1, 1)
  }

  /** A peer took the place of another of its source, or of its full bucket. */
  addReplaced(): void {
    this.#add(replacedAt, 1)
  }

  evicted(kind: VictimKind): number {
    let sum = 0
    for (let at = 0; at < evictedPeersAt; at += victimKinds) sum += this.#row[at + kind] as number
    return sum
  }

  get evictedPeers(): number {
    return this.#row[evictedPeersAt] as number
  }

  get replaced(): number {
    return this.#row[replacedAt] as number
  }

  unstored(lack: Lack): number {
    return this.#row[unstoredAt + lack - 1] as number
  }

  #add(at: number, count: number): void {
    this.#row[at] = (this.#row[at] as number) + count
  }
}
