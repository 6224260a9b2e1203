/** Members invite others: by links that work once. Whoever comes by one knows, and so does the staff, who it was. */
import {
  type FoundInvitation,
  type Invitation,
  type InvitationSecret,
  invitationSeconds,
} from './invitation.ts'
import type { Member } from './member.ts'
import { isLetIn } from './member-ban.ts'
import { MemberError } from './member-error.ts'
import type { MemberParts } from './member-parts.ts'
import { looksLikeSecret, newSecret, secretDigest } from './secret.ts'

/** All reject with MemberError and StorageError. */
export type Invitations = {
  /** How many a member may have open; 0 where there are no invitations. */
  readonly invitationsMax: () => number
  /** The secret is told this once. `too_many_invitations`. */
  readonly invite: (member: Member) => Promise<InvitationSecret>
  /** `unknown_invitation`. */
  readonly findInvitation: (secret: string) => Promise<FoundInvitation>
  /** Those that are open, oldest first. */
  readonly invitationsOf: (memberId: number) => Promise<readonly Invitation[]>
  /** Where it is not this member's, or was used, nothing happens. */
  readonly endInvitation: (memberId: number, invitationId: number) => Promise<void>
  readonly invitedBy: (memberId: number) => Promise<readonly Member[]>
}

export function createInvitations({ invitations, rules, clock }: MemberParts): Invitations {
  const invitationsMax = (): number =>
    rules().registration === 'closed' ? 0 : rules().invitationsMax
  return {
    invitationsMax,
    invite: async ({ id: memberId }) => {
      const [secret, createdAt, openMax] = [newSecret(), clock.nowSeconds(), invitationsMax()]
      const digest = secretDigest(secret)
      const expiresAt = createdAt + invitationSeconds
      const made = await invitations.add({ digest, memberId, createdAt, expiresAt }, openMax)
      if (made === undefined) throw tooMany(openMax)
      return { ...made, secret }
    },
    findInvitation: async (secret) => {
      const now = clock.nowSeconds()
      const found = looksLikeSecret(secret)
        ? await invitations.find(secretDigest(secret))
        : undefined
      const isOver = found === undefined || found.expiresAt <= now || !isLetIn(found.inviter, now)
      if (isOver || rules().registration === 'closed') throw unknownInvitation
      return found
    },
    invitationsOf: (memberId) => invitations.list(memberId, clock.nowSeconds()),
    endInvitation: (memberId, invitationId) => invitations.remove(memberId, invitationId),
    invitedBy: (memberId) => invitations.invited(memberId),
  }
}

export const unknownInvitation = new MemberError(
  'unknown_invitation',
  'this invitation was used already or is too old; ask for another',
)

function tooMany(openMax: number): MemberError {
  const message =
    openMax === 0
      ? 'there are no invitations here; ask whoever runs the site'
      : `${openMax} of your invitations are open; end one, or wait until one is used`
  return new MemberError('too_many_invitations', message)
}
