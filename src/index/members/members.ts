/**
 * The accounts of members: everything that an operator or a member can do with one, whichever way they come. Secrets go
 * to whoever asked and nowhere else; the database has digests of them.
 */
import type { Clock } from '#base/clock'
import { failedLoginsRememberedMax } from '#base/limits'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { LinkRepository } from './link-repository.ts'
import { LoginBackOff } from './login-back-off.ts'
import { createLogins, type Logins } from './logins.ts'
import { createMemberAdministration, type MemberAdministration } from './member-administration.ts'
import type { MemberParts } from './member-parts.ts'
import type { MemberRepository } from './member-repository.ts'
import { createPasswordLinks, type PasswordLinks } from './password-links.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import type { SessionRepository } from './session-repository.ts'
import { createTorrentKeys, type TorrentKeys } from './torrent-keys.ts'

export type MembersOptions = {
  readonly members: MemberRepository
  readonly sessions: SessionRepository
  readonly links: LinkRepository
  readonly audit: AuditRepository
  readonly clock: Clock
  /** Called whenever there is somebody who may look after the whole site, who was not before. */
  readonly administratorMade?: () => void
  /** Of the usual cost, unless a test is in a hurry. */
  readonly passwords?: Passwords
}

export type Members = MemberAdministration & Logins & PasswordLinks & TorrentKeys

export function createMembers(options: MembersOptions): Members {
  const { administratorMade = () => {}, passwords = createPasswords() } = options
  const backOff = new LoginBackOff(failedLoginsRememberedMax)
  const parts: MemberParts = { ...options, administratorMade, passwords, backOff }
  return {
    ...createMemberAdministration(parts),
    ...createLogins(parts),
    ...createPasswordLinks(parts),
    ...createTorrentKeys(parts),
  }
}
