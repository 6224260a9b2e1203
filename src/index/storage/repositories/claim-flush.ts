/** Whether a flush is news: one that was stored already is sent again when the answer to its commit was lost. */
import type { Transaction } from 'kysely'
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
  await transaction
    .deleteFrom('flush_runs')
    .where('id', '<=', claimed.id - runsKept)
    .execute()
  return true
}
