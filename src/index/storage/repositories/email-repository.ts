/** The addresses of members in the database. */
import type { Kysely, Transaction } from 'kysely'
import type {
  Confirmed,
  EmailRepository,
  MemberEmail,
  NewConfirmation,
} from '#index/members/email-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import {
  holdMember,
  memberColumns,
  memberOf,
  removeConfirmations,
  removeLinks,
} from './member-row.ts'

export function createEmailRepository({ read, write }: Access): EmailRepository {
  return {
    find: (memberId, nowSeconds) => read((reader) => findEmail(reader, memberId, nowSeconds)),
    addConfirmation: (confirmation) =>
      write((transaction) => addConfirmation(transaction, confirmation)),
    findConfirmation: (digest) =>
      read(async (reader) => {
        const confirmation = await reader
          .selectFrom('email_confirmations')
          .select(['member_id', 'email', 'expires_at'])
          .where('hash', '=', digest)
          .executeTakeFirst()
        if (confirmation === undefined) return undefined
        const { member_id: memberId, email: address, expires_at: expiresAt } = confirmation
        const owner = reader.selectFrom('members').select(memberColumns)
        const row = await owner.where('id', '=', memberId).executeTakeFirstOrThrow()
        return { member: memberOf(row), address, expiresAt }
      }),
    confirm: (digest, nowSeconds) =>
      write((transaction) => confirm(transaction, digest, nowSeconds)),
    remove: (memberId) =>
      write(async (transaction) => {
        const confirmed = (await holdMember(transaction, memberId))?.email ?? undefined
        await removeConfirmations(transaction, memberId)
        await removeLinks(transaction, memberId)
        const member = transaction.updateTable('members').set({ email: null, email_key: null })
        await member.where('id', '=', memberId).execute()
        return confirmed
      }),
    owners: (key, limit) =>
      read(async (reader) => {
        const owners = reader.selectFrom('members').select([...memberColumns, 'email'])
        const rows = await owners
          .where('email_key', '=', storedText(key))
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map((row) => ({ member: memberOf(row), address: row.email ?? '' }))
      }),
  }
}

async function findEmail(
  reader: Kysely<Tables>,
  memberId: number,
  nowSeconds: number,
): Promise<MemberEmail> {
  const member = reader.selectFrom('members').select('email').where('id', '=', memberId)
  const waiting = reader
    .selectFrom('email_confirmations')
    .select('email')
    .where('member_id', '=', memberId)
    .where('expires_at', '>', nowSeconds)
  return {
    confirmed: (await member.executeTakeFirst())?.email ?? undefined,
    waiting: (await waiting.executeTakeFirst())?.email,
  }
}

async function addConfirmation(
  transaction: Transaction<Tables>,
  { digest, memberId, passwordHash, email, createdAt, expiresAt }: NewConfirmation,
): Promise<boolean> {
  const member = await holdMember(transaction, memberId)
  if (member?.password_hash !== passwordHash) return false
  await transaction.deleteFrom('email_confirmations').where('expires_at', '<=', createdAt).execute()
  const values = {
    hash: digest,
    email: storedText(email.address),
    email_key: storedText(email.key),
    created_at: createdAt,
    expires_at: expiresAt,
  }
  await transaction
    .insertInto('email_confirmations')
    .values({ ...values, member_id: memberId })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet(values))
    .execute()
  return true
}

async function confirm(
  transaction: Transaction<Tables>,
  digest: Uint8Array,
  nowSeconds: number,
): Promise<Confirmed | undefined> {
  const found = transaction.selectFrom('email_confirmations').select('member_id')
  const memberId = (await found.where('hash', '=', digest).executeTakeFirst())?.member_id
  const before = memberId === undefined ? undefined : await holdMember(transaction, memberId)
  const confirmation = await transaction
    .deleteFrom('email_confirmations')
    .where('hash', '=', digest)
    .where('expires_at', '>', nowSeconds)
    .returning(['email', 'email_key'])
    .executeTakeFirst()
  if (memberId === undefined || confirmation === undefined) return undefined
  await removeLinks(transaction, memberId)
  const { email, email_key } = confirmation
  const row = await transaction
    .updateTable('members')
    .set({ email, email_key })
    .where('id', '=', memberId)
    .where('state', '=', 'active')
    .returning(memberColumns)
    .executeTakeFirst()
  return row && { member: memberOf(row), address: email, before: before?.email ?? undefined }
}
