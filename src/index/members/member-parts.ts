/** What the services of members are made of; `members.ts` puts them together. */
import type { Clock } from '#base/clock'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { EmailRepository } from './email-repository.ts'
import type { InvitationRepository } from './invitation-repository.ts'
import type { LinkRepository } from './link-repository.ts'
import type { LoginBackOff } from './login-back-off.ts'
import type { MemberChanges } from './member-changes.ts'
import type { MemberMail } from './member-post.ts'
import type { MemberRepository } from './member-repository.ts'
import type { Passwords } from './passwords.ts'
import type { RegistrationRules } from './registration-rules.ts'
import type { SessionRepository } from './session-repository.ts'

export type MemberParts = {
  readonly members: MemberRepository
  readonly sessions: SessionRepository
  readonly links: LinkRepository
  readonly invitations: InvitationRepository
  readonly emails: EmailRepository
  readonly audit: AuditRepository
  readonly clock: Clock
  readonly passwords: Passwords
  readonly backOff: LoginBackOff
  /** A reload may change them. */
  readonly rules: () => RegistrationRules
  readonly mail: MemberMail
  /** Told of every key that is new, that is reset, or that may be used again or no longer. */
  readonly changes: MemberChanges
  /** Somebody may look after the whole site now: the link for whoever comes first is of no use any more. */
  readonly administratorMade: () => void
}

/** How the audit log names a member, as who acts and as what is acted upon. */
export function memberLabel({ id }: { readonly id: number }): string {
  return `member ${id}`
}
