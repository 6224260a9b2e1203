/**
 * Has memory ready where the store grows: at the pool's mark, and behind the last index buckets in use. Main does it,
 * so that no announce waits for the system to find a page.
 *
 *   │ header … index buckets ─▶ │ packets of the threads │ pool ─▶          │
 *
 * Pages that are in use are left as they are, once threads run: who uses one would wait while it is replaced.
 */
import { type HugePages } from '#base/huge-pages'
import { hugePageBytes } from '#base/region'
import { Header, packetBytesPerSlot, Shard, shardCount } from './layout.ts'
import type { SwarmMemory } from './swarm-memory.ts'

export class PageSupply {
  readonly #memory: SwarmMemory
  readonly #pages: HugePages

  constructor(memory: SwarmMemory, pages: HugePages) {
    this.#memory = memory
    this.#pages = pages
  }

  /** Prepares what is in use, before threads start. */
  begin(): void {
    this.#pages.prepare(0, this.#indexEnd())
    this.#pages.prepare(this.#memory.layout.poolUnit * 16, this.#poolEnd())
  }

  /** Prepares what the threads of these slots and the store need next. */
  beginFor(slots: readonly number[]): void {
    const { packetsByte } = this.#memory.layout
    for (const slot of slots) {
      const at = packetsByte + slot * packetBytesPerSlot
      this.#pages.prepare(at, at + packetBytesPerSlot)
    }
    this.step()
  }

  /** Prepares what is needed next; to be called again while a thread fills a page, twenty times a second. */
  step(): void {
    this.#prepareBehind(this.#indexEnd(), this.#memory.layout.packetsByte)
    this.#prepareBehind(this.#poolEnd(), this.#memory.layout.bytes)
  }

  #prepareBehind(end: number, endMax: number): void {
    const next = Math.ceil(end / hugePageBytes) * hugePageBytes
    this.#pages.prepare(next, Math.min(next + hugePageBytes, endMax))
  }

  #poolEnd(): number {
    return Atomics.load(this.#memory.words, Header.poolNextUnit) * 16
  }

  /** Shards grow together, so the first one stands for all. */
  #indexEnd(): number {
    const { words, layout } = this.#memory
    const buckets = words[layout.shardsAt + Shard.buckets] as number
    return (layout.bucketsAt + Math.max(1, buckets) * shardCount) * 4
  }
}
