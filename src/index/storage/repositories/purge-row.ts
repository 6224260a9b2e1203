/** A torrent as purging sees it, from the rows of the torrent, its uploader and its warnings. */
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { GivenWarning, PurgeCause, PurgeTorrent } from '#index/purge/purge-torrent'
import type { Tables } from '../tables.ts'

type PurgeRow = {
  readonly id: number
  readonly info_hash: Uint8Array
  readonly name: string
  readonly uploader_id: number
  readonly uploader_name: string
  readonly purge_up_seconds: number
  readonly seeded_at: number | null
  readonly added_at: number
  readonly seeders: number
  readonly is_pinned: number
  readonly removed_at: number | null
  readonly tombstone_reason: string | null
  readonly warned_days: number | null
  readonly warned_up_seconds: number | null
  readonly due_up_seconds: number | null
}

export type PurgeQuery = SelectQueryBuilder<
  Tables,
  'torrents' | 'members' | 'purge_warnings',
  PurgeRow
>

/** Of every torrent that has a gallery. */
export function selectPurgeTorrents(database: Kysely<Tables>): PurgeQuery {
  return database
    .selectFrom('torrents')
    .innerJoin('members', 'members.id', 'torrents.uploader_id')
    .leftJoin('purge_warnings', (join) =>
      join
        .onRef('purge_warnings.torrent_id', '=', 'torrents.id')
        .onRef('purge_warnings.purge_up_seconds', '=', 'torrents.purge_up_seconds'),
    )
    .select(['torrents.id', 'info_hash', 'torrents.name', 'torrents.purge_up_seconds', 'seeded_at'])
    .select(['added_at', 'seeders', 'is_pinned', 'removed_at', 'tombstone_reason'])
    .select(['members.id as uploader_id', 'members.name as uploader_name'])
    .select(['purge_warnings.days as warned_days', 'purge_warnings.warned_up_seconds'])
    .select('purge_warnings.due_up_seconds')
    .where('torrents.gallery_id', 'is not', null)
}

/** Those that may be purged for this cause. */
export function narrowTo(query: PurgeQuery, cause: PurgeCause): PurgeQuery {
  if (cause === 'expunged')
    return query.where('tombstone_kind', '=', 'expunged').where('purged_at', 'is', null)
  return query
    .where('removed_at', 'is', null)
    .where('torrents.banned_at', 'is', null)
    .where('is_pinned', '=', 0)
}

export function purgeTorrentOf(row: PurgeRow): PurgeTorrent {
  return {
    torrentId: row.id,
    infoHash: row.info_hash,
    name: row.name,
    uploader: { id: row.uploader_id, name: row.uploader_name },
    cause: row.removed_at === null ? 'unseeded' : 'expunged',
    countedUpSeconds: row.purge_up_seconds,
    seededAt: row.seeded_at ?? undefined,
    addedAt: row.added_at,
    seeders: row.seeders,
    isPinned: row.is_pinned === 1,
    reason: row.tombstone_reason ?? '',
    warning: warningOf(row),
  }
}

function warningOf(row: PurgeRow): GivenWarning | undefined {
  const { warned_days: days, warned_up_seconds: upSeconds, due_up_seconds: dueUpSeconds } = row
  if (days === null || upSeconds === null || dueUpSeconds === null) return undefined
  return { days, upSeconds, dueUpSeconds }
}
