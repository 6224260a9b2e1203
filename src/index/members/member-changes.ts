/**
 * Who has to know at once when a member may announce with a key or no longer: the table that the tracker's threads look
 * into. Called after the change is in the database and before its author is told of it.
 */
import type { Member, MemberState } from './member.ts'
import { banOf } from './member-ban.ts'

/** How announces with the key of a member are met. */
export type MemberStanding = {
  readonly state: MemberState | 'banned'
  /** What clients are told of a ban, where that is public. */
  readonly reason: string | undefined
}

/** What is not said is as it was before; a reason belongs to the state that it is said with. */
export type MemberChange = {
  readonly memberId: number
  /** The one in announce addresses, see `torrent-key.ts`. */
  readonly key?: string
  /** Of the key before, where that was reset: see `torrentKeyMark`. */
  readonly oldKeyMark?: Uint8Array | undefined
} & Partial<MemberStanding>

export type MemberChanges = {
  readonly changed: (change: MemberChange) => void
}

/** The key of a member as it is stored. */
export type StoredMemberKey = Pick<Member, 'state' | 'ban'> & {
  readonly memberId: number
  readonly key: string
  /** Undefined where it was never reset. */
  readonly oldKeyMark: Uint8Array | undefined
}

export function standingOf(
  member: Pick<Member, 'state' | 'ban'>,
  nowSeconds: number,
): MemberStanding {
  const ban = banOf(member, nowSeconds)
  if (member.state === 'deleted' || ban === undefined)
    return { state: member.state, reason: undefined }
  return { state: 'banned', reason: ban.isPublic ? ban.reason : undefined }
}
