/** One run of purging: warnings, then what is due, then the files of what was purged long ago. */
import { purgeListedMax } from '#base/limits'
import { timesOf } from '#index/notifications/notices'
import { forgottenBefore } from '#index/torrents/housekeeping-rules'
import { infoHashText } from '#index/torrents/info-hash-text'
import type { PurgeOptions, PurgeReport, RunOfPurge, WantedPurge } from './purge-options.ts'
import type { DuePurges } from './purge-repository.ts'
import {
  daySeconds,
  lastWarningOf,
  purgeAllowanceOf,
  purgedAfterDays,
  unseededReason,
} from './purge-rules.ts'
import type { PurgeCause, PurgeTorrent } from './purge-torrent.ts'
import { warnOfPurges } from './warn-of-purges.ts'

/** Torrents of one transaction, so that announces' counts are stored in between. */
const batchMax = 100

/** Files that are deleted in one transaction. */
const forgottenAtOnce = 200

export async function runPurge(options: PurgeOptions, wanted: WantedPurge): Promise<PurgeReport> {
  await options.flush()
  const run = await beginRun(options, wanted)
  const warned = await warnOfPurges(options, run)
  const purged = await purgeDue(options, run)
  const forgotten = await forgetFiles(options, run)
  if (run.id !== undefined) {
    const end = { isCapped: purged.isCapped, at: options.clock.nowSeconds() }
    await options.repository.endRun(run.id, end)
  }
  const { isDryRun, isForced } = wanted
  return { isDryRun, isForced, warned, forgotten, ...purged }
}

async function beginRun(
  { repository, clock, rules }: PurgeOptions,
  wanted: WantedPurge,
): Promise<RunOfPurge> {
  const { isDryRun, isForced, actor } = wanted
  const inForce = rules()
  // Noted first: a run that dies has had its day.
  const started = { at: clock.nowSeconds(), actor, isForced }
  return {
    id: isDryRun ? undefined : await repository.startRun(started),
    rules: inForce,
    upSeconds: await repository.upSeconds(),
    allowance: purgeAllowanceOf(await repository.live(), inForce, isForced),
    wanted,
  }
}

type Purged = Pick<PurgeReport, 'purged' | 'torrents' | 'isCapped'>

async function purgeDue(options: PurgeOptions, run: RunOfPurge): Promise<Purged> {
  const expunged = await purgeOf('expunged', run.allowance, options, run)
  const unseeded = await purgeOf('unseeded', run.allowance - expunged.purged, options, run)
  return {
    purged: expunged.purged + unseeded.purged,
    torrents: [...expunged.torrents, ...unseeded.torrents].slice(0, purgeListedMax),
    isCapped: expunged.isCapped || unseeded.isCapped,
  }
}

async function purgeOf(
  cause: PurgeCause,
  allowance: number,
  { repository, changes, ...options }: PurgeOptions,
  run: RunOfPurge,
): Promise<Purged> {
  const due = dueOf(cause, allowance, run)
  if (due === undefined) return { purged: 0, torrents: [], isCapped: false }
  const { torrents, total } = await repository.due(due)
  const isCapped = total > torrents.length
  if (run.id === undefined) return { purged: torrents.length, torrents, isCapped }
  let purged = 0
  for (let start = 0; start < torrents.length; start += batchMax) {
    const batch = torrents.slice(start, start + batchMax)
    const gone = await repository.purge({
      ...batchOf(options, run),
      runId: run.id,
      due,
      torrents: batch,
    })
    changes.changed(gone)
    purged += gone.length
  }
  return { purged, torrents, isCapped }
}

/** Undefined where nothing of the kind is purged. */
function dueOf(
  cause: PurgeCause,
  allowance: number,
  { rules, upSeconds, wanted }: RunOfPurge,
): DuePurges | undefined {
  const days = purgedAfterDays(cause, rules)
  if (days === 0) return undefined
  const last = lastWarningOf(cause, rules)
  return {
    cause,
    upSeconds,
    countedUpTo: upSeconds - days * daySeconds,
    warned: last && { days: last.days, upTo: upSeconds - last.graceSeconds },
    limit: allowance,
    perUploaderMax: wanted.isForced ? Number.MAX_SAFE_INTEGER : rules.perUploaderMax,
  }
}

// oxlint-disable-next-line typescript/explicit-function-return-type
function batchOf(
  { clock, hasMail }: Pick<PurgeOptions, 'clock' | 'hasMail'>,
  { rules, wanted: { actor } }: RunOfPurge,
) {
  const at = clock.nowSeconds()
  const reason = unseededReason(rules.unseededDays)
  const whyOf = (torrent: PurgeTorrent): string =>
    torrent.cause === 'unseeded' ? reason : 'it was expunged'
  return {
    at,
    reason,
    times: timesOf({ clock, hasMail }),
    entryOf: (torrent: PurgeTorrent) => {
      const target = infoHashText(torrent.infoHash)
      return { at, actor, action: 'torrent.purge', target, detail: whyOf(torrent) }
    },
    noticeOf: (torrent: PurgeTorrent) => {
      const { torrentId: id, name, uploader, countedUpSeconds } = torrent
      return {
        memberId: uploader.id,
        kind: 'purge' as const,
        event: 'torrent_purged' as const,
        target: { kind: 'torrent' as const, id },
        facts: { name, reason: whyOf(torrent) },
        key: `purged ${id} ${countedUpSeconds}`,
      }
    },
  }
}

async function forgetFiles(
  { repository, clock }: PurgeOptions,
  { id, upSeconds, allowance }: RunOfPurge,
): Promise<number> {
  const before = forgottenBefore(clock.nowSeconds(), upSeconds)
  if (id === undefined) return await repository.forgettable(before, allowance)
  let forgotten = 0
  while (forgotten < allowance) {
    const most = Math.min(forgottenAtOnce, allowance - forgotten)
    const gone = await repository.forget(before, most, id)
    forgotten += gone
    if (gone < most) break
  }
  return forgotten
}
