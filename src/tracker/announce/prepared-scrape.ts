/**
 * The scrape of all torrents as it was at one time, for all who ask within a minimum interval. It is made as far as
 * the one who is furthest has read, and kept compressed: those who want it plain have it inflated piece by piece.
 */
import { GzipPieces } from './gzip-pieces.ts'

export class PreparedScrape {
  /** Streams that read it. */
  readers = 0
  /** Set when it may not be read any more, because newer ones take its room. */
  isRevoked = false
  /** What ends the stream, once everything is made. */
  tail: Buffer | undefined
  readonly madeAtSeconds: number
  readonly #gzip = new GzipPieces()
  readonly #chunks: Iterator<Buffer, unknown>

  /** `chunks` is what `fullScrape` gives. */
  constructor(chunks: Iterator<Buffer, unknown>, nowSeconds: number) {
    this.#chunks = chunks
    this.madeAtSeconds = nowSeconds
  }

  /** The pieces that are made so far, deflated each by itself. */
  get pieces(): readonly Buffer[] {
    return this.#gzip.pieces
  }

  /** Goes on with the making by one bounded step. */
  step(): void {
    const { done = false, value } = this.#chunks.next() as IteratorResult<Buffer, undefined>
    if (done) this.tail = this.#gzip.tail()
    else if (value !== undefined && value.length > 0) this.#gzip.add(value)
  }
}
