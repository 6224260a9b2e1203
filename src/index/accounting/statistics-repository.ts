/**
 * What pages and checks read of what was credited. Times are unix seconds, amounts bytes, days numbers of days since
 * 1970 in UTC. Every method rejects with StorageError.
 */

/** What a member has, or had on a day. */
export type MemberSums = {
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
  /** Others' downloads to the end of what the member uploaded. */
  readonly torrentCompletes: number
  /** The same, of torrents in the member's galleries. */
  readonly galleryCompletes: number
}

export type MemberDay = MemberSums & { readonly day: number }

/** A member with a torrent. */
export type MemberTorrent = {
  readonly torrentId: number
  /** Undefined where the torrent is gone for good. */
  readonly name: string | undefined
  /** 20 bytes. */
  readonly infoHash: Uint8Array | undefined
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
  readonly firstAt: number
  readonly lastAt: number
  readonly completedAt: number | undefined
  /** "qBittorrent 5.0", or '' where it is unknown. */
  readonly client: string
}

/** Of members together; of those without a key, ends of downloads alone are counted. */
export type TorrentSums = {
  readonly torrentId: number
  readonly uploaded: number
  readonly downloaded: number
  readonly completes: number
  readonly anonymousCompletes: number
}

export type Completion = {
  /** Grows with each that is stored. */
  readonly id: number
  readonly memberId: number
  readonly torrentId: number
  readonly completedAt: number
  /** When it was stored. */
  readonly creditedAt: number
  readonly isInferred: boolean
  /** Who uploaded the torrent, and who else owned its gallery, when it was stored. */
  readonly uploaderId: number | undefined
  readonly galleryOwnerId: number | undefined
}

export type NamedTorrent = {
  readonly torrentId: number
  readonly name: string
  readonly infoHash: Uint8Array
  readonly addedAt: number
}

/** A sum that is not what its details add up to. */
export type Difference = {
  readonly of: 'member' | 'torrent'
  readonly id: number
  /** The column of the sum: "member_totals.uploaded". */
  readonly sum: string
  readonly stored: number
  readonly recomputed: number
}

/** One step of looking through all sums: `next` is where the next one begins. */
export type DifferencePage = {
  readonly differences: readonly Difference[]
  readonly next: number | undefined
  /** Sums that were compared. */
  readonly compared: number
}

export type StatisticsRepository = {
  /** Undefined where nothing was ever credited. */
  readonly memberSums: (memberId: number) => Promise<MemberSums | undefined>
  /** By their last announce, the newest first; those before `lastAt` and `torrentId` of `after`. */
  readonly memberTorrents: (
    memberId: number,
    after: Pick<MemberTorrent, 'lastAt' | 'torrentId'> | undefined,
    limit: number,
  ) => Promise<readonly MemberTorrent[]>
  readonly memberTorrent: (
    memberId: number,
    torrentId: number,
  ) => Promise<MemberTorrent | undefined>
  /** Those with something on them, by ascending day. */
  readonly memberDays: (memberId: number, fromDay: number) => Promise<readonly MemberDay[]>
  /** Those that have any. */
  readonly torrentSums: (torrentIds: readonly number[]) => Promise<readonly TorrentSums[]>
  /** By ascending id. */
  readonly completionsAfter: (id: number, limit: number) => Promise<readonly Completion[]>
  /** What the member uploaded at `since` or later that no other member has completed, gone or not, the oldest first. */
  readonly uncompletedUploads: (memberId: number, since: number) => Promise<readonly NamedTorrent[]>
  /** Torrents that the member uploaded or completed and nobody seeds, the newest first. */
  readonly seedsNeeded: (memberId: number, limit: number) => Promise<readonly NamedTorrent[]>
  /** Of members beyond the id. */
  readonly memberDifferences: (afterId: number, limit: number) => Promise<DifferencePage>
  /** Of torrents beyond the id. */
  readonly torrentDifferences: (afterId: number, limit: number) => Promise<DifferencePage>
}
