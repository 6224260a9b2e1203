/** What invitations need of a database. One that was used is no longer there; whom it brought knows who invited them. */
import type { FoundInvitation, Invitation, NewInvitation } from './invitation.ts'
import type { Member, NewMember } from './member.ts'

export type InvitationRepository = {
  /** Removes all that have expired. Undefined where the member has `openMax` of them. */
  readonly add: (invitation: NewInvitation, openMax: number) => Promise<Invitation | undefined>
  /** Expired ones too. */
  readonly find: (digest: Uint8Array) => Promise<FoundInvitation | undefined>
  /** Of one member, those that have not expired, oldest first. */
  readonly list: (memberId: number, nowSeconds: number) => Promise<readonly Invitation[]>
  /** Unless it is of another member. */
  readonly remove: (memberId: number, invitationId: number) => Promise<void>
  /** Makes a member whom the owner of the invitation has invited. */
  readonly use: (
    digest: Uint8Array,
    nowSeconds: number,
    member: NewMember,
  ) => Promise<InvitationOutcome>
  /** Whom a member has invited, by ascending id. */
  readonly invited: (memberId: number) => Promise<readonly Member[]>
}

/** `gone`: there is no such invitation any more, or its owner is kept out; `name_taken` leaves it. */
export type InvitationOutcome = Member | 'gone' | 'name_taken'
