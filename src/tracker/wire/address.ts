/**
 * Internet addresses between text and bytes in network order: RFC 4291 section 2.2 for reading, RFC 5952
 * for writing. Text is met only at the edges: sockets of Node, headers of a trusted proxy, and replies
 * to clients that refuse compact peer lists. An IPv4-mapped IPv6 address is an IPv4 address here, in
 * whatever spelling it comes; other addresses that embed an IPv4 one (64:ff9b::/96, 6to4) stay IPv6.
 */
import { writeDecimal } from './decimal.ts'

/** Bytes of the longest text: eight groups of four digits and seven colons. */
export const addressTextBytesMax = 39

const colon = 0x3a
const dot = 0x2e
const percent = 0x25
const digitZero = 0x30
const letterA = 0x61

/** Room for the longest text and the zone behind it; what is longer is no address. */
const scratch = new Uint8Array(64)

/** The same as `parseAddressBytes`, of a text. */
export function parseAddress(text: string, into: Uint8Array): 0 | 4 | 6 {
  const { length } = text
  if (length > scratch.length) return 0
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) return 0
    scratch[index] = code
  }
  return parseAddressBytes(scratch, 0, length, into)
}

/**
 * Reads the text that stands from `start` to `end` of `bytes` into the first bytes of `into`, which must hold 16.
 * Returns its version: 4 (4 bytes were written), 6 (16 bytes), or 0 for a text that is no address (what `into`
 * holds then means nothing). A zone (`%eth0`) is dropped; brackets and ports are not understood.
 */
export function parseAddressBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
): 0 | 4 | 6 {
  if (parseIpv4(bytes, start, end, into, 0)) return 4
  const zone = endAt(bytes, start, end, percent)
  if (zone === end - 1) return 0
  return parseIpv6(bytes, start, zone, into) ? unmapAddress(into) : 0
}

/** Makes an IPv4 address of 16 bytes that hold one (::ffff:0:0/96); gives the version. */
export function unmapAddress(address: Uint8Array): 4 | 6 {
  if (!isIpv4Mapped(address)) return 6
  address.copyWithin(0, 12, 16)
  return 4
}

/** Four numbers from 0 to 255 without leading zeros, which some programs would read as octal. */
function parseIpv4(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
  intoAt: number,
): boolean {
  let at = start
  for (let part = 0; part < 4; part++) {
    if (part > 0 && (at >= end || bytes[at++] !== dot)) return false
    const partStart = at
    let value = 0
    while (at < end && at < partStart + 3 && isDigit(bytes[at] as number)) {
      value = value * 10 + (bytes[at++] as number) - digitZero
    }
    const digits = at - partStart
    if (digits === 0 || value > 255) return false
    if (digits > 1 && bytes[partStart] === digitZero) return false
    into[intoAt + part] = value
  }
  return at === end
}

function parseIpv6(bytes: Uint8Array, start: number, end: number, into: Uint8Array): boolean {
  let filled = 0
  let gap = -1
  let at = start
  if (end - start >= 2 && bytes[start] === colon && bytes[start + 1] === colon) {
    gap = 0
    at += 2
  }
  while (at < end) {
    if (filled === 16) return false
    const groupEnd = endAt(bytes, at, end, colon)
    if (groupEnd === end && filled <= 12 && parseIpv4(bytes, at, end, into, filled)) {
      filled += 4
      break
    }
    const group = parseGroup(bytes, at, groupEnd)
    if (group < 0) return false
    into[filled++] = group >> 8
    into[filled++] = group
    if (groupEnd === end) break
    at = groupEnd + 1
    if (at === end) return false
    if (bytes[at] === colon) {
      if (gap >= 0) return false
      gap = filled
      at++
    }
  }
  return gap < 0 ? filled === 16 : openGap(into, gap, filled)
}

/** The index of the first `byte`, or `end`. */
function endAt(bytes: Uint8Array, start: number, end: number, byte: number): number {
  let at = start
  while (at < end && bytes[at] !== byte) at++
  return at
}

