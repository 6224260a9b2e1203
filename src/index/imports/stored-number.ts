/**
 * Numbers and times as other programs' databases spell them. What cannot be meant is undefined, not a fault: a torrent
 * is worth having without its date.
 */
import { counterMax } from '#tracker/wire/announce'

/** A count or a size: a whole number from 0 to `counterMax`. */
export function storedCount(text: string): number | undefined {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : undefined
  return count !== undefined && count <= counterMax ? count : undefined
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** The end of the year 9999, the last that MySQL and ISO 8601 have four digits for. */
export const secondsMax = 253_402_300_799

/**
 * Unix seconds from unix seconds, from `2017-03-28 12:44:41` in the ways of MySQL and ISO 8601, or from
 * `Tue, 28 Mar 2017 12:44:41`. What names no zone is taken as UTC: a dump does not say where its server stood. 0 and
 * `0000-00-00` mean that the time is not known.
 */
export function storedSeconds(text: string): number | undefined {
  const trimmed = text.trim()
  if (/^\d{1,11}$/.test(trimmed)) return inRange(Number(trimmed))
  return isoSeconds(trimmed) ?? compactSeconds(trimmed) ?? mailSeconds(trimmed)
}

/** ISO 8601 with a space allowed for the `T`: date, optional time, optional zone. */
export function isoSeconds(text: string): number | undefined {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s?(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(
      text,
    )
  if (match === null) return undefined
  const [, year, month, day, hours, minutes, seconds, zone] = match
  const local = utcSeconds(
    [year, month, day, hours, minutes, seconds].map((part) => Number(part ?? 0)),
  )
  return local === undefined ? undefined : inRange(local - zoneSeconds(zone))
}

/** `20170328124441`, the TIMESTAMP(14) of MySQL before 4.1. */
function compactSeconds(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  const seconds = match === null ? undefined : utcSeconds(match.slice(1).map(Number))
  return seconds === undefined ? undefined : inRange(seconds)
}

/** The date of a mail or a feed (RFC 5322 section 3.3), with or without its zone. */
function mailSeconds(text: string): number | undefined {
  const match =
    /^(?:[a-z]{3},? )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d?):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}|[A-Z]{1,5}))?$/i.exec(
      text,
    )
  if (match === null) return undefined
  const [, day, name = '', year, hours, minutes, seconds, zone] = match
  const month = months.indexOf(name.toLowerCase()) + 1
  const local = utcSeconds(
    [year, month, day, hours, minutes, seconds].map((part) => Number(part ?? 0)),
  )
  return local === undefined ? undefined : inRange(local - zoneSeconds(zone))
}

/** Of year, month (from 1), day, hours, minutes, seconds; undefined for a date that no calendar has. */
function utcSeconds(parts: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined
  return date.getTime() / 1000 + hours * 3600 + minutes * 60 + seconds
}

/** `+01:30` or `+0130`; names of zones are not worth a table, and count as UTC. */
function zoneSeconds(zone: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '')
  if (match === null) return 0
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60
  return match[1] === '-' ? -seconds : seconds
}

function inRange(seconds: number): number | undefined {
  return seconds > 0 && seconds <= secondsMax ? seconds : undefined
}
