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

export type SessionMark = SessionName & {
  /** The announce that it was moved by last; a later one has a greater time, or the same and a greater sequence. */
  readonly at: number
  readonly sequence: number
  /** Bytes, as the client reported them. */
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  /** False after `stopped`. */
  readonly isActive: boolean
  /** When counters below the mark were first seen that no `started` explains; 0 while there are none. */
  readonly belowSince: number
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
