/**
 * 32-bit integers in network byte order, in which everything in a datagram of BEP 15 is. They are signed,
 * because a signed one is a small integer to the engine and an unsigned one above 2^31 is an object.
 */

/** The signed integer at `at`. */
export function readInt32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}

/** Writes the low 32 bits of `value` at `at` and returns the index after them. */
export function writeInt32(out: Uint8Array, at: number, value: number): number {
  out[at] = value >>> 24
  out[at + 1] = value >>> 16
  out[at + 2] = value >>> 8
  out[at + 3] = value
  return at + 4
}