/** The value of one to four hexadecimal digits, or -1. */
function parseGroup(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end > start + 4) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    const letter = (byte | 0x20) - letterA
    if (isDigit(byte)) value = value * 16 + byte - digitZero
    else if (letter >= 0 && letter < 6) value = value * 16 + letter + 10
    else return -1
  }
  return value
}

/** Puts the zeros that `::` stands for, one group at least, between `gap` and the bytes after it. */
function openGap(into: Uint8Array, gap: number, filled: number): boolean {
  if (filled === 16) return false
  const resume = 16 - (filled - gap)
  into.copyWithin(resume, gap, filled)
  into.fill(0, gap, resume)
  return true
}

function isDigit(byte: number): boolean {
  return byte >= digitZero && byte < digitZero + 10
}

/** ::ffff:0:0/96, RFC 4291 section 2.5.5.2. */
function isIpv4Mapped(address: Uint8Array): boolean {
  for (let index = 0; index < 10; index++) if (address[index] !== 0) return false
  return address[10] === 0xff && address[11] === 0xff
}

/** The text of an address of 4 or 16 bytes, in the one form that RFC 5952 recommends. */
export function formatAddress(address: Uint8Array, family: 4 | 6): string {
  const text = new Uint8Array(addressTextBytesMax)
  const end = writeAddress(text, 0, address, 0, family)
  return String.fromCharCode(...text.subarray(0, end))
}

/** Writes the same text at `at`, from the address at `addressAt`, and returns the index after it. */
export function writeAddress(
  out: Uint8Array,
  at: number,
  address: Uint8Array,
  addressAt: number,
  family: 4 | 6,
): number {
  return family === 4
    ? writeIpv4(out, at, address, addressAt)
    : writeIpv6(out, at, address, addressAt)
}

function writeIpv4(out: Uint8Array, start: number, address: Uint8Array, addressAt: number): number {
  let at = start
  for (let part = 0; part < 4; part++) {
    if (part > 0) out[at++] = dot
    at = writeDecimal(out, at, address[addressAt + part] as number)
  }
  return at
}

function writeIpv6(out: Uint8Array, start: number, address: Uint8Array, addressAt: number): number {
  const gap = longestZeroRun(address, addressAt)
  const gapStart = gap >> 4
  const gapEnd = gapStart + (gap & 15)
  let at = start
  for (let index = 0; index < 8; index++) {
    if (index >= gapStart && index < gapEnd) {
      // Of the two colons of a gap the second is that of the group after it, if there is one.
      if (index === gapStart) out[at++] = colon
      if (index === 7) out[at++] = colon
      continue
    }
    if (index > 0) out[at++] = colon
    at = writeGroup(out, at, groupAt(address, addressAt, index))
  }
  return at
}

/** The first longest run of two or more zero groups, as its start times 16 plus its length, or 0. */
function longestZeroRun(address: Uint8Array, addressAt: number): number {
  let best = 0
  let length = 0
  for (let index = 0; index < 8; index++) {
    length = groupAt(address, addressAt, index) === 0 ? length + 1 : 0
    if (length > 1 && length > (best & 15)) best = ((index + 1 - length) << 4) | length
  }
  return best
}

function groupAt(address: Uint8Array, addressAt: number, index: number): number {
  const at = addressAt + 2 * index
  return ((address[at] as number) << 8) | (address[at + 1] as number)
}

/** Hexadecimal, lower case, without leading zeros (RFC 5952 sections 4.1 and 4.3). */
function writeGroup(out: Uint8Array, start: number, group: number): number {
  let at = start
  for (let shift = 12; shift >= 0; shift -= 4) {
    if (shift > 0 && group >> shift === 0) continue
    const digit = (group >> shift) & 15
    out[at++] = digit < 10 ? digitZero + digit : letterA + digit - 10
  }
  return at
}
