/**
 * Pays for ends of downloads that are news, in the transaction that stores them: the uploader, and the owner of the
 * gallery; who is both is paid twice. That none is paid a second time the database itself sees to.
 */
import { sql } from 'kysely'
import { addUp } from './add-up.ts'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'
import type { StoredCompletion } from './store-completions.ts'
import { sumIn } from './sum-in.ts'

type Payment = {
  readonly memberId: number
  readonly kind: 'torrent' | 'gallery'
  readonly amount: number
  readonly completionId: number
}

export async function payCompletions(
  flushing: Flushing,
  completions: readonly StoredCompletion[],
  at: number,
): Promise<void> {
  const payments = completions.flatMap(paymentsOf)
  if (payments.length === 0) return
  await storeEntries(flushing, payments, at)
  await addToBalances(flushing, payments)
}

function paymentsOf(completion: StoredCompletion): Payment[] {
  const { id: completionId, points: amount, uploader_id, gallery_owner_id } = completion
  const of = (memberId: number | null, kind: Payment['kind']): Payment[] =>
    memberId === null || amount === 0 ? [] : [{ memberId, kind, amount, completionId }]
  return [...of(uploader_id, 'torrent'), ...of(gallery_owner_id, 'gallery')]
}

async function storeEntries(
  { transaction, engine }: Flushing,
  payments: readonly Payment[],
  at: number,
): Promise<void> {
  const rows = payments.map((one) => [one.memberId, one.kind, one.amount, one.completionId])
  const { source, integer, text } = jsonRows(engine, rows)
  await sql`
    INSERT INTO point_entries (member_id, kind, amount, completion_id, credited_at)
    SELECT ${integer(0)}, ${text(1)}, ${integer(2)}, ${integer(3)}, CAST(${at} AS BIGINT)
    FROM ${source}`.execute(transaction)
}

const pointSums = ['balance', 'fromTorrents', 'fromGalleries'] as const

async function addToBalances(
  { transaction, engine }: Flushing,
  payments: readonly Payment[],
): Promise<void> {
  const credits = payments.map(({ memberId, kind, amount }) => ({
    memberId,
    balance: amount,
    fromTorrents: kind === 'torrent' ? amount : 0,
    fromGalleries: kind === 'gallery' ? amount : 0,
  }))
  const added = addUp(credits, ({ memberId }) => memberId, pointSums)
  const rows = added.map((one) => [one.memberId, ...pointSums.map((name) => one[name])])
  const { source, integer } = jsonRows(engine, rows)
  const sum = sumIn('member_points')
  await sql`
    INSERT INTO member_points (member_id, balance, from_torrents, from_galleries)
    SELECT ${integer(0)}, ${integer(1)}, ${integer(2)}, ${integer(3)} FROM ${source} WHERE true
    ON CONFLICT (member_id) DO UPDATE SET
      balance = ${sum('balance')}, from_torrents = ${sum('from_torrents')},
      from_galleries = ${sum('from_galleries')}`.execute(transaction)
}
