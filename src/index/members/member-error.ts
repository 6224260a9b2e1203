/**
 * What can be wrong with a request about members: a stable code for programs and for the site, which has its own words
 * for it, and a line for the operator that says what is wrong and what to do next.
 */
import type { MemberBan } from './member-ban.ts'

export type MemberErrorCode =
  | 'invalid_name'
  /** Of letters of several alphabets that look alike. */
  | 'mixed_name'
  | 'reserved_name'
  /** Or it looks like that of somebody. */
  | 'name_taken'
  | 'unknown_member'
  | 'deleted_member'
  | 'suspended_member'
  | 'password_too_short'
  | 'password_too_long'
  | 'password_common'
  | 'password_is_name'
  /** Name and password do not belong together; whether there is such a name is not told. */
  | 'wrong_login'
  /** Too many attempts; `retryAfterSeconds` says when the next is listened to. */
  | 'login_delayed'
  /** Too many others at the same time. */
  | 'logins_busy'
  /** Used, expired or never made. */
  | 'unknown_link'
  /** Told to whoever knows the password; `ban` says why and for how long. */
  | 'banned_member'
  | 'invalid_reason'
  | 'invalid_end'
  /** Nobody can make an account by themselves. */
  | 'registration_closed'
  /** An account needs an invitation. */
  | 'invitation_needed'
  /** Used, expired or never made. */
  | 'unknown_invitation'
  | 'too_many_invitations'
  /** Of one network; `retryAfterSeconds` says when it may be one more. */
  | 'too_many_accounts'
  | 'invalid_email'
  /** No mail can be sent, now or ever. */
  | 'no_mail'
  /** Too much was asked to be sent; `retryAfterSeconds` says when to ask again. */
  | 'mail_delayed'
  /** Nobody else looks after the site. */
  | 'last_administrator'

/** What is said beside a code. */
type Extra = {
  /** When to try again; 0 where that does not help. */
  readonly retryAfterSeconds?: number
  readonly ban?: MemberBan
}

export class MemberError extends Error {
  override readonly name = 'MemberError'
  readonly code: MemberErrorCode
  /** When to try again; 0 where that does not help. */
  readonly retryAfterSeconds: number

  /** Why somebody is kept out, as far as they are told. */
  readonly ban: MemberBan | undefined

  constructor(code: MemberErrorCode, message: string, extra: Extra = {}) {
    super(message)
    this.code = code
    this.retryAfterSeconds = extra.retryAfterSeconds ?? 0
    this.ban = extra.ban
  }
}
