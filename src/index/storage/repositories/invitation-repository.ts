/** The invitations in the database. */
import type { Kysely, Transaction } from 'kysely'
import { storagePageMax } from '#base/limits'
import type { FoundInvitation, Invitation, NewInvitation } from '#index/members/invitation'
import type { InvitationOutcome, InvitationRepository } from '#index/members/invitation-repository'
import type { NewMember } from '#index/members/member'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { insertMember, memberColumns, memberOf } from './member-row.ts'

const columns = ['id', 'created_at', 'expires_at'] as const

export function createInvitationRepository({ read, write }: Access): InvitationRepository {
  return {
    add: (invitation, openMax) =>
      write((transaction) => addInvitation(transaction, invitation, openMax)),
    find: (digest) => read((reader) => findInvitation(reader, digest)),
    list: (memberId, nowSeconds) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('invitations')
          .select(columns)
          .where('member_id', '=', memberId)
          .where('expires_at', '>', nowSeconds)
          .orderBy('id')
          .execute()
        return rows.map(invitationOf)
      }),
    remove: (memberId, invitationId) =>
      write(async (transaction) => {
        const one = transaction.deleteFrom('invitations').where('id', '=', invitationId)
        await one.where('member_id', '=', memberId).execute()
      }),
    use: (digest, nowSeconds, member) =>
      write((transaction) => useInvitation(transaction, digest, { nowSeconds, member })),
    invited: (memberId) =>
      read(async (reader) => {
        const invited = reader.selectFrom('members').select(memberColumns)
        const rows = await invited
          .where('invited_by_id', '=', memberId)
          .orderBy('id')
          .limit(storagePageMax)
          .execute()
        return rows.map(memberOf)
      }),
  }
}

async function addInvitation(
  transaction: Transaction<Tables>,
  { digest, memberId, createdAt, expiresAt }: NewInvitation,
  openMax: number,
): Promise<Invitation | undefined> {
  await transaction.deleteFrom('invitations').where('expires_at', '<=', createdAt).execute()
  // A change of nothing holds the member on both engines, or two at the same time would be one too many.
  const member = transaction.updateTable('members').set((row) => ({ role: row.ref('role') }))
  await member.where('id', '=', memberId).execute()
  const { open } = await transaction
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('member_id', '=', memberId)
    .executeTakeFirstOrThrow()
  if (open >= openMax) return undefined
  const row = await transaction
    .insertInto('invitations')
    .values({ hash: digest, member_id: memberId, created_at: createdAt, expires_at: expiresAt })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return invitationOf(row)
}

async function findInvitation(
  reader: Kysely<Tables>,
  digest: Uint8Array,
): Promise<FoundInvitation | undefined> {
  const row = await reader
    .selectFrom('invitations')
    .select([...columns, 'member_id'])
    .where('hash', '=', digest)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const inviter = reader.selectFrom('members').select(memberColumns)
  const member = await inviter.where('id', '=', row.member_id).executeTakeFirstOrThrow()
  return { ...invitationOf(row), inviter: memberOf(member) }
}

type Use = { readonly nowSeconds: number; readonly member: NewMember }

async function useInvitation(
  transaction: Transaction<Tables>,
  digest: Uint8Array,
  { nowSeconds, member }: Use,
): Promise<InvitationOutcome> {
  const taken = await transaction
    .updateTable('invitations')
    // A change of nothing holds the row: nobody else can use it until this transaction has ended.
    .set((invitation) => ({ expires_at: invitation.ref('expires_at') }))
    .where('hash', '=', digest)
    .where('expires_at', '>', nowSeconds)
    .returning(['id', 'member_id'])
    .executeTakeFirst()
  if (taken === undefined || !(await isLetIn(transaction, taken.member_id, nowSeconds)))
    return 'gone'
  const added = await insertMember(transaction, { ...member, invitedById: taken.member_id })
  if (added === undefined) return 'name_taken'
  await transaction.deleteFrom('invitations').where('id', '=', taken.id).execute()
  return added
}

/** As `index/members/member-ban.ts` says it: one may have been kept out just when they made the invitation. */
async function isLetIn(
  transaction: Transaction<Tables>,
  memberId: number,
  nowSeconds: number,
): Promise<boolean> {
  const member = transaction.selectFrom('members').select('id').where('id', '=', memberId)
  const found = await member
    .where('state', '=', 'active')
    .where((row) => row.or([row('banned_at', 'is', null), row('banned_until', '<=', nowSeconds)]))
    .executeTakeFirst()
  return found !== undefined
}

type Row = { readonly id: number; readonly created_at: number; readonly expires_at: number }

function invitationOf({ id, created_at, expires_at }: Row): Invitation {
  return { id, createdAt: created_at, expiresAt: expires_at }
}
