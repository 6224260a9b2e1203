/**
 * What can be wrong with a request about members: a stable code for programs and for the site, which has its own words
 * for it, and a line for the operator that says what is wrong and what to do next.
 */
export type MemberErrorCode =
  | 'invalid_name'
  | 'reserved_name'
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

export class MemberError extends Error {
  override readonly name = 'MemberError'
  readonly code: MemberErrorCode
  /** When to try again; 0 where that does not help. */
  readonly retryAfterSeconds: number

  constructor(code: MemberErrorCode, message: string, retryAfterSeconds = 0) {
    super(message)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}
