/**
 * What staff look at who ask whether somebody cheats, as the database has it. Every list has a bound, and is read by an
 * index. Times are unix seconds, amounts bytes. Every method rejects with StorageError.
 */
import type { SuspicionSum } from './accounting-repository.ts'

export type SuspicionKind = SuspicionSum['kind']

export type NamedMember = { readonly memberId: number; readonly memberName: string }

export type NamedTorrent = {
  readonly torrentId: number
  /** Undefined where the torrent is gone for good. */
  readonly torrent: { readonly name: string; readonly infoHash: Uint8Array } | undefined
}

export type StoredSuspicion = SuspicionSum & NamedMember & NamedTorrent

/** What members were credited at a torrent, and what clients can have received. */
export type TorrentBalance = {
  readonly torrentId: number
  /** 0 where it is unknown. */
  readonly sizeBytes: number
  readonly uploaded: number
  readonly downloaded: number
  readonly anonymousCompletes: number
}

export type UnbalancedTorrent = TorrentBalance &
  NamedTorrent & { readonly excess: number; readonly computedAt: number }

/** A member with several of some torrents. */
export type CommonMember = NamedMember & {
  readonly torrents: number
  /** Of those, to the end. */
  readonly completed: number
}

/** Where a page of a list goes on. */
export type SuspicionMark = {
  readonly lastAt: number
  readonly memberId: number
  readonly torrentId: number
}

export type UnbalancedMark = { readonly excess: number; readonly torrentId: number }

export type SuspicionRepository = {
  /** Of a kind, the newest first; those before the mark. */
  readonly list: (
    kind: SuspicionKind,
    before: SuspicionMark | undefined,
    limit: number,
  ) => Promise<readonly StoredSuspicion[]>
  /** Those of one member, by torrent and kind; those of torrents beyond the id. */
  readonly ofMember: (
    memberId: number,
    afterTorrentId: number,
    limit: number,
  ) => Promise<readonly SuspicionSum[]>
  /** Deletes what was seen last before `before`, up to `limit`; gives how many. */
  readonly forget: (before: number, limit: number) => Promise<number>
  /** The sums of torrents beyond the id, by ascending id. */
  readonly balances: (afterId: number, limit: number) => Promise<readonly TorrentBalance[]>
  /** Of torrents beyond the first id and up to the last: they take the place of what is stored of all of those. */
  readonly replaceUnbalanced: (
    torrents: readonly UnbalancedMark[],
    range: { readonly afterId: number; readonly lastId: number },
    at: number,
  ) => Promise<void>
  /** Those with the largest excess first; those below the mark. */
  readonly unbalanced: (
    below: UnbalancedMark | undefined,
    limit: number,
  ) => Promise<readonly UnbalancedTorrent[]>
  /** Members who have at least `least` of the torrents, those with most first. */
  readonly commonMembers: (
    torrentIds: readonly number[],
    least: number,
    limit: number,
  ) => Promise<readonly CommonMember[]>
}
