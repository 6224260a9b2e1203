/**
 * When a torrent is purged, as plain numbers. All of it is counted in seconds that the tracker was up, so that a tracker
 * that is down for a month purges nothing for it, and nothing is purged without its last warning: one that comes late puts
 * the purge off. What members were told holds whatever the rules become: nothing is purged before the time of its warning.
 */
import { allowanceOf } from '#index/torrents/housekeeping-rules'
import type { PurgeCause, PurgeTorrent } from './purge-torrent.ts'

/** The keys `purge.*` of the configuration. */
export type PurgeRules = {
  /** 0 keeps what was expunged. */
  readonly expungedAfterDays: number
  /** 0 keeps what nobody seeds. */
  readonly unseededDays: number
  /** Without a seed, at which there is a warning; where there are none, nobody is warned of what was expunged either. */
  readonly warnDays: readonly number[]
  readonly perRunMax: number
  readonly perUploaderMax: number
}

export const daySeconds = 86_400

/** A small site purges as many in a run, though it be more than a twentieth. */
const perRunAtLeast = 5

/** Those that count, ascending: a warning comes before the purge. */
export function warnDaysOf({ unseededDays, warnDays }: PurgeRules): readonly number[] {
  const before = warnDays.filter((days) => days < unseededDays)
  return [...new Set(before)].toSorted((one, other) => one - other)
}

/** After how many days it is purged; 0 where it never is. */
export function purgedAfterDays(
  cause: PurgeCause,
  { expungedAfterDays, unseededDays }: PurgeRules,
): number {
  return cause === 'expunged' ? expungedAfterDays : unseededDays
}

/** Of which days the last warning is, and how long there is between it and the purge. */
export type LastWarning = { readonly days: number; readonly graceSeconds: number }

/** Undefined where nobody is warned. Of what was expunged members are warned at once, a day before its purge at the latest. */
export function lastWarningOf(cause: PurgeCause, rules: PurgeRules): LastWarning | undefined {
  if (cause === 'expunged')
    return rules.warnDays.length === 0 ? undefined : { days: 0, graceSeconds: daySeconds }
  const days = warnDaysOf(rules).at(-1)
  if (days === undefined) return undefined
  return { days, graceSeconds: (rules.unseededDays - days) * daySeconds }
}

/** At which up-time of the tracker it is purged; undefined where it is kept. */
export function dueUpSeconds(
  { cause, isPinned, countedUpSeconds: counted, warning }: PurgeTorrent,
  rules: PurgeRules,
  upSeconds: number,
): number | undefined {
  const days = purgedAfterDays(cause, rules)
  if (days === 0 || (isPinned && cause === 'unseeded')) return undefined
  const due = Math.max(counted + days * daySeconds, warning?.dueUpSeconds ?? 0)
  const last = lastWarningOf(cause, rules)
  if (last === undefined) return due
  const isWarned = warning !== undefined && warning.days >= last.days
  return Math.max(due, (isWarned ? warning.upSeconds : upSeconds) + last.graceSeconds)
}

/** How many torrents of `live` one run may purge. */
export function purgeAllowanceOf(
  live: number,
  { perRunMax }: PurgeRules,
  isForced: boolean,
): number {
  if (isForced) return Number.MAX_SAFE_INTEGER
  return Math.min(perRunMax, Math.max(perRunAtLeast, allowanceOf(live, false)))
}

/** What clients are told of a torrent that nobody seeded. */
export function unseededReason(days: number): string {
  return `nobody seeded it for ${days} ${days === 1 ? 'day' : 'days'}`
}
