/**
 * Warns those who uploaded or completed torrents that nobody seeds, or that were expunged. Members are told first and the warning is noted after
 * it: should the program die in between, they are told again, and what they were told already is dropped by its key.
 */
import { purgeWarnedMax, purgeWarnedMembersMax } from '#base/limits'
import type { NewNotice } from '#index/notifications/notice'
import type { PurgeOptions, RunOfPurge } from './purge-options.ts'
import type { Unwarned, WarnedTorrent } from './purge-repository.ts'
import {
  daySeconds,
  dueUpSeconds,
  lastWarningOf,
  type PurgeRules,
  warnDaysOf,
} from './purge-rules.ts'
import type { PurgeTorrent } from './purge-torrent.ts'

/** Torrents that are noted together. */
const batchMax = 50

/** How many torrents members were warned of. */
export async function warnOfPurges(options: PurgeOptions, run: RunOfPurge): Promise<number> {
  const { rules, upSeconds } = run
  const warned = new Set<number>()
  for (const { cause, days } of warningsOf(rules)) {
    const countedUpTo = upSeconds - days * daySeconds
    const unwarned = { cause, days, countedUpTo, limit: purgeWarnedMax }
    const found = await options.repository.toWarn(unwarned)
    const news = found.filter(({ torrentId }) => !warned.has(torrentId))
    for (const { torrentId } of news) warned.add(torrentId)
    if (run.id !== undefined) await warnFor(days, news, run.id, options, run)
  }
  return warned.size
}

/** The last warning first: who comes late for both is told once. */
function warningsOf(rules: PurgeRules): readonly Pick<Unwarned, 'cause' | 'days'>[] {
  const { expungedAfterDays, unseededDays } = rules
  const last = expungedAfterDays === 0 ? undefined : lastWarningOf('expunged', rules)
  const ofExpunged = last === undefined ? [] : [{ cause: 'expunged' as const, days: last.days }]
  const days = unseededDays === 0 ? [] : warnDaysOf(rules).toReversed()
  return [...ofExpunged, ...days.map((one) => ({ cause: 'unseeded' as const, days: one }))]
}

async function warnFor(
  days: number,
  torrents: readonly PurgeTorrent[],
  runId: number,
  options: PurgeOptions,
  run: RunOfPurge,
): Promise<void> {
  const { repository, clock, notices } = options
  const due = torrents.map((torrent) => {
    const dueAt = dueUpSeconds(torrent, run.rules, run.upSeconds) ?? run.upSeconds
    return { ...torrent, dueUpSeconds: dueAt }
  })
  for (let start = 0; start < due.length; start += batchMax) {
    const batch = due.slice(start, start + batchMax)
    for (const torrent of batch) await notices.tell(await noticesOf(torrent, days, options, run))
    const warning = { days, upSeconds: run.upSeconds, at: clock.nowSeconds() }
    await repository.setWarned(batch, warning, runId)
  }
}

async function noticesOf(
  torrent: PurgeTorrent & WarnedTorrent,
  days: number,
  { repository, clock }: PurgeOptions,
  { upSeconds }: RunOfPurge,
): Promise<readonly NewNotice[]> {
  const { torrentId, name, cause, countedUpSeconds } = torrent
  const purgeAt = clock.nowSeconds() + torrent.dueUpSeconds - upSeconds
  const members = await repository.concerned(torrent, purgeWarnedMembersMax)
  return members.map((memberId) => ({
    memberId,
    kind: 'purge',
    event: cause === 'expunged' ? 'expunged_purge_coming' : 'purge_coming',
    target: { kind: 'torrent', id: torrentId },
    facts: { name, purgeAt, days },
    key: `purge ${torrentId} ${countedUpSeconds} ${days}`,
  }))
}
