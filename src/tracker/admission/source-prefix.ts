/**
 * What is kept of an address while the heaviest sources are looked for: the network of 256 IPv4 addresses, or the IPv6
 * network of 48 bits that a site is given, as two words. Never the address itself.
 *
 *   IPv4: the first 3 bytes in the low bits of the first word, 4 in the second
 *   IPv6: the first 4 bytes, then the next 2 in the low half of the second word and 6 in its high half
 */

/** Bits of what is kept. */
export const sourcePrefixBits = { 4: 24, 6: 48 } as const

/** The prefix of an address in network order, into two words. */
export function sourcePrefix(addressWords: Int32Array, family: 4 | 6, into: Int32Array): void {
  const first = addressWords[0] as number
  into[0] = family === 4 ? first & 0xff_ffff : first
  into[1] = family === 4 ? 4 : ((addressWords[1] as number) & 0xffff) | (6 << 16)
}

export function familyOfPrefix(second: number): 4 | 6 {
  return second === 4 ? 4 : 6
}

/** The address that the prefix begins with: 4 or 16 bytes. */
export function addressOfPrefix(first: number, second: number): Uint8Array {
  const bytes = new Uint8Array(familyOfPrefix(second) === 4 ? 4 : 16)
  const words = new Int32Array(bytes.buffer)
  words[0] = first
  if (words.length > 1) words[1] = second & 0xffff
  return bytes
}
