/** Times for readers, always in UTC. Moments and durations are whole seconds. */
import type { Texts } from '../texts/texts.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const month = 30 * day
const year = 365 * day

/** `2026-04-26 05:14`. */
export function formatMinute(seconds: number): string {
  return isoText(seconds).slice(0, 16).replace('T', ' ')
}

/** `05:14`. */
export function formatClock(seconds: number): string {
  return isoText(seconds).slice(11, 16)
}

/** `2026-04-26`. */
export function formatDay(seconds: number): string {
  return isoText(seconds).slice(0, 10)
}

/** `2026-04-26T05:14:09Z`, for machines. */
export function isoText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '')
}

/** How long ago, in one unit: `now`, `2 h`, `3 d`. What is yet to come is now. */
export function formatAge(texts: Texts['time'], ageSeconds: number): string {
  const age = Math.max(0, ageSeconds)
  const inUnits = (unit: number): string => String(Math.floor(age / unit))
  if (age < minute) return texts.now
  if (age < hour) return texts.minutes(inUnits(minute))
  if (age < 2 * day) return texts.hours(inUnits(hour))
  if (age < 2 * month) return texts.days(inUnits(day))
  return age < 2 * year ? texts.months(inUnits(month)) : texts.years(inUnits(year))
}

/** How long something takes, in words, in the largest unit that is exact enough: `30 minutes`. */
export function formatDuration(texts: Texts['policy']['duration'], seconds: number): string {
  if (seconds < 2 * minute) return texts.seconds(String(seconds))
  if (seconds < 2 * hour) return texts.minutes(String(Math.round(seconds / minute)))
  return texts.hours(String(Math.round((seconds / hour) * 10) / 10))
}
