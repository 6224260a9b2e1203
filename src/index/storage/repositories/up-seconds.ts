/**
 * How long the tracker has been up, over all its runs: the clock that housekeeping goes by, so that a tracker
 * that was down for a month removes nothing for it.
 */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

const key = 'tracker_up_seconds'

/** The same within a statement, as it stands in the database. */
export const upSecondsNow = sql<number>`(SELECT CAST(value AS BIGINT) FROM meta
  WHERE key = 'tracker_up_seconds')`

export async function readUpSeconds(database: Kysely<Tables>): Promise<number> {
  const { value } = await database
    .selectFrom('meta')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return Number(value)
}

/** Since a torrent was taken out or purged. */
export async function readUpSecondsGone(
  database: Kysely<Tables>,
  torrentId: number,
): Promise<number> {
  const row = await database
    .selectFrom('torrents')
    .select('purge_up_seconds')
    .where('id', '=', torrentId)
    .executeTakeFirst()
  const upSeconds = await readUpSeconds(database)
  return upSeconds - (row?.purge_up_seconds ?? upSeconds)
}

/** Gives the new sum. */
export async function addUpSeconds(database: Kysely<Tables>, upSeconds: number): Promise<number> {
  const { value } = await database
    .updateTable('meta')
    .set({
      value: sql`CAST(CAST(value AS BIGINT) + CAST(${upSeconds} AS BIGINT) AS TEXT)`,
    })
    .where('key', '=', key)
    .returning('value')
    .executeTakeFirstOrThrow()
  return Number(value)
}
