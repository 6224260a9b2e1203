/**
 * Info-hashes in the spellings that other programs keep them in: hexadecimal, base32 (as in older magnet links), raw
 * bytes, and raw bytes that a database took for text.
 */
import { isUtf8 } from 'node:buffer'
import { decodeUtf8 } from './clean-text.ts'

const hashBytes = 20

/** 20 bytes from 40 hexadecimal digits or 32 characters of base32, 32 bytes from 64 digits; undefined for all else. */
export function parseInfoHash(text: string): Uint8Array | undefined {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)) return hexBytes(text)
  return /^[a-z2-7]{32}$/i.test(text) ? fromBase32(text) : undefined
}

/** The bytes of an even number of hexadecimal digits. */
export function hexBytes(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

/** RFC 4648 section 6: five bits a character; 32 of them are 20 bytes without padding. */
function fromBase32(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 5) >> 3)
  let bits = 0
  let value = 0
  let length = 0
  for (const character of text.toUpperCase()) {
    value = ((value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[length++] = value >> bits
  }
  return bytes
}

/**
 * 20 bytes from a column that holds them raw or as 40 digits; undefined for all else.
 *
 * Old sites keep raw bytes in columns for text. Dumped as UTF-8, each byte above 127 has become a character of two or
 * three bytes, which is undone here; and old versions of MySQL took spaces from the end, which such sites themselves
 * add again before they compare.
 */
export function storedInfoHash(value: Uint8Array): Uint8Array | undefined {
  if (value.length === hashBytes) return value.slice()
  if (value.length === 2 * hashBytes) {
    const digits = parseInfoHash(Buffer.from(value).toString('latin1'))
    if (digits !== undefined) return digits
  }
  const bytes = latin1Bytes(value) ?? value
  if (bytes.length > hashBytes || bytes.length < hashBytes - 2) return undefined
  const padded = new Uint8Array(hashBytes).fill(0x20)
  padded.set(bytes)
  return padded
}

/** Which byte each character stands for in what MySQL calls latin1: Windows-1252, with its five gaps filled. */
const byteOf = new Map(
  Array.from(
    new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, at) => at)),
  ).map((character, byte) => [character, byte] as const),
)

/** The bytes before they were converted from latin1 to UTF-8; undefined if they were not. */
function latin1Bytes(value: Uint8Array): Uint8Array | undefined {
  if (value.length > 3 * hashBytes || !isUtf8(value)) return undefined
  const bytes = Array.from(decodeUtf8(value), (character) => byteOf.get(character) ?? -1)
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes)
}
