/**
 * What is remembered of sessions, so that what a client reports can be counted once: how far its counters were credited.
 * Clients count from their own start, so an announce that is repeated, comes late or comes twice says nothing new.
 */

/** One client of a member with one torrent. */
export type SessionName = {
  readonly torrentId: number
  readonly memberId: number
  /** Tells the client's sessions apart: a digest of torrent and peer id. */
  readonly peer: string
}

/** Where a session stood at one of its announces. */
export type SessionPoint = {
  readonly at: number
  /** Bytes, as the client reported them. */
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  /** False after `stopped`. */
  readonly isActive: boolean
}

/** The announce that it was moved by last. */
export type SessionMark = SessionName &
  SessionPoint & {
    /** When counters below the mark first proved that the client had begun anew, which is not believed at once; 0 for never. */
    readonly belowSince: number
    /** A `started` with counters below the mark, which is where the client began anew, if it did. Not stored. */
    readonly beginning?: SessionPoint | undefined
  }

/** A member with one torrent, through whichever clients. */
export type PairMark = {
  readonly torrentId: number
  readonly memberId: number
  /** Until when seeding is credited; 0 for never. */
  readonly seededUntil: number
  /** Bytes credited of all sessions. */
  readonly downloaded: number
  /** When the download was completed, which counts once; 0 for never. */
  readonly completedAt: number
}

export function sessionKey({ torrentId, memberId, peer }: SessionName): string {
  return `${memberId}/${torrentId}/${peer}`
}

export function pairKey({
  torrentId,
  memberId,
}: Pick<SessionName, 'torrentId' | 'memberId'>): string {
  return `${memberId}/${torrentId}`
}
