/** The runs of purging: each is noted when it begins, and its numbers grow with what it does. */
import { sql, type Transaction } from 'kysely'
import type { PurgeRepository, PurgeRun } from '#index/purge/purge-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { flagOf } from './torrent-row.ts'

export function purgeRuns({
  read,
  write,
}: Access): Pick<PurgeRepository, 'startRun' | 'endRun' | 'runs'> {
  return {
    startRun: ({ at, actor, isForced }) =>
      write(async (transaction) => {
        const { id } = await transaction
          .insertInto('purge_runs')
          .values({ at, actor: storedText(actor), is_forced: flagOf(isForced) })
          .returning('id')
          .executeTakeFirstOrThrow()
        return id
      }),
    endRun: (runId, { isCapped, at }) =>
      write(async (transaction) => {
        await transaction
          .updateTable('purge_runs')
          .set({ is_capped: flagOf(isCapped), ended_at: at })
          .where('id', '=', runId)
          .execute()
      }),
    runs: (limit) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('purge_runs')
          .selectAll()
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(
          (row): PurgeRun => ({
            id: row.id,
            at: row.at,
            actor: row.actor,
            isForced: row.is_forced === 1,
            warned: row.warned,
            purged: row.purged,
            forgotten: row.forgotten,
            isCapped: row.is_capped === 1,
            endedAt: row.ended_at ?? undefined,
          }),
        )
      }),
  }
}

type Growth = Partial<Pick<PurgeRun, 'warned' | 'purged' | 'forgotten'>>

export async function growRun(
  transaction: Transaction<Tables>,
  runId: number,
  { warned = 0, purged = 0, forgotten = 0 }: Growth,
): Promise<void> {
  await transaction
    .updateTable('purge_runs')
    .set({
      warned: sql`warned + ${warned}`,
      purged: sql`purged + ${purged}`,
      forgotten: sql`forgotten + ${forgotten}`,
    })
    .where('id', '=', runId)
    .execute()
}
