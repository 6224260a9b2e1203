/**
 * HalfSipHash: a keyed hash over 32-bit words, for hash tables and connection ids.
 *
 * A tracker stores what strangers send, so its hash tables need a key: without one anybody can make a
 * million info-hashes that land in one bucket. SipHash (Aumasson and Bernstein, 2012) is made for that;
 * this is its half-width variant, which needs 32-bit operations only and so stays in registers in
 * JavaScript, where SipHash itself would need BigInt.
 *
 * The message is given as words because everything hashed here (info-hashes, addresses, times) is a
 * whole number of them: 4 bytes each, little-endian. Words and keys may be signed or unsigned.
 */

/** The state starts as the key, xored with the ASCII of "uespemos" read as four words (the first two are 0). */
const initial2 = 0x6c796765
const initial3 = 0x74656462

/**
 * 1 round for each word and 3 to finish: 32 bits for hash tables, where an attacker never sees the hash.
 * Returns a signed 32-bit number.
 */
export function halfSipHash13(
  words: Int32Array,
  count: number,
  key0: number,
  key1: number,
): number {
  let v0 = key0 | 0
  let v1 = key1 | 0
  let v2 = key0 ^ initial2
  let v3 = key1 ^ initial3
  // One loop for all rounds: `count` with a word of the message, one with its length in bytes in the
  // highest byte, and three with nothing.
  const steps = count + 4
  for (let step = 0; step < steps; step++) {
    const word = step < count ? (words[step] as number) : step === count ? count << 26 : 0
    if (step === count + 1) v2 ^= 0xff
    v3 ^= word
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
  }
  return v1 ^ v3
}

/**
 * 2 rounds for each word and 4 to finish, twice: 64 bits for connection ids, which everybody may see.
 * Puts the first 32 bits into `out[0]` and the others into `out[1]`.
 */
export function halfSipHash24(
  words: Int32Array,
  count: number,
  key0: number,
  key1: number,
  out: Int32Array,
): void {
  let v0 = key0 | 0
  let v1 = key1 ^ 0xee
  let v2 = key0 ^ initial2
  let v3 = key1 ^ initial3
  // As above, one loop, of two rounds a step: one step for each word and for the length, two to finish, two more
  // for the second half.
  const steps = count + 5
  for (let step = 0; step < steps; step++) {
    const word = step < count ? (words[step] as number) : step === count ? count << 26 : 0
    if (step === count + 1) v2 ^= 0xee
    if (step === count + 3) {
      out[0] = v1 ^ v3
      v1 ^= 0xdd
    }
    v3 ^= word
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
  }
  out[1] = v1 ^ v3
}
