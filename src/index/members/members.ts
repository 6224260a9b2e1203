/**
 * The accounts of members: everything that an operator or a member can do with one, whichever way they come. Secrets go
 * to whoever asked and nowhere else; the database has digests of them.
 */
import type { Clock } from '#base/clock'
import { failedLoginsRememberedMax, loginsHeldMax } from '#base/limits'
import type { AuditRepository } from '#index/audit/audit-repository'
import { noMailer } from '#index/mail/mailer'
import type { EmailRepository } from './email-repository.ts'
import type { InvitationRepository } from './invitation-repository.ts'
import { createInvitations, type Invitations } from './invitations.ts'
import type { Letter } from './letters.ts'
import type { LinkRepository } from './link-repository.ts'
import { LoginBackOff } from './login-back-off.ts'
import { createLogins, type Logins } from './logins.ts'
import { createMemberAdministration, type MemberAdministration } from './member-administration.ts'
import { createMemberBans, type MemberBans } from './member-bans.ts'
import type { MemberChanges } from './member-changes.ts'
import { createMemberDeletion, type MemberDeletion } from './member-deletion.ts'
import { createMemberEmails, type MemberEmails } from './member-emails.ts'
import type { MemberParts } from './member-parts.ts'
import type { MemberMail } from './member-post.ts'
import type { MemberRepository } from './member-repository.ts'
import { createPasswordCheck } from './password-check.ts'
import { createPasswordLinks, type PasswordLinks } from './password-links.ts'
import { createPasswordResets, type PasswordResets } from './password-resets.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { noRegistration, type RegistrationRules } from './registration-rules.ts'
import { createRegistrations, type Registrations } from './registrations.ts'
import type { SessionRepository } from './session-repository.ts'
import { createTorrentKeys, type TorrentKeys } from './torrent-keys.ts'

export type MembersOptions = {
  readonly members: MemberRepository
  readonly sessions: SessionRepository
  readonly links: LinkRepository
  readonly invitations: InvitationRepository
  readonly emails: EmailRepository
  readonly audit: AuditRepository
  readonly clock: Clock
  /** Called whenever there is somebody who may look after the whole site, who was not before. */
  readonly administratorMade?: () => void
  /** Who has to know of changes of keys. */
  readonly changes?: MemberChanges | undefined
  /** Who may make an account; nobody without it. */
  readonly rules?: (() => RegistrationRules) | undefined
  /** Without it there is no mail. */
  readonly mail?: MemberMail | undefined
  /** Of the usual cost, unless a test is in a hurry. */
  readonly passwords?: Passwords
}

const nobodyToTell: MemberChanges = { changed: () => {} }

const noMail: MemberMail = {
  mailer: noMailer,
  letters: {
    confirm: nothingToSay,
    changed: nothingToSay,
    reset: nothingToSay,
    notices: nothingToSay,
  },
  site: () => ({ name: '', url: '' }),
}

function nothingToSay(): Letter {
  return { subject: '', text: '' }
}

export type Members = MemberAdministration &
  Logins &
  PasswordLinks &
  TorrentKeys &
  Registrations &
  Invitations &
  MemberEmails &
  PasswordResets &
  MemberBans &
  MemberDeletion

export function createMembers(options: MembersOptions): Members {
  const parts: MemberParts = {
    ...options,
    administratorMade: options.administratorMade ?? (() => {}),
    changes: options.changes ?? nobodyToTell,
    passwords: options.passwords ?? createPasswords(),
    rules: options.rules ?? (() => noRegistration),
    mail: options.mail ?? noMail,
    backOff: new LoginBackOff({ rememberedMax: failedLoginsRememberedMax, heldMax: loginsHeldMax }),
  }
  const passwordCheck = createPasswordCheck(parts)
  const emails = createMemberEmails(parts, passwordCheck)
  return {
    ...createMemberAdministration(parts),
    ...createLogins(parts, passwordCheck),
    ...createPasswordLinks(parts),
    ...createTorrentKeys(parts),
    ...createRegistrations(parts, emails),
    ...createInvitations(parts),
    ...emails,
    ...createPasswordResets(parts),
    ...createMemberBans(parts),
    ...createMemberDeletion(parts, passwordCheck),
  }
}
