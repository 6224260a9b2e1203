/**
 * What purging needs of a database. Torrents are those of galleries. Every method is one transaction; both engines are
 * held to it by one suite. All reject with StorageError.
 */
import type { AuditEntry } from '#index/audit/audit-repository'
import type { NewNotice } from '#index/notifications/notice'
import type { NoticeTimes } from '#index/notifications/notice-repository'
import type { LongAgo } from '#index/torrents/housekeeping-rules'
import type { Torrent } from '#index/torrents/torrent'
import type { GivenWarning, PurgeCause, PurgeTorrent } from './purge-torrent.ts'

/** Where a page of a list ended. */
export type PurgeMark = Pick<PurgeTorrent, 'countedUpSeconds' | 'torrentId'>

export type PurgeWarning = Omit<GivenWarning, 'dueUpSeconds'> & { readonly at: number }

/** A torrent of which members were told when it is purged. */
export type WarnedTorrent = Pick<PurgeTorrent, 'torrentId' | 'countedUpSeconds'> &
  Pick<GivenWarning, 'dueUpSeconds'>

/** Which have not been warned of yet for so many days. */
export type Unwarned = {
  readonly cause: PurgeCause
  readonly days: number
  readonly countedUpTo: number
  readonly limit: number
}

/** Which are purged now: counted from `countedUpTo` or before, warned as it must be, and told of for `upSeconds` or before. */
export type DuePurges = {
  readonly cause: PurgeCause
  readonly upSeconds: number
  readonly countedUpTo: number
  /** Undefined where nobody is warned. */
  readonly warned: { readonly days: number; readonly upTo: number } | undefined
  readonly limit: number
  readonly perUploaderMax: number
}

/** What goes with the torrents into one transaction: what is noted, and who is told. */
export type PurgeBatch = {
  readonly due: DuePurges
  readonly torrents: readonly PurgeTorrent[]
  readonly at: number
  /** Of those that were not seeded; the others keep theirs. */
  readonly reason: string
  readonly entryOf: (torrent: PurgeTorrent) => AuditEntry
  readonly noticeOf: (torrent: PurgeTorrent) => NewNotice
  readonly times: NoticeTimes
  /** Whose numbers grow. */
  readonly runId: number
}

export type PurgeRun = {
  readonly id: number
  readonly at: number
  readonly actor: string
  readonly isForced: boolean
  /** Torrents of which members were warned. */
  readonly warned: number
  readonly purged: number
  /** Torrents whose files were deleted. */
  readonly forgotten: number
  /** More were due. */
  readonly isCapped: boolean
  /** Undefined while it runs, and where the program died. */
  readonly endedAt: number | undefined
}

export type PurgeRepository = {
  /** How long the tracker has been up, over all its runs. */
  readonly upSeconds: () => Promise<number>
  /** Live torrents of galleries. */
  readonly live: () => Promise<number>
  /** Undefined for what is neither live nor expunged, and for what is banned. */
  readonly find: (torrentId: number) => Promise<PurgeTorrent | undefined>
  /** What could be purged and is counted from `countedUpTo` or before, the longest first; after the mark. */
  readonly list: (
    cause: PurgeCause,
    countedUpTo: number,
    after: PurgeMark | undefined,
    limit: number,
  ) => Promise<readonly PurgeTorrent[]>
  /** Of those that a member uploaded or completed. */
  readonly ofMember: (
    memberId: number,
    countedUpTo: number,
    limit: number,
  ) => Promise<readonly PurgeTorrent[]>
  /** Longest first. */
  readonly toWarn: (unwarned: Unwarned) => Promise<readonly PurgeTorrent[]>
  /** Who uploaded a torrent, and the last `limit` who completed it. */
  readonly concerned: (torrent: PurgeTorrent, limit: number) => Promise<readonly number[]>
  /** Notes that members were warned; not of those that were seeded meanwhile. */
  readonly setWarned: (
    torrents: readonly WarnedTorrent[],
    warning: PurgeWarning,
    runId: number,
  ) => Promise<void>
  /** Of each uploader the first ones, and how many there are in all. */
  readonly due: (
    due: DuePurges,
  ) => Promise<{ readonly torrents: readonly PurgeTorrent[]; readonly total: number }>
  /** Purges those that are still due; gives them as they are then. */
  readonly purge: (batch: PurgeBatch) => Promise<readonly Torrent[]>
  /** Counts anew from now, and logs it; false where there is nothing to keep. */
  readonly keep: (torrentId: number, entry: AuditEntry) => Promise<boolean>
  /** Torrents purged before, whose files are still there. */
  readonly forgettable: (purgedBefore: LongAgo, limit: number) => Promise<number>
  /** Deletes their files for good; gives how many. The torrents stay, with what is recorded of them. */
  readonly forget: (purgedBefore: LongAgo, limit: number, runId: number) => Promise<number>

  readonly startRun: (run: Pick<PurgeRun, 'at' | 'actor' | 'isForced'>) => Promise<number>
  readonly endRun: (
    runId: number,
    end: { readonly isCapped: boolean; readonly at: number },
  ) => Promise<void>
  /** The latest first. */
  readonly runs: (limit: number) => Promise<readonly PurgeRun[]>
}
