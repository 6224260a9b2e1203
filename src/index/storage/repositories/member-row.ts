/** A member as a row of its table, and back; and what ends with a member's rights. */
import type { Kysely, Selectable } from 'kysely'
import type { Member, NewMember } from '#index/members/member'
import type { MemberBan } from '#index/members/member-ban'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'

export const memberColumns = [
  'id',
  'name',
  'role',
  'state',
  'password_hash',
  'created_at',
  'last_seen_at',
  'invited_by_id',
  'banned_at',
  'ban_reason',
  'ban_is_public',
  'banned_until',
] as const

export type MemberRow = Pick<Selectable<Tables['members']>, (typeof memberColumns)[number]>

export function memberOf(row: MemberRow): Member {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    state: row.state,
    hasPassword: row.password_hash !== null,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at ?? undefined,
    ban: banOf(row),
    invitedById: row.invited_by_id ?? undefined,
  }
}

function banOf(row: MemberRow): MemberBan | undefined {
  if (row.banned_at === null) return undefined
  return {
    reason: row.ban_reason ?? '',
    isPublic: row.ban_is_public === 1,
    at: row.banned_at,
    until: row.banned_until ?? undefined,
  }
}

/** Of one who is banned or no longer. */
export function banValues(ban: MemberBan | undefined) {
  return {
    banned_at: ban?.at ?? null,
    ban_reason: ban === undefined ? null : storedText(ban.reason),
    ban_is_public: ban === undefined ? null : ban.isPublic ? (1 as const) : (0 as const),
    banned_until: ban?.until ?? null,
  }
}

/** Undefined where somebody has the name, or one that looks like it. */
export async function insertMember(
  database: Kysely<Tables>,
  member: NewMember,
): Promise<Member | undefined> {
  const nameKey = storedText(member.nameKey)
  // PostgreSQL would use up a number for what is not inserted.
  const keys = [nameKey, ...(member.alikeKeys ?? []).map(storedText)]
  const present = database.selectFrom('members').select('id').where('name_key', 'in', keys)
  if ((await present.executeTakeFirst()) !== undefined) return undefined
  const row = await database
    .insertInto('members')
    .values({
      name: storedText(member.name),
      name_key: nameKey,
      role: member.role,
      password_hash: member.passwordHash ?? null,
      torrent_key: member.torrentKey,
      created_at: member.createdAt,
      invited_by_id: member.invitedById ?? null,
    })
    .onConflict((conflict) => conflict.column('name_key').doNothing())
    .returning(memberColumns)
    .executeTakeFirst()
  return row && memberOf(row)
}

/**
 * Holds the member until the transaction has ended. Whatever gives or takes what leads to an account does this first, so that
 * neither overlooks what the other does, and no two wait for each other.
 */
export async function holdMember(database: Kysely<Tables>, memberId: number) {
  return await database
    .updateTable('members')
    // A change of nothing holds the row on both engines.
    .set((member) => ({ role: member.ref('role') }))
    .where('id', '=', memberId)
    .returning(['role', 'state', 'password_hash', 'email'])
    .executeTakeFirst()
}

/** Whatever leads to the account without its password: sessions, links, and a new address, to which links would go. */
export async function endAccess(database: Kysely<Tables>, memberId: number): Promise<void> {
  await endSessions(database, memberId)
  await removeLinks(database, memberId)
  await removeConfirmations(database, memberId)
}

export async function endSessions(database: Kysely<Tables>, memberId: number): Promise<void> {
  await database.deleteFrom('sessions').where('member_id', '=', memberId).execute()
}

export async function removeLinks(database: Kysely<Tables>, memberId: number): Promise<void> {
  await database.deleteFrom('member_links').where('member_id', '=', memberId).execute()
}

export async function removeConfirmations(
  database: Kysely<Tables>,
  memberId: number,
): Promise<void> {
  await database.deleteFrom('email_confirmations').where('member_id', '=', memberId).execute()
}

export async function removeInvitations(database: Kysely<Tables>, memberId: number): Promise<void> {
  await database.deleteFrom('invitations').where('member_id', '=', memberId).execute()
}
