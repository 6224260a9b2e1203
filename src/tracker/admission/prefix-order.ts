/**
 * The order of prefixes in which a sweep over the line of all keys meets them: by where they begin, those that others
 * lie in before the others, and of equals the one that was added first.
 *
 * A radix sort, because it needs nothing but arrays of numbers: a byte a pass, the least significant first, each pass
 * stable. Bytes that are the same in all prefixes, which in lists of networks most are, cost no pass.
 */
import type { PrefixList } from '#base/prefix-list'

/** Indices of the prefixes of `list`. */
export function prefixOrder(list: PrefixList): Uint32Array {
  const { count, wordCount, words, prefixBits } = list
  let order = Uint32Array.from({ length: count }, (_, index) => index)
  let spare = new Uint32Array(count)
  const counts = new Uint32Array(256)
  const digits = new Uint8Array(count)
  const pass = (): void => {
    if (!countDigits(digits, counts)) return
    for (let at = 0; at < count; at++) {
      const index = order[at] as number
      const digit = digits[index] as number
      const to = counts[digit] as number
      counts[digit] = to + 1
      spare[to] = index
    }
    ;[order, spare] = [spare, order]
  }
  digits.set(prefixBits.subarray(0, count))
  pass()
  for (let word = wordCount - 1; word >= 0; word--)
    for (let shift = 0; shift < 32; shift += 8) {
      for (let index = 0; index < count; index++)
        digits[index] = (words[index * wordCount + word] as number) >>> shift
      pass()
    }
  return order
}

/** Where each digit's places begin, into `counts`; false where all digits are the same. */
function countDigits(digits: Uint8Array, counts: Uint32Array): boolean {
  counts.fill(0)
  for (let index = 0; index < digits.length; index++) {
    const digit = digits[index] as number
    counts[digit] = (counts[digit] as number) + 1
  }
  if (counts[digits[0] ?? 0] === digits.length) return false
  let begin = 0
  for (let digit = 0; digit < 256; digit++) {
    const size = counts[digit] as number
    counts[digit] = begin
    begin += size
  }
  return true
}
