/**
 * What the addresses of members need of a database. An address is the member's when they have shown that its mail
 * reaches them; until then it waits beside the one before.
 */
import type { EmailAddress } from './email-address.ts'
import type { Member } from './member.ts'

export type NewConfirmation = {
  /** Of the secret in the link that was sent. */
  readonly digest: Uint8Array
  readonly memberId: number
  /** Of the password with which it was asked for. */
  readonly passwordHash: string
  readonly email: EmailAddress
  readonly createdAt: number
  readonly expiresAt: number
}

export type Confirmation = {
  readonly member: Member
  readonly address: string
  readonly expiresAt: number
}

/** Undefined is what there is none of. */
export type MemberEmail = {
  readonly confirmed: string | undefined
  readonly waiting: string | undefined
}

export type Confirmed = {
  readonly member: Member
  readonly address: string
  /** The one that it takes the place of. */
  readonly before: string | undefined
}

/** `address` is as they gave it. */
export type EmailOwner = { readonly member: Member; readonly address: string }

export type EmailRepository = {
  /** `waiting` has not expired. */
  readonly find: (memberId: number, nowSeconds: number) => Promise<MemberEmail>
  /**
   * In place of the member's earlier one; removes all that have expired, too. False where the password was changed meanwhile,
   * and nothing is changed.
   */
  readonly addConfirmation: (confirmation: NewConfirmation) => Promise<boolean>
  /** Expired ones too. */
  readonly findConfirmation: (digest: Uint8Array) => Promise<Confirmation | undefined>
  /**
   * The address is the member's from now on, and links that were sent to the one before are over; undefined where there is
   * nothing to confirm, or the member is not active.
   */
  readonly confirm: (digest: Uint8Array, nowSeconds: number) => Promise<Confirmed | undefined>
  /** Both, and links that were sent there. Gives the one that was confirmed. */
  readonly remove: (memberId: number) => Promise<string | undefined>
  /** Who has confirmed an address with this key, by ascending id. */
  readonly owners: (key: string, limit: number) => Promise<readonly EmailOwner[]>
}
