/**
 * Remembers for a minute what is dear to find out and need not be exact to the moment. Those who ask for the same at the
 * same time wait for one answer.
 */
import { assert } from '#base/assert'
import type { Clock } from '#base/clock'

export type MinuteCacheOptions<T> = {
  readonly clock: Clock
  readonly entriesMax: number
  /** What is cheap is found out anew. */
  readonly isDear: (value: T) => boolean
}

type Entry<T> = { readonly value: Promise<T>; readonly askedAt: number }

const keptSeconds = 60

export class MinuteCache<T> {
  readonly #options: MinuteCacheOptions<T>
  readonly #entries = new Map<string, Entry<T>>()

  constructor(options: MinuteCacheOptions<T>) {
    assert(options.entriesMax > 0, 'a cache has room')
    this.#options = options
  }

  async get(key: string, find: () => Promise<T>): Promise<T> {
    const { clock } = this.#options
    const known = this.#entries.get(key)
    const now = clock.nowSeconds()
    if (known !== undefined && now - known.askedAt < keptSeconds) return await known.value
    const entry = { value: find(), askedAt: now }
    this.#keep(key, entry)
    let isKept = false
    try {
      const value = await entry.value
      isKept = this.#options.isDear(value)
      return value
    } finally {
      if (!isKept && this.#entries.get(key) === entry) this.#entries.delete(key)
    }
  }

  #keep(key: string, entry: Entry<T>): void {
    // Set again, so that the first of the map is the one asked longest ago.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size <= this.#options.entriesMax) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}
