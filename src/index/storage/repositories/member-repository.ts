/** The members in the database; see `index/members/member-repository.ts` for what each method promises. */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { Member } from '#index/members/member'
import type { KeyReplacement, MemberRepository } from '#index/members/member-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import {
  endSessions,
  insertMember,
  type MemberRow,
  memberColumns,
  memberOf,
  removeLinks,
} from './member-row.ts'

export function createMemberRepository({ read, write }: Access): MemberRepository {
  return {
    add: (member) => write((transaction) => insertMember(transaction, member)),
    find: (nameKey) =>
      read(async (reader) => {
        const row = await findRow(reader, nameKey)
        return row && memberOf(row)
      }),
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
        if (state !== 'active') await endAll(transaction, memberId)
        return await change(transaction, memberId, { state })
      }),
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
    torrentKey: (memberId) =>
      read(async (reader) => {
        const found = reader.selectFrom('members').select('torrent_key').where('id', '=', memberId)
        return (await found.executeTakeFirst())?.torrent_key
      }),
    replaceTorrentKey: (memberId, replacement) =>
      write((transaction) => replaceTorrentKey(transaction, memberId, replacement)),
    ownerOfRevokedKey: (digest) =>
      read(async (reader) => {
        const found = reader.selectFrom('revoked_torrent_keys').select('member_id')
        const revoked = await found.where('hash', '=', digest).executeTakeFirst()
        return revoked && (await findById(reader, revoked.member_id))
      }),
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

async function endAll(transaction: Transaction<Tables>, memberId: number): Promise<void> {
  await endSessions(transaction, memberId)
  await removeLinks(transaction, memberId)
}

async function replaceTorrentKey(
  transaction: Transaction<Tables>,
  memberId: number,
  { revoked, revokedDigest, key, at }: KeyReplacement,
): Promise<boolean> {
  const replaced = await transaction
    .updateTable('members')
    .set({ torrent_key: key })
    .where('id', '=', memberId)
    .where('torrent_key', '=', revoked)
    .returning('id')
    .executeTakeFirst()
  if (replaced === undefined) return false
  await transaction
    .insertInto('revoked_torrent_keys')
    .values({ hash: revokedDigest, member_id: memberId, revoked_at: at })
    .execute()
  return true
}
