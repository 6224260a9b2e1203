/** The lists of a gallery site; see `index/galleries/catalogue-lists.ts` for what each of them promises. */
import { type Kysely, sql } from 'kysely'
import type { Clock } from '#base/clock'
import type {
  BlobLengths,
  CatalogueLists,
  GalleryListPage,
  GalleryListQuery,
  GalleryTorrentListPage,
  GalleryTorrentListQuery,
} from '#index/galleries/catalogue-lists'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { CatalogueCounts } from './catalogue-counts.ts'
import { findPlaces, type PlaceParts } from './catalogue-places.ts'
import { chunksOf } from './chunks.ts'
import { galleryColumns, galleryNarrowings, galleryTable } from './gallery-list.ts'
import { readGalleries } from './gallery-row.ts'
import {
  galleryTorrentColumns,
  galleryTorrentNarrowings,
  galleryTorrentTable,
} from './gallery-torrent-list.ts'
import { galleryTorrentOf, selectGalleryTorrents } from './gallery-torrent-row.ts'
import { type PageMark, readPageMark } from './page-mark.ts'

export function createCatalogueLists(
  { engine: { search }, read }: Access,
  clock: Clock,
): CatalogueLists {
  const counts = new CatalogueCounts(search, clock)
  const torrents: CatalogueLists['torrents'] = (query) =>
    read((reader) => listTorrents({ reader, search, counts }, query))
  return {
    torrents,
    torrentTotal: (query) =>
      read(async (reader) => {
        const narrowings = await galleryTorrentNarrowings(reader, search, query)
        return await counts.total(reader, galleryTorrentTable, narrowings)
      }),
    galleries: (query) => read((reader) => listGalleries({ reader, search, counts }, query)),
    galleryTotal: (query) =>
      read(async (reader) => {
        const narrowings = await galleryNarrowings(reader, search, query)
        return await counts.total(reader, galleryTable(query), narrowings)
      }),
    blobLengths: (torrentIds) => read((reader) => readBlobLengths(reader, torrentIds)),
    newest: async (text, limit) =>
      (await torrents({ ...newestFirst, search: text, limit })).torrents,
  }
}

const newestFirst = {
  order: 'added',
  isDescending: true,
  status: 'all',
  after: undefined,
} as const

async function listGalleries(parts: PlaceParts, query: GalleryListQuery): Promise<GalleryListPage> {
  const { order, isDescending, limit } = query
  const { ids, ...marks } = await findPlaces(parts, {
    table: galleryTable(query),
    narrowings: await galleryNarrowings(parts.reader, parts.search, query),
    order: `galleries ${order}`,
    column: galleryColumns[order],
    isDescending,
    mark: markOf(query.after, `galleries ${order}`, order === 'title'),
    limit,
  })
  return { galleries: await readGalleries(parts.reader, ids), ...marks }
}

async function listTorrents(
  parts: PlaceParts,
  query: GalleryTorrentListQuery,
): Promise<GalleryTorrentListPage> {
  const { order, isDescending, limit } = query
  const { ids, ...marks } = await findPlaces(parts, {
    table: galleryTorrentTable,
    narrowings: await galleryTorrentNarrowings(parts.reader, parts.search, query),
    order: `torrents ${order}`,
    column: galleryTorrentColumns[order],
    isDescending,
    mark: markOf(query.after, `torrents ${order}`, order === 'name'),
    limit,
  })
  return { torrents: await readTorrents(parts.reader, ids), ...marks }
}

/** Undefined at the beginning. Throws StorageError `invalid_page`. */
function markOf(after: string | undefined, order: string, isText: boolean): PageMark | undefined {
  if (after === undefined) return undefined
  const mark = readPageMark(after, order, isText ? 'string' : 'number')
  return { ...mark, key: typeof mark.key === 'string' ? storedText(mark.key) : mark.key }
}

/** In the order of the ids. */
async function readTorrents(
  reader: Kysely<Tables>,
  ids: readonly number[],
): Promise<readonly GalleryTorrent[]> {
  const torrents = new Map<number, GalleryTorrent>()
  for (const chunk of chunksOf(ids, 1)) {
    const rows = await selectGalleryTorrents(reader).where('torrents.id', 'in', chunk).execute()
    for (const row of rows) torrents.set(row.id, galleryTorrentOf(row))
  }
  return ids.flatMap((id) => torrents.get(id) ?? [])
}

/** By their headers: neither engine reads the bytes themselves. */
async function readBlobLengths(
  reader: Kysely<Tables>,
  torrentIds: readonly number[],
): Promise<ReadonlyMap<number, BlobLengths>> {
  const lengths = new Map<number, BlobLengths>()
  for (const chunk of chunksOf(torrentIds, 1)) {
    const rows = await reader
      .selectFrom('torrent_blobs')
      .select(['torrent_id', sql<number>`length(info)`.as('info')])
      .select(sql<number | null>`length(piece_layers)`.as('piece_layers'))
      .where('torrent_id', 'in', chunk)
      .execute()
    for (const { torrent_id, info, piece_layers } of rows)
      lengths.set(torrent_id, { info, pieceLayers: piece_layers ?? undefined })
  }
  return lengths
}
