/**
 * Moving bytes without making garbage. `subarray` and `set` would create an object for every few bytes
 * that are copied; these are loops, and for the short pieces of a tracker's messages they are faster too.
 */

/** The bytes of an ASCII text, for constants: called once each, when a module loads. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Writes all of `bytes` from `at` on and returns the index after them. */
export function writeBytes(out: Uint8Array, at: number, bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index++) out[at + index] = bytes[index] as number
  return at + bytes.length
}

/** Writes all of `bytes` so that they end before `end` and returns the index of the first. */
export function writeBytesBackwards(out: Uint8Array, end: number, bytes: Uint8Array): number {
  const start = end - bytes.length
  writeBytes(out, start, bytes)
  return start
}

/** Copies `length` bytes of `from` at `fromAt` into `out` at `at` and returns the index after them. */
export function copyBytes(
  out: Uint8Array,
  at: number,
  from: Uint8Array,
  fromAt: number,
  length: number,
): number {
  for (let index = 0; index < length; index++) out[at + index] = from[fromAt + index] as number
  return at + length
}
