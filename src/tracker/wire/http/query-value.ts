/**
 * Reading the values of query parameters, from their bytes in the query. They are total: clients send
 * `left=-1`, `numwant=` and worse, and each parameter has a meaning for what cannot be read.
 */
import { AnnounceEvent, counterMax } from '../announce.ts'
import { ascii } from '../bytes.ts'
import { decodedByteAt, decodesTo, encodedWidthAt } from './percent.ts'

const digitZero = 0x30

/**
 * Decimal digits and nothing else, as a number from 0 to `counterMax`, at which larger ones are kept.
 * Returns -1 for anything else: empty, signed, fractional, hexadecimal.
 */
export function readCount(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return -1
  let value = 0
  let at = start
  // Nine digits fit 31 bits, and nobody escapes one.
  for (const fast = Math.min(end, start + 9); at < fast; at++) {
    const digit = (bytes[at] as number) - digitZero
    if (digit < 0 || digit > 9) break
    value = ((value * 10) | 0) + digit
  }
  return at === end ? value : readLongCount(bytes, at, end, value)
}

function readLongCount(bytes: Uint8Array, start: number, end: number, first: number): number {
  let value = first
  for (let at = start; at < end; at += encodedWidthAt(bytes, at)) {
    const digit = decodedByteAt(bytes, at, end) - digitZero
    if (digit < 0 || digit > 9) return -1
    value = Math.min(value * 10 + digit, counterMax)
  }
  return value
}

const started = ascii('started')
const stopped = ascii('stopped')
const completed = ascii('completed')
const paused = ascii('paused')

/** The event that is named, in upper or lower case; `none` for anything else. */
export function readEvent(bytes: Uint8Array, start: number, end: number): AnnounceEvent {
  if (decodesTo(bytes, start, end, started, 0x20)) return AnnounceEvent.started
  if (decodesTo(bytes, start, end, stopped, 0x20)) return AnnounceEvent.stopped
  if (decodesTo(bytes, start, end, completed, 0x20)) return AnnounceEvent.completed
  if (decodesTo(bytes, start, end, paused, 0x20)) return AnnounceEvent.paused
  return AnnounceEvent.none
}
