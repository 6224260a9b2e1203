/**
 * Whether a client takes a reply in gzip (RFC 9110 section 12.5.3). Asked for a scrape of all torrents only,
 * so it may look twice.
 */
import { ascii } from '../bytes.ts'
import { comma, isToken, skipBlanks, trimBlanks } from './octets.ts'

const gzip = ascii('gzip')
const anyCoding = ascii('*')
const semicolon = 0x3b

/** Reads the value of Accept-Encoding from `start` to `end`. */
export function acceptsGzip(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const codingStart = skipBlanks(bytes, at, end)
    while (at < end && bytes[at] !== comma) at++
    const parameters = find(bytes, semicolon, codingStart, at)
    const codingEnd = trimBlanks(bytes, codingStart, parameters)
    const isMeant =
      isToken(bytes, codingStart, codingEnd, gzip) ||
      isToken(bytes, codingStart, codingEnd, anyCoding)
    if (isMeant && !isWeightZero(bytes, parameters, at)) return true
    at++
  }
  return false
}

/** `;q=0`, `; q=0.000` and the like. */
function isWeightZero(bytes: Uint8Array, start: number, end: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 32)))
  return /^;\s*q=0(?:\.0*)?\s*$/i.test(text)
}

/** The index of the first `byte` from `start` to `end`, or `end`. */
function find(bytes: Uint8Array, byte: number, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== byte) at++
  return at
}
