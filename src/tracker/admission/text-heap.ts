/**
 * Blocks for the names of torrents and the reasons of refusals, in a region that threads read. Main alone takes and
 * gives them back, so its free lists are its own.
 *
 * A block is written before anybody is told of it, and never again while an entry names it: a text that changes
 * gets another block. Sizes are 16 bytes times a power of two; blocks are never joined or split, because names have
 * all lengths at all times.
 */
import { assert } from '#base/assert'
import { textBytesMax, textClassCount, textUnitWords } from './table-layout.ts'

export type TextHeapOptions = {
  /** The region. */
  readonly words: Int32Array
  /** The first unit of the blocks, and the first that is beyond them. */
  readonly textsUnit: number
  readonly textsEndUnit: number
}

export class TextHeap {
  readonly #words: Int32Array
  readonly #endUnit: number
  /** Units of free blocks, by class. */
  readonly #free: number[][] = Array.from({ length: textClassCount }, () => [])
  readonly #scratch = new Uint8Array(textBytesMax + 1)
  readonly #scratchWords = new Int32Array(this.#scratch.buffer)
  readonly #encoder = new TextEncoder()
  #nextUnit: number

  constructor({ words, textsUnit, textsEndUnit }: TextHeapOptions) {
    this.#words = words
    this.#nextUnit = textsUnit
    this.#endUnit = textsEndUnit
  }

  /**
   * The unit of a block that holds `text`, cut after the last character that fits `bytesMax` of UTF-8 (at most
   * `textBytesMax`); 0 for no text, and where the heap is used up. Then a torrent is served without its name: the
   * heap has room for a name of every torrent, but lengths that change all the time may leave blocks that do not fit.
   */
  write(text: string, bytesMax: number): number {
    assert(bytesMax <= textBytesMax, 'the length of a text fits a byte')
    const { written } = this.#encoder.encodeInto(text, this.#scratch.subarray(1, 1 + bytesMax))
    if (written === 0) return 0
    this.#scratch[0] = written
    const unit = this.#take(classFor(1 + written))
    if (unit === 0) return 0
    const at = unit * textUnitWords
    for (let word = 0; word <= written >> 2; word++)
      this.#words[at + word] = this.#scratchWords[word] as number
    return unit
  }

  /** Gives a block back; 0 is none. */
  free(unit: number): void {
    if (unit === 0) return
    const length = (this.#words[unit * textUnitWords] as number) & 0xff
    this.#free[classFor(1 + length)]?.push(unit)
  }

  /** Whether the block holds exactly this text, cut as `write` would. */
  holds(unit: number, text: string, bytesMax: number): boolean {
    if (unit === 0 || text === '') return unit === 0 && text === ''
    const { written } = this.#encoder.encodeInto(text, this.#scratch.subarray(1, 1 + bytesMax))
    this.#scratch[0] = written
    const at = unit * textUnitWords
    // Bytes behind the text are whatever stood there before, in the scratch as in the block.
    for (let byte = 0; byte <= written; byte++) {
      const word = this.#words[at + (byte >> 2)] as number
      if (((word >>> ((byte & 3) * 8)) & 0xff) !== this.#scratch[byte]) return false
    }
    return true
  }

  #take(textClass: number): number {
    const free = this.#free[textClass]?.pop()
    if (free !== undefined) return free
    const units = 1 << textClass
    if (this.#nextUnit + units > this.#endUnit) return 0
    this.#nextUnit += units
    return this.#nextUnit - units
  }
}

/** The class of a block for `bytes`. */
function classFor(bytes: number): number {
  return bytes <= 16 ? 0 : 32 - Math.clz32((bytes - 1) >> 4)
}
