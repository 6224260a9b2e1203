/** The members in the database; see `index/members/member-repository.ts` for what each method promises. */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { Member } from '#index/members/member'
import type { MemberBan } from '#index/members/member-ban'
import type { MemberRepository } from '#index/members/member-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { createMemberKeys } from './member-keys.ts'
import {
  banValues,
  endSessions,
  insertMember,
  type MemberRow,
  memberColumns,
  memberOf,
  removeInvitations,
  removeLinks,
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
    setRole: (memberId, role) =>
      write(async (transaction) => {
        const before = await findById(transaction, memberId)
        if (before === undefined || before.role === role) return before
        await endSessions(transaction, memberId)
        return await change(transaction, memberId, { role })
      }),
    setState: (memberId, state) =>
      write(async (transaction) => {
        if (state !== 'active') await keepOut(transaction, memberId)
        return await change(transaction, memberId, { state })
      }),
    setBan: (memberId, ban) =>
      write(async (transaction) => {
        if (ban !== undefined) await keepOut(transaction, memberId)
        return await change(transaction, memberId, banValues(ban))
      }),
    liftBan: (memberId, ban) => write((transaction) => liftBan(transaction, memberId, ban)),
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
    setPassword: (memberId, passwordHash) =>
      write(async (transaction) => {
        await endAll(transaction, memberId)
        return await change(transaction, memberId, { password_hash: passwordHash })
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

async function endAll(transaction: Transaction<Tables>, memberId: number): Promise<void> {
  await endSessions(transaction, memberId)
  await removeLinks(transaction, memberId)
}

/** What somebody was handed who is kept out. */
async function keepOut(transaction: Transaction<Tables>, memberId: number): Promise<void> {
  await endAll(transaction, memberId)
  await removeInvitations(transaction, memberId)
}
