/**
 * The scrapes of all torrents that one thread answers: prepared once within a minimum interval and shared by all
 * who ask meanwhile, each at its own pace; a few times for each source in that time; never more of them at once, and never
 * more of them in memory, than there is room for.
 */
import { fullScrapeStreamsMax } from '#base/limits'
import { Failure } from '#tracker/wire/failure'
import type { Announcer } from './announcer.ts'
import { fullScrape } from './full-scrape.ts'
import { PreparedScrape } from './prepared-scrape.ts'
import { ScrapeSources } from './scrape-sources.ts'
import { ScrapeStream } from './scrape-stream.ts'

export type FullScrapesOptions = {
  readonly announcer: Announcer
  /** Whether a source has it a few times only within a minimum interval (`limits.per_prefix`). */
  readonly limitSources: boolean
}

export class FullScrapes {
  /** Unix seconds, told by `tick`. */
  #nowSeconds = 0
  #streams = 0
  #current: PreparedScrape | undefined
  /** One that is out of date and still being read. */
  #former: PreparedScrape | undefined
  readonly #announcer: Announcer
  readonly #sources: ScrapeSources | undefined

  constructor({ announcer, limitSources }: FullScrapesOptions) {
    this.#announcer = announcer
    this.#sources = limitSources ? new ScrapeSources() : undefined
  }

  /** To be called between requests: tells the time, and drops what is out of date. */
  tick(nowSeconds: number): void {
    this.#nowSeconds = nowSeconds
    const current = this.#current
    if (current?.readers === 0 && this.#isOutdated(current)) this.#current = undefined
    if (this.#former?.readers === 0) this.#former = undefined
  }

  /** `none` where a stream may be opened for this source, for which it counts then. */
  ask(address: Uint8Array, family: 4 | 6): Failure {
    const sources = this.#sources
    const { minIntervalSeconds } = this.#announcer.policy
    if (sources?.hadEnough(address, family, this.#nowSeconds, minIntervalSeconds) === true)
      return Failure.fullScrapeTooSoon
    if (this.#streams >= fullScrapeStreamsMax || sources?.isFull === true)
      return Failure.fullScrapeBusy
    sources?.remember(address, family, this.#nowSeconds)
    return Failure.none
  }

  /** The stream for one client; it must be closed, however it ends. */
  open(isGzip: boolean): ScrapeStream {
    const prepared = this.#prepared()
    prepared.readers++
    this.#streams++
    return new ScrapeStream(prepared, isGzip)
  }

  close(stream: ScrapeStream): void {
    stream.prepared.readers--
    this.#streams--
  }

  /** What is in force, or a new one. The last one is read to its end; the one before it has had two intervals. */
  #prepared(): PreparedScrape {
    const current = this.#current
    if (current !== undefined && !this.#isOutdated(current)) return current
    if (this.#former !== undefined) this.#former.isRevoked = true
    this.#former = current
    this.#current = new PreparedScrape(fullScrape(this.#announcer), this.#nowSeconds)
    return this.#current
  }

  #isOutdated({ madeAtSeconds }: PreparedScrape): boolean {
    const ageSeconds = this.#nowSeconds - madeAtSeconds
    return ageSeconds < 0 || ageSeconds >= this.#announcer.policy.minIntervalSeconds
  }
}
