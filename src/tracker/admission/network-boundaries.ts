/**
 * Blocked networks, which may lie in each other, made into a line that is cut into stretches: each begins at an
 * address and says which rule holds until the next begins. The innermost network holds.
 *
 *   10.0.0.0/8 rule 1, 10.2.0.0/16 rule 2   →   0.0.0.0: none │ 10.0.0.0: 1 │ 10.2.0.0: 2 │ 10.3.0.0: 1 │ 11.0.0.0: none
 *
 * So who holds an address is one search for the last beginning that is not above it. An address is 1 word
 * (IPv4) or 4 words (IPv6), unsigned, the most significant first.
 */
import { assert } from '#base/assert'

export type BlockedNetwork = {
  /** Words of an address of the network, 1 or 4; bits behind the prefix do not count. */
  readonly words: readonly number[]
  readonly prefixBits: number
  /** 1 to 2^31 - 1; 0 means that nothing holds. */
  readonly rule: number
}

/** Stretches in ascending order: `wordCount` words for where each begins, and the rule that holds. */
export type NetworkBoundaries = {
  readonly count: number
  readonly begins: Uint32Array
  readonly rules: Uint32Array
}

/** Boundaries for networks of one family; the one given last holds where two are the same. */
export function networkBoundaries(
  networks: readonly BlockedNetwork[],
  wordCount: 1 | 4,
): NetworkBoundaries {
  const line = new Line(networks.length, wordCount)
  const open: Stretch[] = []
  for (const stretch of sortedStretches(networks)) {
    closeBefore(stretch, open, line)
    line.add(stretch.begin, stretch.rule)
    open.push(stretch)
  }
  closeBefore(undefined, open, line)
  return line
}

type Stretch = {
  readonly begin: readonly number[]
  /** The first address behind it; undefined where there is none. */
  readonly end: readonly number[] | undefined
  readonly prefixBits: number
  readonly rule: number
}

/** Outer networks before those in them. */
function sortedStretches(networks: readonly BlockedNetwork[]): Stretch[] {
  return networks
    .map(({ words, prefixBits, rule }) => {
      const begin = firstOf(words, prefixBits)
      return { begin, end: endOf(begin, prefixBits), prefixBits, rule }
    })
    .toSorted(
      (one, other) => compareWords(one.begin, other.begin) || one.prefixBits - other.prefixBits,
    )
}

/** Ends the networks that end before `next` begins: what they lie in holds again. */
function closeBefore(next: Stretch | undefined, open: Stretch[], line: Line): void {
  for (;;) {
    const last = open.at(-1)
    if (last === undefined) return
    if (next !== undefined && (last.end === undefined || compareWords(last.end, next.begin) > 0))
      return
    open.pop()
    if (last.end !== undefined) line.add(last.end, open.at(-1)?.rule ?? 0)
  }
}

class Line implements NetworkBoundaries {
  count = 0
  readonly begins: Uint32Array
  readonly rules: Uint32Array
  readonly #wordCount: number

  constructor(networks: number, wordCount: number) {
    this.begins = new Uint32Array(2 * networks * wordCount)
    this.rules = new Uint32Array(2 * networks)
    this.#wordCount = wordCount
  }

  /** `begin` is not below the last one; where it is the same, what comes later holds. */
  add(begin: readonly number[], rule: number): void {
    const width = this.#wordCount
    assert(begin.length === width, 'networks are of one family')
    if (this.#isLast(begin)) this.count--
    this.begins.set(begin, this.count * width)
    this.rules[this.count] = rule
    this.count++
  }

  #isLast(begin: readonly number[]): boolean {
    const lastAt = (this.count - 1) * this.#wordCount
    return this.count > 0 && begin.every((word, at) => this.begins[lastAt + at] === word)
  }
}

function firstOf(words: readonly number[], prefixBits: number): number[] {
  return words.map((word, at) => {
    const bits = Math.min(32, Math.max(0, prefixBits - at * 32))
    return bits === 0 ? 0 : (word & (-1 << (32 - bits))) >>> 0
  })
}

/** The first address behind the network that begins at `begin`; undefined behind the last of all. */
function endOf(begin: readonly number[], prefixBits: number): number[] | undefined {
  if (prefixBits === 0) return undefined
  const end = begin.slice()
  let at = (prefixBits - 1) >> 5
  let carry = 2 ** (31 - ((prefixBits - 1) & 31))
  for (; at >= 0; at--) {
    const sum = (end[at] as number) + carry
    end[at] = sum % 2 ** 32
    if (sum < 2 ** 32) return end
    carry = 1
  }
  return undefined
}

function compareWords(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < one.length; at++)
    if (one[at] !== other[at]) return (one[at] as number) < (other[at] as number) ? -1 : 1
  return 0
}
