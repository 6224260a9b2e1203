/**
 * When a torrent is purged, as plain numbers. All of it is counted in seconds that the tracker was up, so that a tracker
 * that is down for a month purges nothing for it, and nothing is purged without its last warning: one that comes late puts
 * the purge off.
 */
import { allowanceOf } from '#index/torrents/housekeeping-rules'
import type { PurgeTorrent } from './purge-torrent.ts'

/** The keys `purge.*` of the configuration. */
export type PurgeRules = {
  /** 0 keeps what was expunged. */
  readonly expungedAfterDays: number
  /** 0 keeps what nobody seeds. */
  readonly unseededDays: number
  /** Without a seed, at which there is a warning. */
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

/** How long there is between the last warning and the purge; 0 where nobody is warned. */
export function graceSeconds(rules: PurgeRules): number {
  const last = warnDaysOf(rules).at(-1)
  return last === undefined ? 0 : (rules.unseededDays - last) * daySeconds
}

/** At which up-time of the tracker it is purged; undefined where it is kept. */
export function dueUpSeconds(
  { cause, isPinned, countedUpSeconds: counted, warning }: PurgeTorrent,
  rules: PurgeRules,
  upSeconds: number,
): number | undefined {
  const { expungedAfterDays, unseededDays } = rules
  if (cause === 'expunged')
    return expungedAfterDays === 0 ? undefined : counted + expungedAfterDays * daySeconds
  if (unseededDays === 0 || isPinned) return undefined
  const due = counted + unseededDays * daySeconds
  const last = warnDaysOf(rules).at(-1)
  if (last === undefined) return due
  const isWarned = warning !== undefined && warning.days >= last
  return Math.max(due, (isWarned ? warning.upSeconds : upSeconds) + graceSeconds(rules))
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
