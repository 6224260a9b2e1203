/** Takes all that is known of a member out of the database, and leaves the row that others refer to. */
import type { Transaction } from 'kysely'
import type { Member } from '#index/members/member'
import type { MemberRemains } from '#index/members/member-repository'
import type { Role } from '#index/members/role'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { eraseClients } from './erase-clients.ts'
import { banValues, holdMember, memberColumns, memberOf } from './member-row.ts'

type Removal = {
  readonly lock: Access['lock']
  readonly remains: MemberRemains
  /** Somebody else must have one of them, where this member has. */
  readonly roles: readonly Role[]
}

/** Tables with rows of a member's own; an empty account needs none of them. */
const ownTables = [
  'sessions',
  'member_links',
  'email_confirmations',
  'invitations',
  'revoked_torrent_keys',
  'tokens',
  'notices',
  'notice_settings',
  'toplist_ranks',
  'suspicions',
] as const

export async function removeMember(
  transaction: Transaction<Tables>,
  memberId: number,
  { lock, remains, roles }: Removal,
): Promise<Member | 'last' | undefined> {
  // A flush either is over, and what it stored is erased, or finds the account deleted.
  await lock(transaction, 'member_traces')
  const holders = await holdThoseWith(transaction, roles)
  const row = await holdMember(transaction, memberId)
  if (row === undefined || row.state === 'deleted') return undefined
  const isAmongThem = roles.includes(row.role)
  if (isAmongThem && holders.every((id) => id === memberId)) return 'last'
  await eraseClients(transaction, memberId)
  for (const table of ownTables)
    await transaction.deleteFrom(table).where('member_id', '=', memberId).execute()
  // What was reported stays for those who handle it, without the member's own words.
  const reports = transaction.updateTable('reports').set({ text: '' })
  await reports.where('reporter_id', '=', memberId).execute()
  const petitions = transaction.updateTable('petitions')
  await petitions.set({ explanation: '' }).where('starter_id', '=', memberId).execute()
  const appeals = petitions.set({ appeal_statement: '' })
  await appeals.where('appealed_by_id', '=', memberId).execute()
  // Sums and amounts stay, without what was said about the member.
  const entries = transaction.updateTable('point_entries').set({ reason: '' })
  await entries.where('member_id', '=', memberId).execute()
  return await empty(transaction, memberId, remains)
}

/** Nobody else changes them until this transaction has ended, or two would go at the same time. */
async function holdThoseWith(
  transaction: Transaction<Tables>,
  roles: readonly Role[],
): Promise<readonly number[]> {
  const rows = await transaction
    .updateTable('members')
    // A change of nothing holds the row on both engines.
    .set((member) => ({ role: member.ref('role') }))
    .where('role', 'in', roles)
    .where('state', '=', 'active')
    .where('banned_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

async function empty(
  transaction: Transaction<Tables>,
  memberId: number,
  { name, torrentKey }: MemberRemains,
): Promise<Member> {
  const row = await transaction
    .updateTable('members')
    .set({
      name: storedText(name),
      name_key: storedText(name),
      role: 'member',
      state: 'deleted',
      password_hash: null,
      torrent_key: torrentKey,
      old_key_mark: null,
      last_seen_at: null,
      email: null,
      email_key: null,
      feed_token: null,
      invited_by_id: null,
      ...banValues(undefined),
    })
    .where('id', '=', memberId)
    .returning(memberColumns)
    .executeTakeFirstOrThrow()
  return memberOf(row)
}
