/** One client's way through a prepared scrape: where it is, and whether it takes gzip. */
import { gzipHead, inflatePiece } from './gzip-pieces.ts'
import type { PreparedScrape } from './prepared-scrape.ts'

const nothing = Buffer.alloc(0)

export class ScrapeStream {
  readonly isGzip: boolean
  readonly prepared: PreparedScrape
  #position = 0
  #isBegun = false
  #isEnded = false

  constructor(prepared: PreparedScrape, isGzip: boolean) {
    this.prepared = prepared
    this.isGzip = isGzip
  }

  /** Whether the rest cannot be had any more: the connection is to be broken, so that its client knows. */
  get isBroken(): boolean {
    return this.prepared.isRevoked && !this.#isEnded
  }

  /** The next piece of the body; an empty one only took its turn. Undefined at the end. */
  next(): Uint8Array | undefined {
    if (this.isGzip && !this.#isBegun) return this.#begin()
    const { pieces, tail } = this.prepared
    const piece = pieces[this.#position]
    if (piece !== undefined) {
      this.#position++
      return this.isGzip ? piece : inflatePiece(piece)
    }
    if (tail !== undefined) return this.#end(tail)
    this.prepared.step()
    return nothing
  }

  #begin(): Uint8Array {
    this.#isBegun = true
    return gzipHead
  }

  #end(tail: Buffer): Uint8Array | undefined {
    if (this.#isEnded) return undefined
    this.#isEnded = true
    return this.isGzip ? tail : undefined
  }
}
