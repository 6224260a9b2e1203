/**
 * Warns those who uploaded or completed torrents that nobody seeds. Members are told first and the warning is noted after
 * it: should the program die in between, they are told again, and what they were told already is dropped by its key.
 */
import { purgeWarnedMax, purgeWarnedMembersMax } from '#base/limits'
import type { NewNotice } from '#index/notifications/notice'
import type { PurgeOptions, RunOfPurge } from './purge-options.ts'
import { daySeconds, dueUpSeconds, warnDaysOf } from './purge-rules.ts'
import type { PurgeTorrent } from './purge-torrent.ts'

/** Torrents that are noted together. */
const batchMax = 50

/** How many torrents members were warned of. */
export async function warnOfPurges(options: PurgeOptions, run: RunOfPurge): Promise<number> {
  const { rules, upSeconds } = run
  if (rules.unseededDays === 0) return 0
  const warned = new Set<number>()
  // The last warning first: who comes late for both is told once.
  for (const days of warnDaysOf(rules).toReversed()) {
    const countedUpTo = upSeconds - days * daySeconds
    const found = await options.repository.toWarn(days, countedUpTo, purgeWarnedMax)
    const news = found.filter(({ torrentId }) => !warned.has(torrentId))
    for (const { torrentId } of news) warned.add(torrentId)
    if (run.id !== undefined) await warnFor(days, news, run.id, options, run)
  }
  return warned.size
}

async function warnFor(
  days: number,
  torrents: readonly PurgeTorrent[],
  runId: number,
  options: PurgeOptions,
  run: RunOfPurge,
): Promise<void> {
  const { repository, clock, notices } = options
  for (let start = 0; start < torrents.length; start += batchMax) {
    const batch = torrents.slice(start, start + batchMax)
    for (const torrent of batch) await notices.tell(await noticesOf(torrent, days, options, run))
    const warning = { days, upSeconds: run.upSeconds, at: clock.nowSeconds() }
    await repository.setWarned(batch, warning, runId)
  }
}

async function noticesOf(
  torrent: PurgeTorrent,
  days: number,
  { repository, clock }: PurgeOptions,
  { rules, upSeconds }: RunOfPurge,
): Promise<readonly NewNotice[]> {
  const { torrentId, name, countedUpSeconds } = torrent
  const due = dueUpSeconds(torrent, rules, upSeconds) ?? upSeconds
  const purgeAt = clock.nowSeconds() + due - upSeconds
  const members = await repository.concerned(torrent, purgeWarnedMembersMax)
  return members.map((memberId) => ({
    memberId,
    kind: 'purge',
    event: 'purge_coming',
    target: { kind: 'torrent', id: torrentId },
    facts: { name, purgeAt, days },
    key: `purge ${torrentId} ${countedUpSeconds} ${days}`,
  }))
}
