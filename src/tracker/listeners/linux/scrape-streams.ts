/**
 * The scrapes of all torrents that are under way over connections of one thread: they take turns, one piece each,
 * and a client that takes no more is passed over until it does.
 */
import type { FullScrapes } from '#tracker/announce/full-scrapes'
import type { ScrapeStream } from '#tracker/announce/scrape-stream'
import type { HeldBytes } from './held-bytes.ts'

const nobody = -1

export class ScrapeStreams {
  readonly #scrapes: FullScrapes
  /** By slot of the connection; who had a turn last stands last. */
  readonly #streams = new Map<number, ScrapeStream>()
  readonly #output: HeldBytes

  /** `output` is what clients do not take. */
  constructor(scrapes: FullScrapes, output: HeldBytes) {
    this.#scrapes = scrapes
    this.#output = output
  }

  /** Begins one over the connection `slot`. */
  begin(slot: number, isGzip: boolean): void {
    this.#streams.set(slot, this.#scrapes.open(isGzip))
  }

  /** The connection has no stream any more, if it had one. */
  end(slot: number): void {
    const stream = this.#streams.get(slot)
    if (stream === undefined) return
    this.#streams.delete(slot)
    this.#scrapes.close(stream)
  }

  /** Whether one of them could go on without waiting for anything. */
  get hasTurn(): boolean {
    return this.#streams.size > 0 && this.#ready() !== nobody
  }

  /** The connection whose turn it is, or -1. */
  takeTurn(): number {
    const slot = this.#streams.size > 0 ? this.#ready() : nobody
    const stream = this.#streams.get(slot)
    if (stream === undefined) return nobody
    this.#streams.delete(slot)
    this.#streams.set(slot, stream)
    return slot
  }

  /** Whether the stream of `slot` cannot go on: its client is to see that something is missing. */
  isBroken(slot: number): boolean {
    return this.#streams.get(slot)?.isBroken === true
  }

  /** The next piece for the connection `slot`; an empty one only took its turn. Undefined at the end. */
  next(slot: number): Uint8Array | undefined {
    return this.#streams.get(slot)?.next()
  }

  #ready(): number {
    for (const slot of this.#streams.keys()) if (this.#output.length(slot) === 0) return slot
    return nobody
  }
}
