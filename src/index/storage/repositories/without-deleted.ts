/**
 * What of a flush is stored: announces are settled some time after they came, and an account may be deleted in between. Its
 * sums stay, and nothing of its clients is stored.
 */
import { sql } from 'kysely'
import type { AccountingFlush } from '#index/accounting/accounting-repository'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'

/** The members' accounts are as they are until the transaction ends. */
export async function withoutDeleted(
  flushing: Flushing,
  flush: AccountingFlush,
): Promise<AccountingFlush> {
  const { marks, pairs, suspicions = [] } = flush
  const deleted = await deletedAmong(flushing, [...marks, ...pairs, ...suspicions])
  if (deleted.size === 0) return flush
  const isKept = ({ memberId }: OfMember): boolean => !deleted.has(memberId)
  return {
    ...flush,
    marks: marks.filter(isKept),
    pairs: pairs.map((pair) => (isKept(pair) ? pair : { ...pair, client: '' })),
    suspicions: suspicions.filter(isKept),
  }
}

type OfMember = { readonly memberId: number }

async function deletedAmong(
  { transaction, engine, lock }: Flushing,
  traces: readonly OfMember[],
): Promise<ReadonlySet<number>> {
  const ids = new Set(traces.map(({ memberId }) => memberId))
  if (ids.size === 0) return ids
  await lock(transaction, 'member_traces')
  const { source, integer } = jsonRows(
    engine,
    [...ids].map((id) => [id]),
  )
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM members
    WHERE state = 'deleted' AND id IN (SELECT ${integer(0)} FROM ${source})`.execute(transaction)
  return new Set(rows.map(({ id }) => id))
}
