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

type Paid = {
  readonly member_id: number
  readonly kind: 'torrent' | 'gallery'
  readonly amount: number
}

type Payment = Paid & { readonly completion_id: number }

export async function payCompletions(
  flushing: Flushing,
  completions: readonly StoredCompletion[],
  at: number,
): Promise<void> {
  const payments = completions.flatMap(paymentsOf)
  if (payments.length === 0) return
  await addToBalances(flushing, await storeEntries(flushing, payments, at))
}

function paymentsOf(completion: StoredCompletion): Payment[] {
  const { id: completion_id, points: amount, uploader_id, gallery_owner_id } = completion
  const of = (member_id: number | null, kind: Payment['kind']): Payment[] =>
    member_id === null || amount === 0 ? [] : [{ member_id, kind, amount, completion_id }]
  return [...of(uploader_id, 'torrent'), ...of(gallery_owner_id, 'gallery')]
}

/** Gives those that are news. */
async function storeEntries(
  { transaction, engine }: Flushing,
  payments: readonly Payment[],
  at: number,
): Promise<readonly Paid[]> {
  const given = payments.map((one) => [one.member_id, one.kind, one.amount, one.completion_id])
  const { source, integer, text } = jsonRows(engine, given)
  const { rows } = await sql<Paid>`
    INSERT INTO point_entries (member_id, kind, amount, completion_id, credited_at)
    SELECT ${integer(0)}, ${text(1)}, ${integer(2)}, ${integer(3)}, CAST(${at} AS BIGINT)
    FROM ${source} WHERE true
    ON CONFLICT (completion_id, kind) DO NOTHING
    RETURNING member_id, kind, amount`.execute(transaction)
  return rows
}

const pointSums = ['balance', 'fromTorrents', 'fromGalleries'] as const

async function addToBalances(
  { transaction, engine }: Flushing,
  paid: readonly Paid[],
): Promise<void> {
  if (paid.length === 0) return
  const credits = paid.map(({ member_id: memberId, kind, amount }) => ({
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
