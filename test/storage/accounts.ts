/** Accounts over a real database, for tests: members who have set a password, and logins. */
import { MemberError } from '#index/members/member-error'
import { createMembers, type Members } from '#index/members/members'
import { createPasswords } from '#index/members/passwords'
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
}

export function accountsOf(
  database: Database,
  clock: TestClock,
  passwords = createPasswords({ cost: quickCost }),
): Accounts {
  const { members, sessions, memberLinks: links, audit } = database
  const administratorMade = (): void => void accounts.made++
  const parts = { members, sessions, links, audit, clock, passwords, administratorMade }
  const accounts: Accounts = { database, made: 0, members: createMembers(parts) }
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
