/** A link with which somebody makes an account because a member has invited them. It works once, for a week. */
import type { Member } from './member.ts'

export type NewInvitation = {
  /** Of its secret. */
  readonly digest: Uint8Array
  /** Who invites. */
  readonly memberId: number
  readonly createdAt: number
  readonly expiresAt: number
}

export type Invitation = Pick<NewInvitation, 'createdAt' | 'expiresAt'> & { readonly id: number }

/** An invitation as somebody finds it who has its secret. */
export type FoundInvitation = Invitation & { readonly inviter: Member }

/** An invitation as it is handed out. */
export type InvitationSecret = Invitation & { readonly secret: string }

export const invitationSeconds = 7 * 24 * 3600

/** Where the site takes an account, with or without an invitation. */
export const registerPath = '/register'

/** `siteUrl` has no slash at its end. */
export function invitationAddress(
  siteUrl: string,
  { secret }: { readonly secret: string },
): string {
  return `${siteUrl}${registerPath}/${secret}`
}
