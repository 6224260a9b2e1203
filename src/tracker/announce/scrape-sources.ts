/**
 * Who had the scrape of all torrents lately: an IPv4 address, or an IPv6 network of 64 bits, has it a few times within
 * a minimum interval, which begins with the first. As many are remembered as `fullScrapeSourcesMax`, in the
 * order in which they came.
 */
import { fullScrapeSourcesMax, fullScrapesPerSourceMax } from '#base/limits'

type Source = { readonly since: number; count: number }

export class ScrapeSources {
  readonly #sources = new Map<string, Source>()

  /** Whether the source had all that it may have within `seconds`. */
  hadEnough(address: Uint8Array, family: 4 | 6, nowSeconds: number, seconds: number): boolean {
    this.#forget(nowSeconds, seconds)
    const source = this.#sources.get(nameOf(address, family))
    return source !== undefined && source.count >= fullScrapesPerSourceMax
  }

  /** Whether no further source can be remembered. */
  get isFull(): boolean {
    return this.#sources.size >= fullScrapeSourcesMax
  }

  /** The source has one now. */
  remember(address: Uint8Array, family: 4 | 6, nowSeconds: number): void {
    const name = nameOf(address, family)
    const source = this.#sources.get(name)
    if (source === undefined) this.#sources.set(name, { since: nowSeconds, count: 1 })
    else source.count++
  }

  #forget(nowSeconds: number, seconds: number): void {
    for (const [name, { since }] of this.#sources) {
      // When the clock was set back, what it said before means nothing.
      if (since <= nowSeconds && since > nowSeconds - seconds) return
      this.#sources.delete(name)
    }
  }
}

function nameOf(address: Uint8Array, family: 4 | 6): string {
  return String.fromCharCode(family, ...address.subarray(0, family === 4 ? 4 : 8))
}
