/**
 * The scrape of all torrents as the bytes of one reply, piece by piece: its head, its chunks, in gzip where the
 * client takes that. Its end is the end of the connection.
 */
import type { Announcer } from '#tracker/announce/announcer'
import { fullScrape } from '#tracker/announce/full-scrape'
import { GzipStream } from './gzip-stream.ts'
import { streamHeads } from './http-replies.ts'

export class FullScrapeStream {
  readonly head: Uint8Array
  readonly #chunks: Generator<Buffer>
  readonly #gzip: GzipStream | undefined
  #isEnded = false

  constructor(announcer: Announcer, isGzip: boolean) {
    this.head = isGzip ? streamHeads.gzip : streamHeads.plain
    this.#chunks = fullScrape(announcer)
    this.#gzip = isGzip ? new GzipStream() : undefined
  }

  /** The next piece; an empty one only took its turn. Undefined when there is no more. */
  next(): Uint8Array | undefined {
    if (this.#isEnded) return undefined
    const { done = false, value } = this.#chunks.next() as IteratorResult<Buffer, undefined>
    this.#isEnded = done
    if (value === undefined) return this.#gzip?.end()
    return this.#gzip === undefined || value.length === 0 ? value : this.#gzip.deflate(value)
  }
}
