/**
 * How many torrents have how many peers: counted over all of them a bounded part at a time, so that neither main nor an
 * announce waits for it. The numbers of a shard are those of the last time it was passed; one that cannot be locked now is
 * passed by.
 */
import { shardCount } from './layout.ts'
import { countOf, Word } from './list-shape.ts'
import { tryLock, unlock } from './lock.ts'
import type { SwarmParts } from './swarm-parts.ts'

/** The smallest number of peers of each size. */
export const swarmSizeBounds = [0, 1, 2, 10, 100, 1000, 10_000] as const

const sizes = swarmSizeBounds.length
/** Chains of one hold of a shard's lock, or a sixteenth of all: each has about one torrent, whose record is looked at once. */
const chainsAtOnce = 256

export class SwarmSizes {
  readonly #parts: SwarmParts
  /** `sizes` counts for each shard. */
  readonly #counts = new Uint32Array(shardCount * sizes)
  readonly #passing = new Uint32Array(sizes)
  #shard = 0
  #chain = 0

  constructor(parts: SwarmParts) {
    this.#parts = parts
  }

  /** Torrents of the size that begins at `swarmSizeBounds[size]`. */
  count(size: number): number {
    let sum = 0
    for (let shard = 0; shard < shardCount; shard++)
      sum += this.#counts[shard * sizes + size] as number
    return sum
  }

  /** Goes on by a few chains, or to the end of the shard in hand. */
  step(): void {
    const { memory, index, slot } = this.#parts
    const lockAt = index.shardAt(this.#shard)
    if (!tryLock(memory.words, lockAt, slot)) return this.#beginNext()
    const chains = index.bucketCount(this.#shard)
    const end = Math.min(chains, this.#chain + Math.max(chainsAtOnce, chains >> 4))
    for (; this.#chain < end; this.#chain++) this.#countChain()
    unlock(memory.words, lockAt)
    if (this.#chain >= chains) this.#endShard()
  }

  /** All shards once; for tests and small stores. */
  lap(): void {
    const first = this.#shard
    do this.step()
    while (this.#shard !== first || this.#chain !== 0)
  }

  #countChain(): void {
    const { index } = this.#parts
    let record = index.first(this.#shard, this.#chain)
    for (; record !== 0; record = index.next(record)) {
      const size = sizeOf(this.#peersOf(record))
      this.#passing[size] = (this.#passing[size] as number) + 1
    }
  }

  #peersOf(record: number): number {
    const { words } = this.#parts.memory
    let peers = 0
    for (let kind = 0; kind < 4; kind++)
      peers += countOf(words[record + Word.lists + kind] as number)
    return peers
  }

  #endShard(): void {
    this.#counts.set(this.#passing, this.#shard * sizes)
    this.#beginNext()
  }

  #beginNext(): void {
    this.#passing.fill(0)
    this.#chain = 0
    this.#shard = (this.#shard + 1) % shardCount
  }
}

function sizeOf(peers: number): number {
  let size = 0
  while (size + 1 < sizes && peers >= (swarmSizeBounds[size + 1] as number)) size++
  return size
}
