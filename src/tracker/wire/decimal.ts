/**
 * Whole numbers as decimal digits, which is how bencode writes integers and lengths (BEP 3): no sign, no
 * leading zero, `0` for zero. Written forwards, or backwards where what follows is already in its place.
 *
 * Counts and seconds are never negative; should one be, through a fault of ours, it is written as 0.
 */

/** Digits of the largest number that is written, 2^53. */
export const decimalDigitsMax = 16

const zero = 0x30
/** Up to here division can be done on 32-bit integers. */
const int32Max = 0x7fffffff

/** Writes `value` (0 to 2^53) from `at` on and returns the index after its last digit. */
export function writeDecimal(out: Uint8Array, at: number, value: number): number {
  const end = at + decimalLength(value)
  writeDecimalBackwards(out, end, value)
  return end
}

/** Writes `value` (0 to 2^53) so that it ends before `end` and returns the index of its first digit. */
export function writeDecimalBackwards(out: Uint8Array, end: number, value: number): number {
  let rest = value
  let at = end
  while (rest > int32Max) {
    const shorter = Math.floor(rest / 10)
    out[--at] = zero + (rest - shorter * 10)
    rest = shorter
  }
  let small = rest > 0 ? rest | 0 : 0
  do {
    const shorter = (small / 10) | 0
    out[--at] = zero + (small - shorter * 10)
    small = shorter
  } while (small > 0)
  return at
}

/** How many digits `value` (0 to 2^53) has. */
export function decimalLength(value: number): number {
  let length = 1
  for (let limit = 10; value >= limit && length < decimalDigitsMax; limit *= 10) length++
  return length
}
