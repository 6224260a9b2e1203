/**
 * Who had the scrape of all torrents lately: an IPv4 address, or an IPv6 network of 64 bits, has it once within
 * a minimum interval. As many are remembered as `fullScrapeSourcesMax`, in the order in which they came.
 */
import { fullScrapeSourcesMax } from '#base/limits'

export class ScrapeSources {
  readonly #seenAt = new Map<string, number>()

  /** Whether the source had one within the last `seconds`. */
  isRecent(address: Uint8Array, family: 4 | 6, nowSeconds: number, seconds: number): boolean {
    this.#forget(nowSeconds, seconds)
    return this.#seenAt.has(nameOf(address, family))
  }

  /** Whether no further source can be remembered. */
  get isFull(): boolean {
    return this.#seenAt.size >= fullScrapeSourcesMax
  }

  /** The source has one now. */
  remember(address: Uint8Array, family: 4 | 6, nowSeconds: number): void {
    this.#seenAt.set(nameOf(address, family), nowSeconds)
  }

  #forget(nowSeconds: number, seconds: number): void {
    for (const [name, seenAt] of this.#seenAt) {
      // When the clock was set back, what it said before means nothing.
      if (seenAt <= nowSeconds && seenAt > nowSeconds - seconds) return
      this.#seenAt.delete(name)
    }
  }
}

function nameOf(address: Uint8Array, family: 4 | 6): string {
  return String.fromCharCode(family, ...address.subarray(0, family === 4 ? 4 : 8))
}
