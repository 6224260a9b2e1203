/**
 * Housekeeping: takes out torrents that nobody registered or announced within a number of days of the tracker's
 * up-time, longest idle first, and forgets what was taken out long ago. It can be rehearsed, does a twentieth of the
 * catalogue per run unless it is forced, and leaves alone what is pinned or banned.
 *
 * Days in which the tracker was down do not count: the database keeps how long the tracker has been up in all, and for
 * each torrent the up-time of its last activity. What was taken out can be restored for `restorableDays`.
 */
import type { Clock } from '#base/clock'
import type { AuditRepository } from '#index/audit/audit-repository'
import { allowanceOf, forgottenBefore } from './housekeeping-rules.ts'
import { infoHashText } from './info-hash-text.ts'
import type { Torrent } from './torrent.ts'
import type { TorrentChanges } from './torrent-changes.ts'
import type { TorrentRepository } from './torrent-repository.ts'

export type HousekeepingOptions = {
  readonly repository: TorrentRepository
  readonly changes: TorrentChanges
  readonly audit: AuditRepository
  readonly clock: Clock
  /** 0 keeps every torrent. */
  readonly idleDays: () => number
  /** Stores what the tracker saw last, so that nothing is taken out that somebody announces now. */
  readonly flush: () => Promise<void>
}

export type HousekeepingRun = {
  /** Changes nothing, and tells what a run would do. */
  readonly isDryRun: boolean
  /** Does it all, however much it is. */
  readonly isForced: boolean
}

export type HousekeepingReport = HousekeepingRun & {
  /** How many were taken out. */
  readonly removed: number
  /** The first of them. */
  readonly examples: readonly Torrent[]
  /** More are idle; they wait for the next run. */
  readonly isCapped: boolean
  /** How many were deleted for good. */
  readonly forgotten: number
}

export type Housekeeping = {
  /** One run after the other. Rejects with StorageError when the database is away. */
  readonly run: (options: HousekeepingRun) => Promise<HousekeepingReport>
}

/** Torrents of one transaction, so that announces' counts are stored in between. */
const batchMax = 1000

/** Examples in a report. */
const examplesMax = 1000

/** Torrents that are looked at in a rehearsal; nobody reads a longer list. */
const rehearsedMax = 100_000

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run: (wanted) => {
      const next = last.then(() => tidy(options, wanted))
      last = next.catch(() => undefined)
      return next
    },
  }
}

async function tidy(
  options: HousekeepingOptions,
  wanted: HousekeepingRun,
): Promise<HousekeepingReport> {
  await options.flush()
  const { live, removed } = await options.repository.counts()
  const removals = await removeIdle(options, wanted, allowanceOf(live, wanted.isForced))
  const allowance = allowanceOf(live + removed, wanted.isForced)
  const forgotten = await forgetRemoved(options, wanted, allowance)
  return { ...wanted, ...removals, forgotten }
}

type Removals = Pick<HousekeepingReport, 'removed' | 'examples' | 'isCapped'>

async function removeIdle(
  options: HousekeepingOptions,
  { isDryRun }: HousekeepingRun,
  allowance: number,
): Promise<Removals> {
  const days = options.idleDays()
  if (days === 0) return { removed: 0, examples: [], isCapped: false }
  const idle: IdleTorrents = (limit) => options.repository.idle(days * 86_400, limit)
  if (isDryRun) return await rehearse(idle, Math.min(allowance, rehearsedMax))
  const reason = `not announced for ${days} ${days === 1 ? 'day' : 'days'}`
  const examples: Torrent[] = []
  let removed = 0
  while (removed < allowance) {
    const batch = await idle(Math.min(batchMax, allowance - removed))
    const gone = batch.length === 0 ? [] : await removeBatch(options, batch, reason)
    if (gone.length === 0) break
    removed += gone.length
    examples.push(...gone.slice(0, examplesMax - examples.length))
  }
  return { removed, examples, isCapped: (await idle(1)).length > 0 }
}

type IdleTorrents = (limit: number) => Promise<readonly Torrent[]>

async function rehearse(idle: IdleTorrents, limit: number): Promise<Removals> {
  const found = await idle(limit + 1)
  const removed = Math.min(found.length, limit)
  const examples = found.slice(0, Math.min(removed, examplesMax))
  return { removed, examples, isCapped: found.length > limit }
}

async function removeBatch(
  { repository, changes, clock }: HousekeepingOptions,
  torrents: readonly Torrent[],
  reason: string,
): Promise<readonly Torrent[]> {
  const removedAt = clock.nowSeconds()
  const ids = torrents.map(({ id }) => id)
  const entry = { at: removedAt, actor, action: 'torrent.remove', detail: reason }
  const gone = await repository.remove(ids, { by: 'housekeeping', reason, removedAt }, (removed) =>
    removed.map(({ infoHash }) => ({ ...entry, target: infoHashText(infoHash) })),
  )
  changes.changed(gone)
  return gone
}

async function forgetRemoved(
  options: HousekeepingOptions,
  { isDryRun }: HousekeepingRun,
  allowance: number,
): Promise<number> {
  const { repository, audit, clock } = options
  const before = forgottenBefore(clock.nowSeconds(), await repository.upSeconds())
  if (isDryRun) return await repository.forgettable(before, Math.min(allowance, rehearsedMax))
  let forgotten = 0
  while (forgotten < allowance) {
    const gone = await repository.forget(before, Math.min(batchMax, allowance - forgotten))
    if (gone === 0) break
    forgotten += gone
  }
  const entry = { at: clock.nowSeconds(), actor, action: 'torrent.forget', target: '' }
  if (forgotten > 0) await audit.append([{ ...entry, detail: `${forgotten} torrents` }])
  return forgotten
}

const actor = 'housekeeping'
