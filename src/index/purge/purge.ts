/**
 * Purging: takes out what was expunged a while ago, and torrents that nobody has seeded for long; those who uploaded or
 * completed them are warned before. What is purged keeps its row with the reason, and what is recorded of its members; the
 * staff can restore it for `restorableDays`, after which its file is deleted.
 *
 * It works as housekeeping of registered torrents does: it can be rehearsed, does a part of what is due in a run unless it
 * is forced, and goes by the time that the tracker was up. Each step is one transaction, and a run that is cut short is
 * taken up by the next: what was warned or purged is so, with all that belongs to it, and the rest is still due.
 */
import { purgeListedMax } from '#base/limits'
import { infoHashText } from '#index/torrents/info-hash-text'
import type { PurgeOptions, PurgeReport, WantedPurge } from './purge-options.ts'
import type { PurgeMark, PurgeRun } from './purge-repository.ts'
import { daySeconds, dueUpSeconds, type PurgeRules, warnDaysOf } from './purge-rules.ts'
import type { ComingPurge, PurgeCause, PurgeTorrent } from './purge-torrent.ts'
import { runPurge } from './run-purge.ts'

/** All reject with StorageError. */
export type Purge = {
  /** One run after the other. */
  readonly run: (wanted: WantedPurge) => Promise<PurgeReport>
  /** The run of the day, where it was not yet. To be called every now and then. */
  readonly runDaily: () => Promise<PurgeReport | undefined>
  /** What will be purged, the first to go first; of what is not seeded, from the first warning on. */
  readonly coming: (
    cause: PurgeCause,
    after: PurgeMark | undefined,
    limit: number,
  ) => Promise<readonly ComingPurge[]>
  /** Of what a member uploaded or completed, from the first warning on. */
  readonly ofMember: (memberId: number, limit: number) => Promise<readonly ComingPurge[]>
  /** Undefined for one that will not be purged. */
  readonly find: (torrentId: number) => Promise<ComingPurge | undefined>
  /** Counts anew from now; false where there is nothing to keep. */
  readonly keep: (torrentId: number, actor: string) => Promise<boolean>
  /** The latest first. */
  readonly runs: (limit: number) => Promise<readonly PurgeRun[]>
}

/** Between two runs; a little less than a day, so that they do not wander through it. */
const runSecondsMin = daySeconds - 3600

export function createPurge(options: PurgeOptions): Purge {
  const { repository, clock, rules } = options
  let last: Promise<unknown> = Promise.resolve()
  const run = (wanted: WantedPurge): Promise<PurgeReport> => {
    const next = last.then(() => runPurge(options, wanted))
    last = next.catch(() => undefined)
    return next
  }
  return {
    run,
    runDaily: async () => {
      if (isOff(rules())) return undefined
      const [before] = await repository.runs(1)
      const age = before === undefined ? runSecondsMin : clock.nowSeconds() - before.at
      if (age >= 0 && age < runSecondsMin) return undefined
      return await run({ isDryRun: false, isForced: false, actor: purgeActor })
    },
    coming: (cause, after, limit) => listComing(options, cause, after, limit),
    ofMember: async (memberId, limit) => {
      if (rules().unseededDays === 0) return []
      const upSeconds = await repository.upSeconds()
      const countedUpTo = upSeconds - firstDays(rules()) * daySeconds
      const torrents = await repository.ofMember(memberId, countedUpTo, limit)
      return withTimes(options, torrents, upSeconds)
    },
    find: async (torrentId) => {
      const torrent = isOff(rules()) ? undefined : await repository.find(torrentId)
      if (torrent === undefined) return undefined
      return withTimes(options, [torrent], await repository.upSeconds())[0]
    },
    keep: (torrentId, actor) => keep(options, torrentId, actor),
    runs: (limit) => repository.runs(limit),
  }
}

/** How the audit log names the runs that the server makes by itself. */
export const purgeActor = 'purge'

function isOff({ expungedAfterDays, unseededDays }: PurgeRules): boolean {
  return expungedAfterDays === 0 && unseededDays === 0
}

/** Days without a seed from which a torrent is in danger. */
function firstDays(rules: PurgeRules): number {
  return warnDaysOf(rules)[0] ?? Math.max(0, rules.unseededDays - 30)
}

async function listComing(
  options: PurgeOptions,
  cause: PurgeCause,
  after: PurgeMark | undefined,
  limit: number,
): Promise<readonly ComingPurge[]> {
  const { repository, rules } = options
  const upSeconds = await repository.upSeconds()
  const days = cause === 'expunged' ? 0 : firstDays(rules())
  const countedUpTo = upSeconds - days * daySeconds
  const most = Math.min(limit, purgeListedMax)
  const torrents = await repository.list(cause, countedUpTo, after, most)
  return withTimes(options, torrents, upSeconds)
}

/** Without those that are kept. */
function withTimes(
  { rules, clock }: Pick<PurgeOptions, 'rules' | 'clock'>,
  torrents: readonly PurgeTorrent[],
  upSeconds: number,
): readonly ComingPurge[] {
  return torrents.flatMap((torrent) => {
    const due = dueUpSeconds(torrent, rules(), upSeconds)
    if (due === undefined) return []
    return [{ ...torrent, purgeAt: clock.nowSeconds() + Math.max(0, due - upSeconds) }]
  })
}

async function keep(
  { repository, clock }: PurgeOptions,
  torrentId: number,
  actor: string,
): Promise<boolean> {
  const torrent = await repository.find(torrentId)
  if (torrent === undefined) return false
  const target = infoHashText(torrent.infoHash)
  const entry = { at: clock.nowSeconds(), actor, action: 'torrent.keep', target, detail: '' }
  return await repository.keep(torrentId, entry)
}
