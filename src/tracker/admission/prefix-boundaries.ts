/**
 * Prefixes, which may lie in each other, made into a line that is cut into stretches: each begins at a key and says
 * which rule holds until the next begins. The innermost prefix holds.
 *
 *   10.0.0.0/8 rule 1, 10.2.0.0/16 rule 2   →   0.0.0.0: none │ 10.0.0.0: 1 │ 10.2.0.0: 2 │ 10.3.0.0: 1 │ 11.0.0.0: none
 *
 * So who holds a key is one search for the last beginning that is not above it. The line is made in one sweep over
 * the prefixes in order, with a stack of those that the sweep is inside of; no more than a key has bits, since of
 * equal ones the last takes the place of the others.
 */
import { assert } from '#base/assert'
import type { PrefixList } from '#base/prefix-list'
import { prefixOrder } from './prefix-order.ts'

/** Stretches in ascending order: the words of the key where each begins, and the rule that holds, 0 for none. */
export type PrefixBoundaries = {
  readonly count: number
  readonly begins: Uint32Array
  readonly rules: Uint32Array
}

/** Two stretches a prefix at most. */
export function prefixBoundaries(list: PrefixList): PrefixBoundaries {
  const line = new Line(list)
  for (const index of prefixOrder(list)) line.enter(index)
  line.leaveAll()
  return line
}

class Line implements PrefixBoundaries {
  count = 0
  readonly begins: Uint32Array
  readonly rules: Uint32Array
  readonly #list: PrefixList
  readonly #width: number
  /** The prefixes that the sweep is inside of: their indices, rules and the first keys behind them. */
  #depth = 0
  readonly #open: Uint32Array
  readonly #openRules: Uint32Array
  readonly #ends: Uint32Array
  /** 0 for a prefix that reaches to the last key of all. */
  readonly #hasEnd: Uint8Array

  constructor(list: PrefixList) {
    const width = list.wordCount
    const depthMax = width * 32 + 1
    this.#list = list
    this.#width = width
    this.begins = new Uint32Array(2 * list.count * width)
    this.rules = new Uint32Array(2 * list.count)
    this.#open = new Uint32Array(depthMax)
    this.#openRules = new Uint32Array(depthMax)
    this.#ends = new Uint32Array(depthMax * width)
    this.#hasEnd = new Uint8Array(depthMax)
  }

  /** The sweep comes to the beginning of the prefix at `index`. */
  enter(index: number): void {
    const { words, rules } = this.#list
    const beginAt = index * this.#width
    while (this.#depth > 0 && this.#endsBefore(beginAt)) this.#leave()
    const rule = rules[index] as number
    this.#add(words, beginAt, rule)
    if (!this.#isOpen(index)) this.#push(index)
    this.#openRules[this.#depth - 1] = rule
  }

  leaveAll(): void {
    while (this.#depth > 0) this.#leave()
  }

  /** Whether the innermost prefix ends at or before the key that the prefix at word `beginAt` begins with. */
  #endsBefore(beginAt: number): boolean {
    const top = this.#depth - 1
    return (
      this.#hasEnd[top] === 1 &&
      compareKeys(this.#ends, top * this.#width, this.#list.words, beginAt, this.#width) <= 0
    )
  }

  /** What the innermost prefix lies in holds again. */
  #leave(): void {
    const top = --this.#depth
    const outer = top === 0 ? 0 : (this.#openRules[top - 1] as number)
    if (this.#hasEnd[top] === 1) this.#add(this.#ends, top * this.#width, outer)
  }

  /** Whether the innermost prefix is the same as the one at `index`. */
  #isOpen(index: number): boolean {
    if (this.#depth === 0) return false
    const { words, prefixBits } = this.#list
    const other = this.#open[this.#depth - 1] as number
    const width = this.#width
    return (
      prefixBits[other] === prefixBits[index] &&
      compareKeys(words, other * width, words, index * width, width) === 0
    )
  }

  #push(index: number): void {
    const top = this.#depth++
    assert(top < this.#open.length, 'prefixes lie in each other no deeper than a key has bits')
    this.#open[top] = index
    this.#hasEnd[top] = this.#writeEnd(index, top * this.#width) ? 1 : 0
  }

  /** The first key behind the prefix at `index`, into the ends; false where there is none. */
  #writeEnd(index: number, at: number): boolean {
    const { words, prefixBits } = this.#list
    const width = this.#width
    for (let word = 0; word < width; word++)
      this.#ends[at + word] = words[index * width + word] as number
    const lastBit = (prefixBits[index] as number) - 1
    if (lastBit < 0) return false
    let carry = 2 ** (31 - (lastBit & 31))
    for (let word = lastBit >> 5; word >= 0; word--) {
      const sum = (this.#ends[at + word] as number) + carry
      this.#ends[at + word] = sum
      if (sum < 2 ** 32) return true
      carry = 1
    }
    return false
  }

  /** From this key on `rule` holds. The key is not below the last one; where it is the same, what comes later holds. */
  #add(keys: Uint32Array, at: number, rule: number): void {
    const width = this.#width
    const lastAt = (this.count - 1) * width
    if (this.count > 0 && compareKeys(this.begins, lastAt, keys, at, width) === 0) this.count--
    const before = this.count === 0 ? 0 : this.rules[this.count - 1]
    // The stretch before goes on.
    if (before === rule) return
    for (let word = 0; word < width; word++)
      this.begins[this.count * width + word] = keys[at + word] as number
    this.rules[this.count] = rule
    this.count++
  }
}

function compareKeys(
  one: Uint32Array,
  oneAt: number,
  other: Uint32Array,
  otherAt: number,
  width: number,
): number {
  for (let word = 0; word < width; word++) {
    const difference = (one[oneAt + word] as number) - (other[otherAt + word] as number)
    if (difference !== 0) return difference
  }
  return 0
}
