/**
 * What the ledger needs of a database: to read the marks of sessions, and to store them together with what they credit.
 * Times are unix seconds, amounts bytes. Both engines are held to it by one suite.
 */

export type SessionName = {
  readonly memberId: number
  readonly torrentId: number
  /** 32 hexadecimal digits: a digest of torrent and peer id. */
  readonly peer: string
}

/** How far the counters of one client's session are credited. */
export type StoredMark = SessionName & {
  readonly at: number
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  readonly isActive: boolean
  readonly belowSince: number
}

/** What is known of a member with a torrent. */
export type StoredPair = {
  readonly memberId: number
  readonly torrentId: number
  /** 0 for never. */
  readonly seededUntil: number
  readonly downloaded: number
  /** 0 for never. */
  readonly completedAt: number
}

export type TorrentFacts = {
  readonly torrentId: number
  /** 0 where it is unknown. */
  readonly sizeBytes: number
  /** 0 where there is none. */
  readonly uploaderId: number
}

/** What was asked for and is there. */
export type KnownMarks = {
  readonly marks: readonly StoredMark[]
  readonly pairs: readonly StoredPair[]
  readonly torrents: readonly TorrentFacts[]
}

/** To be added to what is stored of a member with a torrent. */
export type PairCredit = {
  readonly memberId: number
  readonly torrentId: number
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
  /** Takes the place of what is stored. */
  readonly seededUntil: number
  /** Of the first and the last announce in this flush. */
  readonly firstAt: number
  readonly lastAt: number
  /** What the member announced with last: "qBittorrent 5.0", or '' where it is unknown. */
  readonly client: string
}

/** To be added to one day of a member. */
export type DayCredit = {
  readonly memberId: number
  /** Days since 1970, UTC. */
  readonly day: number
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
}

export type MemberCompletion = {
  readonly memberId: number
  readonly torrentId: number
  readonly at: number
  readonly isInferred: boolean
}

export type AnonymousCompletion = {
  readonly torrentId: number
  readonly peer: string
  readonly at: number
}

/** What is suspicious of what a member did with a torrent; to be added to what is stored. */
export type SuspicionSum = {
  /** As in `tracker/accounting/suspicion.ts`. */
  readonly kind: 'rate' | 'empty'
  readonly memberId: number
  readonly torrentId: number
  /** Announces, and the bytes of all of them. */
  readonly times: number
  readonly bytes: number
  /** Of the one with the most bytes: in so many seconds. */
  readonly worstBytes: number
  readonly worstSeconds: number
  readonly firstAt: number
  readonly lastAt: number
}

export type AccountingFlush = {
  /**
   * Grows with each flush of a run. A flush whose number was stored already changes nothing, so that one whose
   * commit was not heard of can be sent again.
   */
  readonly sequence: number
  /** Random, one for each run of the server. */
  readonly run: string
  /** Of the flush. */
  readonly at: number
  /** Each session once; they take the place of what is stored. */
  readonly marks: readonly StoredMark[]
  /** Each pair once. */
  readonly pairs: readonly PairCredit[]
  /** Each day of a member once. */
  readonly days: readonly DayCredit[]
  /** A completion of a pair that has one already, or of the uploader's own torrent, changes nothing. */
  readonly completions: readonly MemberCompletion[]
  /** What each completion pays to the uploader, and to the owner of the gallery. */
  readonly pointsPerCompletion: number
  /** One that is stored already changes nothing. */
  readonly anonymous: readonly AnonymousCompletion[]
  /** Each kind of a pair once. */
  readonly suspicions?: readonly SuspicionSum[]
}

/** Rejects with StorageError. */
export type AccountingRepository = {
  readonly known: (
    sessions: readonly SessionName[],
    torrentIds: readonly number[],
  ) => Promise<KnownMarks>
  /** Marks that were moved at `since` or later, with their pairs, by ascending member, torrent and peer. */
  readonly marksAfter: (
    after: SessionName | undefined,
    since: number,
    limit: number,
  ) => Promise<Pick<KnownMarks, 'marks' | 'pairs'>>
  /** One transaction. */
  readonly flush: (flush: AccountingFlush) => Promise<void>
  /** Deletes marks that were moved before `before`, up to `limit`; gives how many. */
  readonly forgetMarks: (before: number, limit: number) => Promise<number>
}
