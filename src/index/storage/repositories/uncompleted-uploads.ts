/** What a member uploaded lately that no other member has completed, gone or not: what the upload limit counts. */
import { type Kysely, sql } from 'kysely'
import type { NamedTorrent } from '#index/accounting/statistics-repository'
import type { Tables } from '../tables.ts'
import { namedColumns, namedOf } from './named-torrent.ts'

/** Those of `since` or later, the oldest first. */
export async function readUncompleted(
  reader: Kysely<Tables>,
  memberId: number,
  since: number,
): Promise<NamedTorrent[]> {
  const rows = await reader
    .selectFrom('torrents')
    .leftJoin('torrent_totals', 'torrent_totals.torrent_id', 'torrents.id')
    .select(namedColumns)
    .where('uploader_id', '=', memberId)
    .where('added_at', '>=', since)
    .where(sql<boolean>`coalesce(torrent_totals.completes, 0) = 0`)
    .orderBy('added_at')
    .orderBy('torrents.id')
    .execute()
  return rows.map(namedOf)
}
