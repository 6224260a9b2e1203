/** A torrent of a gallery as a row of three tables: its own, its gallery's and its uploader's. */
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { GalleryState } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { Tables } from '../tables.ts'
import { type TorrentRow, torrentColumns, torrentOf } from './torrent-row.ts'

export type GalleryTorrentRow = TorrentRow & {
  readonly comment: string | null
  readonly file_bytes: number | null
  readonly replaced_by_id: number | null
  readonly gallery_id: number
  readonly gallery_key: string
  readonly gallery_title: string
  readonly gallery_category: string
  readonly gallery_current_id: number
  readonly gallery_state: GalleryState
  readonly uploader_id: number
  readonly uploader_name: string
}

export type GalleryTorrentQuery = SelectQueryBuilder<
  Tables,
  'torrents' | 'galleries' | 'members',
  GalleryTorrentRow
>

const ownColumns = torrentColumns.map((column) => `torrents.${column}` as const)

/** Every torrent that has a gallery; to be narrowed by columns of `torrents`, `galleries` and `members`. */
export function selectGalleryTorrents(database: Kysely<Tables>): GalleryTorrentQuery {
  return database
    .selectFrom('torrents')
    .innerJoin('galleries', 'galleries.id', 'torrents.gallery_id')
    .innerJoin('members', 'members.id', 'torrents.uploader_id')
    .select(ownColumns)
    .select(['torrents.comment', 'torrents.file_bytes', 'torrents.replaced_by_id'])
    .select([
      'galleries.id as gallery_id',
      'galleries.key as gallery_key',
      'galleries.title as gallery_title',
      'galleries.category as gallery_category',
      'galleries.current_id as gallery_current_id',
      'galleries.state as gallery_state',
      'members.id as uploader_id',
      'members.name as uploader_name',
    ])
}

export function galleryTorrentOf(row: GalleryTorrentRow): GalleryTorrent {
  const torrent = torrentOf(row)
  const { gallery_id: galleryId } = row
  return {
    ...torrent,
    tombstone: torrent.tombstone,
    announceId: row.announce_id ?? galleryId,
    gallery: {
      id: galleryId,
      key: row.gallery_key,
      title: row.gallery_title,
      category: row.gallery_category,
      isRemoved: row.gallery_state === 'removed',
    },
    uploader: { id: row.uploader_id, name: row.uploader_name },
    comment: row.comment ?? '',
    fileBytes: row.file_bytes ?? 0,
    isOutdated: row.gallery_current_id !== galleryId,
    replacedById: row.replaced_by_id ?? undefined,
  }
}

export async function findGalleryTorrent(
  database: Kysely<Tables>,
  torrentId: number,
): Promise<GalleryTorrent | undefined> {
  const found = selectGalleryTorrents(database).where('torrents.id', '=', torrentId)
  const row = await found.executeTakeFirst()
  return row && galleryTorrentOf(row)
}
