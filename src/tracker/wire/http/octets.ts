/**
 * Which bytes may stand where in an HTTP/1.x message: the rules of RFC 9110 section 5.6.2 (names) and 5.5
 * (values) and of RFC 9112, as functions that compile to a comparison or a look-up.
 */
import { ascii } from '../bytes.ts'

export const carriageReturn = 0x0d
export const lineFeed = 0x0a
export const space = 0x20
export const tab = 0x09
export const colon = 0x3a
export const comma = 0x2c

const tokenBytes = new Uint8Array(256)
const tokenText = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
for (const byte of ascii(tokenText)) tokenBytes[byte] = 1

/** Of a method or the name of a header field. */
export function isTokenByte(byte: number): boolean {
  return tokenBytes[byte] === 1
}

/** Of the value of a header field, spaces included; bytes from 0x80 on are opaque. */
export function isValueByte(byte: number): boolean {
  return (byte >= space && byte !== 0x7f) || byte === tab
}

export function isBlank(byte: number): boolean {
  return byte === space || byte === tab
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Whether the token from `start` to `end` is `text`, which is in lower case, in whatever case. */
export function isToken(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (end - start !== text.length) return false
  for (let index = 0; index < text.length; index++) {
    // A carriage return would become a hyphen, but no token holds one.
    if (((bytes[start + index] as number) | 0x20) !== text[index]) return false
  }
  return true
}

/** The index after the blanks that stand at `start`, or `end`. */
export function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && isBlank(bytes[at] as number)) at++
  return at
}

/** The index after the last byte from `start` to `end` that is no blank. */
export function trimBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && isBlank(bytes[at - 1] as number)) at--
  return at
}
