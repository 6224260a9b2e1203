/** The options of commands that make something which ends: at a date, or after a time. */
import { type Command, InvalidArgumentError } from 'commander'
import { systemClock } from '#base/clock'
import { isoSeconds } from '#index/imports/stored-number'

export type EndOptions = {
  /** Unix seconds. */
  readonly until?: number
  /** Seconds. */
  readonly for?: number
}

/** Adds `--until DATE` and `--for TIME` to a command. */
export function withEndOptions(command: Command): Command {
  return command
    .option('--until <date>', 'when it ends, in UTC: 2027-01-01, or 2027-01-01T12:30', date)
    .option('--for <time>', 'how long it holds: 90m, 12h, 30d', duration)
}

/** Unix seconds; null where it has no end. */
export function endOf({ until, for: seconds }: EndOptions): number | null {
  if (until !== undefined) return until
  return seconds === undefined ? null : systemClock.nowSeconds() + seconds
}

function date(text: string): number {
  const seconds = isoSeconds(text)
  if (seconds !== undefined) return seconds
  throw new InvalidArgumentError('must be a date, such as 2027-01-01 or 2027-01-01T12:30')
}

const unitSeconds = new Map([
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
])

function duration(text: string): number {
  const [, number = '', unit = ''] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? []
  if (number !== '') return Number(number) * (unitSeconds.get(unit) ?? 0)
  throw new InvalidArgumentError('must be a number and m, h or d, such as 12h or 30d')
}
