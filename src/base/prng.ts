/**
 * A small, fast, seedable source of pseudo-random numbers (sfc32, by Chris Doty-Humphrey) for choosing
 * peers and jitter. It is not for secrets: connection ids and keys come from keyed hashes.
 *
 * All state is int32, so drawing a number allocates nothing.
 */
export class Prng {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed0: number, seed1: number, seed2: number) {
    this.#a = seed0 | 0
    this.#b = seed1 | 0
    this.#c = seed2 | 0
    for (let round = 0; round < 15; round++) this.next()
  }

  /** The next 32 bits, as an int32. */
  next(): number {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0
    return result
  }

  /** A whole number from 0 to `count` - 1; `count` is 1 to 2^21, so that the product stays exact. */
  below(count: number): number {
    return Math.floor(((this.next() >>> 0) * count) / 2 ** 32)
  }
}
