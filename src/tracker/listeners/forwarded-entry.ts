/**
 * The address in one entry of a header that proxies write: `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` in
 * X-Forwarded-For and X-Real-IP, `for="[2001:db8::1]:4711";proto=http` in Forwarded (RFC 7239 section 4). These
 * narrow a span of bytes to it; what is no address is left for the parser of addresses to refuse.
 */
import { ascii } from '#tracker/wire/bytes'
import { colon, isDigit, isToken, skipBlanks, trimBlanks } from '#tracker/wire/http/octets'
import type { Span } from '#tracker/wire/span'

const semicolon = 0x3b
const quote = 0x22
const openingBracket = 0x5b
const closingBracket = 0x5d
const forName = ascii('for=')

/** Narrows an entry of Forwarded to the value of its first `for`, or to nothing. */
export function narrowToFor(bytes: Uint8Array, span: Span): void {
  const { end } = span
  let at = span.start
  while (at < end) {
    const start = skipBlanks(bytes, at, end)
    at = endAt(bytes, start, end, semicolon)
    const value = start + forName.length
    if (value <= at && isToken(bytes, start, value, forName))
      return narrowToUnquoted(bytes, span, value, at)
    at++
  }
  span.start = end
}

/** Narrows an entry to its address, without blanks, brackets and port. */
export function narrowToAddress(bytes: Uint8Array, span: Span): void {
  span.start = skipBlanks(bytes, span.start, span.end)
  span.end = trimBlanks(bytes, span.start, span.end)
  const { start, end } = span
  if (bytes[start] === openingBracket && start < end) return narrowToBracketed(bytes, span)
  const port = endAt(bytes, start, end, colon)
  // A bare IPv6 address has colons too, but more than one.
  if (isPort(bytes, port, end)) span.end = port
}

function narrowToUnquoted(bytes: Uint8Array, span: Span, start: number, end: number): void {
  span.start = bytes[start] === quote ? start + 1 : start
  span.end = endAt(bytes, span.start, end, quote)
}

function narrowToBracketed(bytes: Uint8Array, span: Span): void {
  const close = endAt(bytes, span.start, span.end, closingBracket)
  const isWhole = close + 1 === span.end || isPort(bytes, close + 1, span.end)
  span.start = isWhole ? span.start + 1 : span.end
  span.end = isWhole ? close : span.end
}

/** Whether a colon stands at `start`, and digits from there to `end`. */
function isPort(bytes: Uint8Array, start: number, end: number): boolean {
  if (start + 1 >= end || bytes[start] !== colon) return false
  let at = start + 1
  while (at < end && isDigit(bytes[at] as number)) at++
  return at === end
}

/** The index of the first `byte`, or `end`. */
function endAt(bytes: Uint8Array, start: number, end: number, byte: number): number {
  let at = start
  while (at < end && bytes[at] !== byte) at++
  return at
}
