/**
 * Which rule holds for a key (an address, a peer id, an info-hash), in memory that all threads share: main writes it,
 * tracker threads read it without locks, and what main has written holds for the very next lookup everywhere.
 *
 *   half 0: index, beginnings, rules │ half 1: the same
 *
 * There are two halves. The generation says which one is in force; main builds the next generation in the other and
 * then raises the number. A reader whose generation has passed meanwhile looks again, because its half may be
 * being written by now.
 *
 * A half begins with 65,537 words that say, for the first 16 bits of a key, where its stretches begin, then come the
 * beginnings and the rules (prefix-boundaries.ts). A key in a sixteenth without boundaries costs two reads.
 */
import { assert } from '#base/assert'
import type { PrefixList } from '#base/prefix-list'
import { prefixBoundaries } from './prefix-boundaries.ts'

const sixteenths = 1 << 16
const indexWords = sixteenths + 1

/** Where a table stands in the memory, in words. */
export type PrefixPlace = {
  /** Words of a key, 1 to 5. */
  readonly wordCount: number
  readonly generationAt: number
  /** Of half 0. */
  readonly at: number
  readonly halfWords: number
  /** Stretches that a half has room for. */
  readonly boundariesMax: number
}

/** The place of a table for `prefixesMax` prefixes at word `at`. */
export function planPrefixTable(
  wordCount: number,
  prefixesMax: number,
  generationAt: number,
  at: number,
): PrefixPlace {
  const boundariesMax = 2 * prefixesMax
  const halfWords = Math.ceil((indexWords + boundariesMax * (wordCount + 1)) / 1024) * 1024
  return { wordCount, generationAt, at, halfWords, boundariesMax }
}

/** What a tracker thread sees. */
export class PrefixTable {
  readonly #words: Int32Array
  readonly #unsigned: Uint32Array
  readonly #place: PrefixPlace
  readonly #wanted = new Uint32Array(5)

  constructor(buffer: ArrayBuffer | SharedArrayBuffer, place: PrefixPlace) {
    this.#words = new Int32Array(buffer)
    this.#unsigned = new Uint32Array(buffer)
    this.#place = place
  }

  /** The rule that holds for the key, whose words have its bytes in network order; or 0. */
  ruleFor(key: Int32Array): number {
    const { wordCount, generationAt, at, halfWords } = this.#place
    for (let word = 0; word < wordCount; word++) this.#wanted[word] = swapped(key[word] as number)
    for (;;) {
      const generation = Atomics.load(this.#words, generationAt)
      const rule = this.#find(at + (generation & 1) * halfWords)
      if (Atomics.load(this.#words, generationAt) === generation) return rule
    }
  }

  #find(halfAt: number): number {
    const { wordCount, boundariesMax } = this.#place
    const words = this.#unsigned
    const sixteenth = halfAt + ((this.#wanted[0] as number) >>> 16)
    const beginsAt = halfAt + indexWords
    let low = words[sixteenth] as number
    let high = words[sixteenth + 1] as number
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isAbove(beginsAt + middle * wordCount)) high = middle
      else low = middle + 1
    }
    return low === 0 ? 0 : (words[beginsAt + boundariesMax * wordCount + low - 1] as number)
  }

  /** Whether the stretch whose key stands at word `at` begins behind the wanted key. */
  #isAbove(at: number): boolean {
    const { wordCount } = this.#place
    for (let word = 0; word < wordCount; word++) {
      const begin = this.#unsigned[at + word] as number
      const wanted = this.#wanted[word] as number
      if (begin !== wanted) return begin > wanted
    }
    return false
  }
}

/** What main has: it alone writes. */
export class PrefixTableWriter {
  readonly #words: Int32Array
  readonly #unsigned: Uint32Array
  readonly #place: PrefixPlace

  constructor(buffer: ArrayBuffer | SharedArrayBuffer, place: PrefixPlace) {
    this.#words = new Int32Array(buffer)
    this.#unsigned = new Uint32Array(buffer)
    this.#place = place
  }

  /** These rules and no others hold from now on. There is room for as many prefixes as the place was planned for. */
  replace(list: PrefixList): void {
    const { wordCount, generationAt, at, halfWords, boundariesMax } = this.#place
    assert(list.wordCount === wordCount, 'keys of the list are those of the table')
    const { count, begins, rules } = prefixBoundaries(list)
    assert(count <= boundariesMax, 'the table has room for the prefixes')
    const next = Atomics.load(this.#words, generationAt) + 1
    const halfAt = at + (next & 1) * halfWords
    const beginsAt = halfAt + indexWords
    this.#unsigned.set(begins.subarray(0, count * wordCount), beginsAt)
    this.#unsigned.set(rules.subarray(0, count), beginsAt + boundariesMax * wordCount)
    this.#writeIndex(halfAt, begins, count)
    Atomics.store(this.#words, generationAt, next)
  }

  #writeIndex(halfAt: number, begins: Uint32Array, count: number): void {
    const { wordCount } = this.#place
    let boundary = 0
    for (let sixteenth = 0; sixteenth <= sixteenths; sixteenth++) {
      while (boundary < count && (begins[boundary * wordCount] as number) < sixteenth * 2 ** 16)
        boundary++
      this.#unsigned[halfAt + sixteenth] = boundary
    }
  }
}

/** A word of a key in network order as the number that it is. */
function swapped(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
