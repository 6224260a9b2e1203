/**
 * The address in one entry of a header that proxies write: `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` in
 * X-Forwarded-For and X-Real-IP, `for="[2001:db8::1]:4711";proto=http` in Forwarded (RFC 7239 section 4). These
 * narrow a span of bytes to it; what is no address is left for the parser of addresses to refuse.
 *
 * In Forwarded a comma and a semicolon may also stand in a quoted string, which a client may choose (`host`). A line of it is
 * therefore read from its end: there a trusted proxy wrote, whose strings are whole. From its beginning, one quote of a
 * client would turn what is string and what is not about in all that proxies added behind it.
 */
import { ascii } from '#tracker/wire/bytes'
import { colon, comma, isDigit, isToken, skipBlanks, trimBlanks } from '#tracker/wire/http/octets'
import type { Span } from '#tracker/wire/span'

const semicolon = 0x3b
const quote = 0x22
const backslash = 0x5c
const openingBracket = 0x5b
const closingBracket = 0x5d
const forName = ascii('for=')

/** Where the last entry from `start` to `end` of a list of addresses begins. */
export function startOfAddress(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && bytes[at - 1] !== comma) at--
  return at
}

/** The same of a line of Forwarded; -1 where a quoted string ends that does not begin. */
export function startOfElement(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && bytes[at - 1] !== comma) {
    at--
    if (bytes[at] !== quote) continue
    at--
    while (at >= start && (bytes[at] !== quote || isEscaped(bytes, start, at))) at--
    if (at < start) return -1
  }
  return at
}

/** Narrows an entry of Forwarded to the value of its first `for`, or to nothing. */
export function narrowToFor(bytes: Uint8Array, span: Span): void {
  const { end } = span
  let at = span.start
  while (at < end) {
    const start = skipBlanks(bytes, at, end)
    at = endOfPair(bytes, start, end)
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

/** No address needs an escape: one that has some is none. */
function narrowToUnquoted(bytes: Uint8Array, span: Span, start: number, end: number): void {
  const valueEnd = trimBlanks(bytes, start, end)
  const isQuoted = valueEnd - start > 1 && bytes[start] === quote && bytes[valueEnd - 1] === quote
  span.start = isQuoted ? start + 1 : start
  span.end = isQuoted ? valueEnd - 1 : valueEnd
}

/** The index of the first semicolon outside quoted strings, or `end`. */
function endOfPair(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  let isQuoted = false
  for (; at < end && (isQuoted || bytes[at] !== semicolon); at++)
    if (bytes[at] === quote) isQuoted = !isQuoted
    else if (isQuoted && bytes[at] === backslash) at++
  return Math.min(at, end)
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(bytes: Uint8Array, start: number, at: number): boolean {
  let first = at
  while (first > start && bytes[first - 1] === backslash) first--
  return (at - first) % 2 === 1
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
