/** What is purged now. */
import { type Kysely, sql } from 'kysely'
import type { DuePurges } from '#index/purge/purge-repository'
import type { PurgeTorrent } from '#index/purge/purge-torrent'
import type { Tables } from '../tables.ts'
import { narrowTo, type PurgeQuery, purgeTorrentOf, selectPurgeTorrents } from './purge-row.ts'

/** Those of a cause that are due, whoever uploaded them. */
export function dueOf(
  database: Kysely<Tables>,
  { cause, upSeconds, countedUpTo, warned }: DuePurges,
): PurgeQuery {
  const all = narrowTo(selectPurgeTorrents(database), cause)
    .where('torrents.purge_up_seconds', '<=', countedUpTo)
    .where((row) =>
      row.or([row('due_up_seconds', 'is', null), row('due_up_seconds', '<=', upSeconds)]),
    )
  if (warned === undefined) return all
  return all
    .where('purge_warnings.days', '>=', warned.days)
    .where('purge_warnings.warned_up_seconds', '<=', warned.upTo)
}

export async function readDue(
  reader: Kysely<Tables>,
  due: DuePurges,
): Promise<{ torrents: PurgeTorrent[]; total: number }> {
  const { limit, perUploaderMax } = due
  const { total } = await reader
    .selectFrom(dueOf(reader, due).as('due'))
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  if (total === 0 || limit === 0) return { torrents: [], total }
  const ranked = dueOf(reader, due).select(
    sql<number>`row_number() OVER (PARTITION BY torrents.uploader_id
      ORDER BY torrents.purge_up_seconds, torrents.id)`.as('place'),
  )
  const rows = await reader
    .selectFrom(ranked.as('due'))
    .selectAll()
    .where('place', '<=', perUploaderMax)
    .orderBy('purge_up_seconds')
    .orderBy('id')
    .limit(limit)
    .execute()
  return { torrents: rows.map(purgeTorrentOf), total }
}
