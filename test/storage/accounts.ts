/** Accounts over a real database, for tests: members who have set a password, and logins. */

import type { MemberChange } from '#index/members/member-changes'
import { MemberError } from '#index/members/member-error'
import type { MemberMail } from '#index/members/member-post'
import { createMembers, type Members } from '#index/members/members'
import { createPasswords, type Passwords } from '#index/members/passwords'
import type { RegistrationRules } from '#index/members/registration-rules'
import type { Database } from '#index/storage/database'
import type { TestClock } from './databases.ts'

export const firefox = { browser: 'Firefox', system: 'Linux' } as const
export const password = 'correct horse'

/** Of next to no cost: what depends on it has tests of its own. */
export const quickCost = { memoryKib: 8, passes: 1, lanes: 1 } as const

export type Accounts = {
  readonly members: Members
  readonly database: Database
  /** How often somebody became administrator. */
  made: number
  /** What the tracker was told. */
  readonly told: MemberChange[]
}

export type AccountsOptions = {
  readonly passwords?: Passwords
  readonly rules?: () => RegistrationRules
  readonly mail?: MemberMail
}

export function accountsOf(
  database: Database,
  clock: TestClock,
  { passwords = createPasswords({ cost: quickCost }), ...more }: AccountsOptions = {},
): Accounts {
  const { members, sessions, memberLinks: links, invitations, emails, audit } = database
  const told: MemberChange[] = []
  const changes = { changed: (change: MemberChange) => void told.push(change) }
  const administratorMade = (): void => void accounts.made++
  const stores = { members, sessions, links, invitations, emails, audit }
  const parts = { ...stores, ...more, clock, passwords, changes, administratorMade }
  const accounts: Accounts = { database, made: 0, told, members: createMembers(parts) }
  return accounts
}

/** A member who has set a password; gives the secret of their session. */
export async function addMember({ members }: Accounts, name: string): Promise<string> {
  const { link } = await members.add(name, 'member', 'operator')
  const use = { password, name: '', client: firefox }
  return (await members.useLink(link.secret, use)).secret
}

export async function logIn(
  { members }: Accounts,
  name: string,
  given = password,
  network = '192.0.2.1',
) {
  const client = firefox
  return await members.logIn({ name, password: given, network, client, replaced: undefined })
}

/** What `work` must reject with. */
export async function refusalOf(work: Promise<unknown>): Promise<MemberError> {
  const error: unknown = await work.then(
    () => 'it succeeded',
    (reason: unknown) => reason,
  )
  if (error instanceof MemberError) return error
  throw new Error(`no MemberError: ${String(error)}`)
}
