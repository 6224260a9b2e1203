/**
 * Prefixes of keys that all have the same number of bits, each with the number of the rule that it belongs to: networks
 * of addresses, beginnings of peer ids, whole info-hashes. Kept in arrays of numbers, because there may be a
 * million of them, and as many objects would take hundreds of megabytes and seconds.
 *
 * A key is given as words of 32 bits, unsigned, the most significant first.
 */
import { assert } from './assert.ts'

export class PrefixList {
  /** Words of a key. */
  readonly wordCount: number
  /** Prefixes in the list. */
  count = 0
  /** `wordCount` words for each, those bits zero that are behind the prefix. */
  words: Uint32Array<ArrayBuffer>
  prefixBits: Uint8Array<ArrayBuffer>
  /** 1 to 2^31 - 1 each. */
  rules: Uint32Array<ArrayBuffer>

  constructor(wordCount: number, capacity = 16) {
    this.wordCount = wordCount
    this.words = new Uint32Array(capacity * wordCount)
    this.prefixBits = new Uint8Array(capacity)
    this.rules = new Uint32Array(capacity)
  }

  /** Adds the prefix that the key at `keyAt` of `key` begins with; its other bits do not count. */
  add(key: ArrayLike<number>, prefixBits: number, rule: number, keyAt = 0): void {
    const { wordCount, count } = this
    assert(prefixBits >= 0 && prefixBits <= wordCount * 32, 'a prefix is no longer than its key')
    if (count === this.rules.length) this.#grow()
    for (let word = 0; word < wordCount; word++)
      this.words[count * wordCount + word] = prefixWord(
        key[keyAt + word] as number,
        prefixBits - word * 32,
      )
    this.prefixBits[count] = prefixBits
    this.rules[count] = rule
    this.count++
  }

  #grow(): void {
    const capacity = Math.max(16, this.rules.length * 2)
    this.words = grown(this.words, new Uint32Array(capacity * this.wordCount))
    this.prefixBits = grown(this.prefixBits, new Uint8Array(capacity))
    this.rules = grown(this.rules, new Uint32Array(capacity))
  }
}

/** The first `bits` of a word, which may be less than none or more than all; the others are zero. */
export function prefixWord(word: number, bits: number): number {
  if (bits <= 0) return 0
  return bits >= 32 ? word >>> 0 : (word & (-1 << (32 - bits))) >>> 0
}

function grown<Numbers extends Uint32Array | Uint8Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}
