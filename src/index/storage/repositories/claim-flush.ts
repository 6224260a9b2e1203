/** Whether a flush is news: one that was stored already is sent again when the answer to its commit was lost. */
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Runs of the server whose last flush is remembered; a flush of an older one is never sent again. */
const runsKept = 100

export type FlushNumber = { readonly run: string; readonly sequence: number }

export async function claimFlush(
  transaction: Transaction<Tables>,
  { run, sequence }: FlushNumber,
): Promise<boolean> {
  const claimed = await transaction
    .insertInto('flush_runs')
    .values({ run, sequence })
    .onConflict((conflict) =>
      conflict.column('run').doUpdateSet({ sequence }).where('flush_runs.sequence', '<', sequence),
    )
    .returning('id')
    .executeTakeFirst()
  if (claimed === undefined) return false
  await forgetOldRuns(transaction)
  return true
}

/** By rows, because each claim uses up an id on both engines, also where its row is there already. */
async function forgetOldRuns(transaction: Transaction<Tables>): Promise<void> {
  await sql`
    DELETE FROM flush_runs WHERE id <= (
      SELECT id FROM flush_runs ORDER BY id DESC LIMIT 1 OFFSET ${runsKept})`.execute(transaction)
}
