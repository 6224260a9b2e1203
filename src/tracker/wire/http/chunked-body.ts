/**
 * Where a chunked body ends (RFC 9112 section 7.1). The tracker reads no bodies; it only has to find the
 * request that comes after one, and to find it where every proxy does: line ends are exact, sizes are plain
 * hexadecimal digits.
 */
import { httpBodyBytesMax } from '#base/limits'
import { carriageReturn, isBlank, isDigit, isValueByte, lineFeed } from './octets.ts'

/** What `endOfChunks` gives when there is no end. */
export const Chunks = { unfinished: -1, malformed: -2, tooLarge: -3 } as const

const semicolon = 0x3b

/** The index after the body that begins at `start`, with its trailers, or one of `Chunks`. */
export function endOfChunks(bytes: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + httpBodyBytesMax)
  const at = findEnd(bytes, start, limit)
  return at === Chunks.unfinished && limit < end ? Chunks.tooLarge : at
}

function findEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  for (;;) {
    const size = readSize(bytes, at, end)
    if (size < 0) return size
    at = endOfSizeLine(bytes, at, end)
    if (at < 0) return at
    if (size === 0) return endOfTrailers(bytes, at, end)
    at += size
    if (at + 2 > end) return Chunks.unfinished
    if (bytes[at] !== carriageReturn || bytes[at + 1] !== lineFeed) return Chunks.malformed
    at += 2
  }
}

function readSize(bytes: Uint8Array, start: number, end: number): number {
  let size = 0
  let at = start
  for (; at < end; at++) {
    const digit = hexDigit(bytes[at] as number)
    if (digit < 0) break
    size = size * 16 + digit
    if (size > httpBodyBytesMax) return Chunks.tooLarge
  }
  if (at === end) return Chunks.unfinished
  return at === start ? Chunks.malformed : size
}

/** Behind the digits only an extension may stand, which nobody uses. */
function endOfSizeLine(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (hexDigit(bytes[at] as number) >= 0) at++
  const next = bytes[at] as number
  if (next !== carriageReturn && next !== semicolon && !isBlank(next)) return Chunks.malformed
  return endOfLine(bytes, at, end)
}

function endOfTrailers(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  for (;;) {
    const lineEnd = endOfLine(bytes, at, end)
    if (lineEnd < 0 || lineEnd === at + 2) return lineEnd
    at = lineEnd
  }
}

function endOfLine(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && isValueByte(bytes[at] as number)) at++
  if (at === end) return Chunks.unfinished
  if (bytes[at] !== carriageReturn) return Chunks.malformed
  if (at + 1 === end) return Chunks.unfinished
  return bytes[at + 1] === lineFeed ? at + 2 : Chunks.malformed
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 0x30
  const letter = (byte | 0x20) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : -1
}
