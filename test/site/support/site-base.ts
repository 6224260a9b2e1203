/** What the sites of tests stand on: a database in a directory of its own, and members. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '#base/clock'
import type { Member } from '#index/members/member'
import { createMembers, type Members, type MembersOptions } from '#index/members/members'
import { createPasswords } from '#index/members/passwords'
import type { Role } from '#index/members/role'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import { openDatabase } from '#index/storage/open-database'
import type { PostgresServer } from '../../support/postgres.ts'

export const password = 'correct horse battery'

export type SiteBaseOptions = {
  readonly engine?: EngineName
  readonly postgres?: () => PostgresServer
}

export type SiteBase = {
  readonly dataDirectory: string
  readonly database: Database
  /** From now on the database answers nothing. */
  readonly losesDatabase: () => Promise<void>
  /** Removes all of it. */
  readonly close: () => Promise<void>
}

export async function openSiteBase(clock: Clock, options: SiteBaseOptions = {}): Promise<SiteBase> {
  const { engine = 'sqlite', postgres } = options
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-site-'))
  const ofPostgres = engine === 'postgres' ? await postgres?.().newDatabase() : undefined
  const database = await openDatabase({
    url: ofPostgres ?? 'sqlite:site.db',
    dataDirectory,
    clock,
  })
  let isOpen = true
  const losesDatabase = async (): Promise<void> => {
    if (isOpen) await database.close()
    isOpen = false
  }
  const close = async (): Promise<void> => {
    await losesDatabase()
    rmSync(dataDirectory, { recursive: true })
  }
  return { dataDirectory, database, losesDatabase, close }
}

/** Of the database, with passwords of next to no cost: what depends on it has tests of its own. */
export function membersOf(
  database: Database,
  options: Pick<MembersOptions, 'clock' | 'changes' | 'rules' | 'mail'>,
): Members {
  return createMembers({
    members: database.members,
    sessions: database.sessions,
    links: database.memberLinks,
    invitations: database.invitations,
    emails: database.emails,
    audit: database.audit,
    passwords: createPasswords({ cost: { memoryKib: 8, passes: 1, lanes: 1 } }),
    ...options,
  })
}

/** Makes a member who has set `password`. */
export async function addMember(
  members: Members,
  name: string,
  role: Role = 'member',
): Promise<Member> {
  const { link, member } = await members.add(name, role, 'operator')
  const client = { browser: undefined, system: undefined }
  await members.useLink(link.secret, { password, name: '', client })
  return member
}
