/** Points in the database; see `index/points/point-repository.ts` for what each method promises. */
import type { Kysely, Transaction } from 'kysely'
import type { AuditEntry } from '#index/audit/audit-repository'
import type { PointBalance, PointEntry } from '#index/points/point-entry'
import type { GrantOutcome, PointGrant, PointRepository } from '#index/points/point-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { insertAuditEntries } from './audit-repository.ts'

export function createPointRepository({ read, write }: Access): PointRepository {
  return {
    balanceOf: (memberId) => read((reader) => readBalance(reader, memberId)),
    entries: (memberId, beforeId, limit) =>
      read((reader) => readEntries(reader, memberId, beforeId, limit)),
    grant: (grant, entry) => write((transaction) => storeGrant(transaction, grant, entry)),
  }
}

async function readBalance(reader: Kysely<Tables>, memberId: number): Promise<PointBalance> {
  const row = await reader
    .selectFrom('member_points')
    .select(['balance', 'from_torrents', 'from_galleries'])
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (row === undefined) return { balance: 0, fromTorrents: 0, fromGalleries: 0 }
  const { balance, from_torrents, from_galleries } = row
  return { balance, fromTorrents: from_torrents, fromGalleries: from_galleries }
}

async function readEntries(
  reader: Kysely<Tables>,
  memberId: number,
  beforeId: number | undefined,
  limit: number,
): Promise<PointEntry[]> {
  const rows = await reader
    .selectFrom('point_entries')
    .leftJoin('completions', 'completions.id', 'point_entries.completion_id')
    .leftJoin('torrents', 'torrents.id', 'completions.torrent_id')
    .select(['point_entries.id', 'kind', 'amount', 'point_entries.credited_at', 'reason'])
    .select(['torrents.name', 'torrents.info_hash'])
    .where('point_entries.member_id', '=', memberId)
    .$if(beforeId !== undefined, (query) =>
      query.where('point_entries.id', '<', beforeId as number),
    )
    .orderBy('point_entries.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, kind, amount, credited_at, reason, name, info_hash }) => ({
    id,
    kind,
    amount,
    at: credited_at,
    reason,
    torrent: name === null || info_hash === null ? undefined : { name, infoHash: info_hash },
  }))
}

async function storeGrant(
  transaction: Transaction<Tables>,
  { memberId, amount, reason, key, at }: PointGrant,
  logged: AuditEntry,
): Promise<GrantOutcome> {
  // First, because a grant with the same key that is under way elsewhere is waited for here.
  const entry = await transaction
    .insertInto('point_entries')
    .values({
      member_id: memberId,
      kind: 'staff',
      amount,
      grant_key: key,
      reason: storedText(reason),
      credited_at: at,
      completion_id: null,
    })
    .onConflict((conflict) => conflict.column('grant_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (entry === undefined)
    return (await isGranted(transaction, { memberId, amount, reason, key })) ? 'again' : 'other'
  if (await addToBalance(transaction, memberId, amount)) {
    await insertAuditEntries(transaction, [logged])
    return 'done'
  }
  await transaction.deleteFrom('point_entries').where('id', '=', entry.id).execute()
  return 'short'
}

/** Whether what was done with the key is the same. */
async function isGranted(
  transaction: Transaction<Tables>,
  { memberId, amount, reason, key }: Omit<PointGrant, 'at'>,
): Promise<boolean> {
  const granted = await transaction
    .selectFrom('point_entries')
    .select('id')
    .where('grant_key', '=', key)
    .where('member_id', '=', memberId)
    .where('amount', '=', amount)
    .where('reason', '=', storedText(reason))
    .executeTakeFirst()
  return granted !== undefined
}

/** False where it would go below 0, or beyond what a number holds. */
async function addToBalance(
  transaction: Transaction<Tables>,
  memberId: number,
  amount: number,
): Promise<boolean> {
  await transaction
    .insertInto('member_points')
    .values({ member_id: memberId, balance: 0, from_torrents: 0, from_galleries: 0 })
    .onConflict((conflict) => conflict.column('member_id').doNothing())
    .execute()
  const changed = await transaction
    .updateTable('member_points')
    .set((member) => ({ balance: member('balance', '+', amount) }))
    .where('member_id', '=', memberId)
    .where('balance', '>=', -amount)
    .where('balance', '<=', Number.MAX_SAFE_INTEGER - amount)
    .returning('member_id')
    .executeTakeFirst()
  return changed !== undefined
}
