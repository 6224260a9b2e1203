/**
 * What the torrents need of a database. Every method is one transaction; both engines are held to it by one
 * suite. A method rejects with StorageError when the database cannot be reached or has no room.
 */
import type { EntriesOf } from '#index/audit/audit-repository'
import type { LongAgo } from './housekeeping-rules.ts'
import type { Ban, NewTorrent, Removal, Torrent, TorrentFile } from './torrent.ts'

/** `known` is registered already and unchanged; `restored` was removed and is back, as it was. */
export type AddOutcome = {
  readonly outcome: 'added' | 'known' | 'restored'
  readonly torrent: Torrent
}

export type TorrentState = 'live' | 'banned' | 'removed' | 'all'
export type TorrentOrder = 'added' | 'name' | 'size' | 'seeders' | 'leechers' | 'completed'

/** One page. `after` is the `next` of the page before; opaque to callers. */
export type TorrentQuery = {
  /** `live` is neither banned nor removed. */
  readonly state: TorrentState
  /** As somebody typed it (`index/search/search-query.ts`); '' for all. */
  readonly search: string
  readonly order: TorrentOrder
  readonly isDescending: boolean
  readonly after: string | undefined
  readonly limit: number
}

export type TorrentPage = {
  readonly torrents: readonly Torrent[]
  readonly next: string | undefined
  /** As `after` of the same list in the other direction, it gives the page before, from its end. */
  readonly first: string | undefined
}

/** Torrents of a list on all its pages. */
export type TorrentTotal = {
  readonly count: number
  /** There are more than `count`; how many was not worth finding out. */
  readonly isMore: boolean
}

/** What the tracker saw of one torrent since the last flush. */
export type TorrentActivity = {
  readonly torrentId: number
  /** To be added to what is stored. */
  readonly completions: number
  readonly announcedAt: number
  readonly seeders: number
  readonly leechers: number
}

export type TorrentFlush = {
  /**
   * Grows with each flush of a run. A flush whose number was stored already changes nothing, so that one whose
   * commit was not heard of can be sent again.
   */
  readonly sequence: number
  /** Random, one for each run of the server. */
  readonly run: string
  /** Seconds that the tracker was up since the last flush; they are summed up in the database. */
  readonly upSeconds: number
  /**
   * Several of one torrent (a hybrid has two swarms) become one: completions are added up, and of peers the most count,
   * because nearly all are in both. Those of unknown torrents count for nothing.
   */
  readonly activities: readonly TorrentActivity[]
}

export type TorrentCounts = {
  readonly live: number
  readonly banned: number
  readonly removed: number
  /** Of those that are not removed. */
  readonly pinned: number
}

type TorrentLog = EntriesOf<readonly Torrent[]>

export type TorrentRepository = {
  /** Registers up to a few thousand torrents at once; outcomes are in the order given. */
  readonly add: (
    torrents: readonly NewTorrent[],
    log?: EntriesOf<readonly AddOutcome[]>,
  ) => Promise<readonly AddOutcome[]>
  /** By either info-hash, 20 or 32 bytes; removed ones too. */
  readonly find: (infoHash: Uint8Array) => Promise<Torrent | undefined>
  readonly files: (torrentId: number) => Promise<readonly TorrentFile[]>
  /** Names are ordered by their first 255 characters, as bytes in UTF-8; an unknown size is below every other. */
  readonly list: (query: TorrentQuery) => Promise<TorrentPage>
  /** How many torrents a list has; large numbers can be a minute old. */
  readonly total: (list: Pick<TorrentQuery, 'state' | 'search'>) => Promise<TorrentTotal>
  /** All torrents that are not removed, banned ones too, by ascending id: for filling tables at start. */
  readonly after: (torrentId: number, limit: number) => Promise<readonly Torrent[]>
  readonly counts: () => Promise<TorrentCounts>
  /** The torrents as they are then, by ascending id; ids that are not there are left out. */
  readonly ban: (
    torrentIds: readonly number[],
    ban: Ban,
    log?: TorrentLog,
  ) => Promise<readonly Torrent[]>
  readonly unban: (torrentIds: readonly number[], log?: TorrentLog) => Promise<readonly Torrent[]>
  /** One that is removed already keeps its removal; an operator's takes the place of another tombstone (`mayBury`). */
  readonly remove: (
    torrentIds: readonly number[],
    removal: Removal,
    log?: TorrentLog,
  ) => Promise<readonly Torrent[]>
  readonly restore: (torrentIds: readonly number[], log?: TorrentLog) => Promise<readonly Torrent[]>
  readonly pin: (
    torrentIds: readonly number[],
    isPinned: boolean,
    log?: TorrentLog,
  ) => Promise<readonly Torrent[]>
  readonly flush: (flush: TorrentFlush) => Promise<void>
  /** Seconds that the tracker has been up, over all its runs. */
  readonly upSeconds: () => Promise<number>
  /**
   * Live torrents that are not pinned and were neither registered nor announced within the last `idleUpSeconds` of
   * the time that the tracker was up, longest idle first. One that was restored or unbanned counts from then.
   */
  readonly idle: (idleUpSeconds: number, limit: number) => Promise<readonly Torrent[]>
  /** How long the tracker has been up since a torrent was removed or purged. */
  readonly upSecondsGone: (torrentId: number) => Promise<number>
  /** How many were removed before `removedBefore`, `limit` at most; those of galleries are never forgotten. */
  readonly forgettable: (removedBefore: LongAgo, limit: number) => Promise<number>
  /** Deletes them, the first to be removed first; gives how many. */
  readonly forget: (removedBefore: LongAgo, limit: number) => Promise<number>
}
