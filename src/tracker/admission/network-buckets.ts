/**
 * A token bucket for each network and kind of request, in a fixed piece of memory.
 *
 *   place:  [ prefix, 2 words │ family │ second │ what is left of each of the four kinds ]   two places to a cache line
 *
 * A network has two places where it may stand, and stands there with its whole prefix: nobody pays for another. When
 * others are there, the fuller of the two gives way; what is forgotten of it was next to nothing. When both of them are
 * spending more than half of what they may, they stay, and the new one is not counted. So networks that send little are
 * never refused, however many there are, and those that send much are remembered as long as they do.
 *
 * Of the requests of networks without a place one in eight on average gives its network one: who sends much soon has it,
 * and the many who come once cost a look at one cache line.
 *
 * What is left is kept in shares of a full bucket, so that kinds can be compared, and grows by whole seconds.
 */
import type { LimitKind } from './limit-kind.ts'
import { limitKinds } from './limit-kind.ts'

/** Words of a place. */
const Place = { first: 0, second: 1, family: 2, refilledAt: 3, left: 4 } as const
const placeWords = 8
const setWords = 2 * placeWords
/** A bucket that nobody took from. */
const full = 2 ** 30
/** Leaves numbers from 0 to 15 of a word. */
const drawnShift = 28

export type BucketSize = {
  /** Tokens that come each second. */
  readonly perSecond: number
  /** Tokens that a full bucket has, 1 or more. */
  readonly burst: number
}

export class NetworkBuckets {
  readonly #words: Int32Array
  readonly #setMask: number
  readonly #key0: number
  readonly #key1: number
  /** Requests of networks without a place until one is given one, and the chance that this is drawn by. */
  #untilPlace = 1
  #chance = 1
  readonly #costs = new Float64Array(limitKinds)
  readonly #refills = new Float64Array(limitKinds)

  /** `networks`, a power of two, is how many have a place; the keys are secret. */
  constructor(networks: number, key0: number, key1: number) {
    this.#words = new Int32Array(networks * placeWords)
    this.#setMask = networks / 2 - 1
    this.#key0 = key0
    this.#key1 = key1
  }

  /** Sizes by kind; all buckets are full afterwards. */
  configure(sizes: readonly BucketSize[]): void {
    this.#words.fill(0)
    for (const [kind, { perSecond, burst }] of sizes.entries()) {
      const cost = Math.max(1, Math.floor(full / burst))
      this.#costs[kind] = cost
      this.#refills[kind] = perSecond * cost
    }
  }

  /** Takes one token of `kind` from the network of these two words of prefix; false when there is none. */
  take(first: number, second: number, family: 4 | 6, kind: LimitKind, nowSeconds: number): boolean {
    const words = this.#words
    const place = this.#placeOf(first, second, family, nowSeconds)
    if (place < 0) return true
    const at = place + Place.left + kind
    const left = (words[at] as number) - (this.#costs[kind] as number)
    if (left < 0) return false
    words[at] = left
    return true
  }

  /** The word of the network's place, which may be new, or -1 where it has none. */
  #placeOf(first: number, second: number, family: 4 | 6, nowSeconds: number): number {
    const one = (this.#hash(first, second) & this.#setMask) * setWords
    const other = one + placeWords
    const isOne = this.#isOf(one, first, second, family)
    if (isOne || this.#isOf(other, first, second, family)) {
      const place = isOne ? one : other
      this.#refill(place, nowSeconds)
      return place
    }
    if (--this.#untilPlace > 0) return -1
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) | 0
    this.#untilPlace = 1 + (this.#chance >>> drawnShift)
    return this.#takeOver(this.#fuller(one, other, nowSeconds), first, second, family, nowSeconds)
  }

  #isOf(place: number, first: number, second: number, family: number): boolean {
    const words = this.#words
    return (
      words[place] === first &&
      words[place + Place.second] === second &&
      words[place + Place.family] === family
    )
  }

  #fuller(one: number, other: number, nowSeconds: number): number {
    if (this.#words[one + Place.family] === 0) return one
    if (this.#words[other + Place.family] === 0) return other
    this.#refill(one, nowSeconds)
    this.#refill(other, nowSeconds)
    return this.#leastLeft(one) >= this.#leastLeft(other) ? one : other
  }

  #takeOver(
    place: number,
    first: number,
    second: number,
    family: number,
    nowSeconds: number,
  ): number {
    const words = this.#words
    if (words[place + Place.family] !== 0 && this.#leastLeft(place) < full / 2) return -1
    words[place] = first
    words[place + Place.second] = second
    words[place + Place.family] = family
    words[place + Place.refilledAt] = nowSeconds | 0
    for (let kind = 0; kind < limitKinds; kind++) words[place + Place.left + kind] = full
    return place
  }

  #leastLeft(place: number): number {
    let least = full
    for (let kind = 0; kind < limitKinds; kind++)
      least = Math.min(least, this.#words[place + Place.left + kind] as number)
    return least
  }

  #refill(place: number, nowSeconds: number): void {
    const words = this.#words
    const seconds = ((nowSeconds | 0) - (words[place + Place.refilledAt] as number)) | 0
    if (seconds === 0) return
    words[place + Place.refilledAt] = nowSeconds | 0
    // The system's clock may be put back; nothing grows then.
    if (seconds < 0) return
    for (let kind = 0; kind < limitKinds; kind++) {
      const at = place + Place.left + kind
      const grown = (words[at] as number) + seconds * (this.#refills[kind] as number)
      words[at] = Math.min(full, grown)
    }
  }

  /** Whoever can choose among many networks could otherwise choose those of one place. */
  #hash(first: number, second: number): number {
    let hash =
      Math.imul(first ^ this.#key0, 0x9e37_79b1) ^ Math.imul(second ^ this.#key1, 0x85eb_ca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d)
    return hash ^ (hash >>> 13)
  }
}
