/** The members in the database; see `index/members/member-repository.ts` for what each method promises. */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { EntriesOf } from '#index/audit/audit-repository'
import type { Member } from '#index/members/member'
import type { MemberBan } from '#index/members/member-ban'
import type { MemberRepository } from '#index/members/member-repository'
import type { Role } from '#index/members/role'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { logged } from './audit-repository.ts'
import { createMemberKeys } from './member-keys.ts'
import {
  banValues,
  endAccess,
  endSessions,
  holdMember,
  insertMember,
  type MemberRow,
  memberColumns,
  memberOf,
  removeInvitations,
} from './member-row.ts'
import { removeMember } from './remove-member.ts'

export function createMemberRepository(access: Access): MemberRepository {
  const { read, write, lock } = access
  return {
    add: (member) => write((transaction) => insertMember(transaction, member)),
    find: (nameKey) =>
      read(async (reader) => {
        const row = await findRow(reader, nameKey)
        return row && memberOf(row)
      }),
    findById: (memberId) => read((reader) => findById(reader, memberId)),
    credentials: (nameKey) =>
      read(async (reader) => {
        const row = await findRow(reader, nameKey)
        return row && { member: memberOf(row), passwordHash: row.password_hash ?? undefined }
      }),
    after: (memberId, limit) => read((reader) => listAfter(reader, memberId, limit)),
    countActive: (roles) =>
      read(async (reader) => {
        const counted = reader
          .selectFrom('members')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('role', 'in', roles)
          .where('state', '=', 'active')
        return (await counted.executeTakeFirstOrThrow()).count
      }),
    setRole: (memberId, role, log) =>
      write((transaction) => setRole(transaction, memberId, role, log)),
    setState: (memberId, state, log) =>
      write(async (transaction) => {
        const changed = await change(transaction, memberId, { state })
        if (state !== 'active') await keepOut(transaction, memberId)
        return await logged(transaction, changed, log)
      }),
    setBan: (memberId, ban, log) =>
      write(async (transaction) => {
        const changed = await change(transaction, memberId, banValues(ban))
        if (ban !== undefined) await keepOut(transaction, memberId)
        return await logged(transaction, changed, log)
      }),
    liftBan: (memberId, ban, log) =>
      write(async (transaction) =>
        logged(transaction, await liftBan(transaction, memberId, ban), log),
      ),
    withEndedBan: (nowSeconds, limit) =>
      read(async (reader) => {
        const ended = reader.selectFrom('members').select(memberColumns)
        const rows = await ended
          .where('banned_until', '<=', nowSeconds)
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map(memberOf)
      }),
    remove: (memberId, remains, roles) =>
      write((transaction) => removeMember(transaction, memberId, { lock, remains, roles })),
    setPassword: (memberId, before, after) =>
      write(async (transaction) => {
        const held = await holdMember(transaction, memberId)
        if (held?.password_hash !== before) return undefined
        await endAccess(transaction, memberId)
        return await change(transaction, memberId, { password_hash: after })
      }),
    rehash: (memberId, before, after) =>
      write(async (transaction) => {
        const same = transaction.updateTable('members').set({ password_hash: after })
        await same.where('id', '=', memberId).where('password_hash', '=', before).execute()
      }),
    ...createMemberKeys(access),
  }
}

async function findRow(reader: Kysely<Tables>, nameKey: string): Promise<MemberRow | undefined> {
  return await reader
    .selectFrom('members')
    .select(memberColumns)
    .where('name_key', '=', storedText(nameKey))
    .executeTakeFirst()
}

async function findById(reader: Kysely<Tables>, memberId: number): Promise<Member | undefined> {
  const found = reader.selectFrom('members').select(memberColumns).where('id', '=', memberId)
  const row = await found.executeTakeFirst()
  return row && memberOf(row)
}

async function listAfter(
  reader: Kysely<Tables>,
  memberId: number,
  limit: number,
): Promise<Member[]> {
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const rows = await reader
    .selectFrom('members')
    .select(memberColumns)
    .where('id', '>', memberId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(memberOf)
}

async function change(
  transaction: Transaction<Tables>,
  memberId: number,
  values: Updateable<Tables['members']>,
): Promise<Member | undefined> {
  const row = await transaction
    .updateTable('members')
    .set(values)
    .where('id', '=', memberId)
    .returning(memberColumns)
    .executeTakeFirst()
  return row && memberOf(row)
}

async function setRole(
  transaction: Transaction<Tables>,
  memberId: number,
  role: Role,
  log: EntriesOf<Member> | undefined,
): Promise<Member | undefined> {
  const before = await findById(transaction, memberId)
  if (before === undefined || before.role === role) return before
  const changed = await change(transaction, memberId, { role })
  await endSessions(transaction, memberId)
  return await logged(transaction, changed, log)
}

async function liftBan(
  transaction: Transaction<Tables>,
  memberId: number,
  { at, reason, until }: MemberBan,
): Promise<Member | undefined> {
  const row = await transaction
    .updateTable('members')
    .set(banValues(undefined))
    .where('id', '=', memberId)
    .where('banned_at', '=', at)
    .where('ban_reason', '=', storedText(reason))
    .where('banned_until', until === undefined ? 'is' : '=', until ?? null)
    .returning(memberColumns)
    .executeTakeFirst()
  return row && memberOf(row)
}

/** What somebody was handed who is kept out. */
async function keepOut(transaction: Transaction<Tables>, memberId: number): Promise<void> {
  await endAccess(transaction, memberId)
  await removeInvitations(transaction, memberId)
}
