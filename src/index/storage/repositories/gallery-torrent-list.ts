/** The list of the galleries' torrents: which rows it has, what narrows it, and the columns it is ordered by. */
import { type Kysely, sql } from 'kysely'
import type { GalleryTorrentListQuery, GalleryTorrentOrder } from '#index/galleries/catalogue-lists'
import { parseCatalogueQuery } from '#index/search/catalogue-query'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { type CatalogueTable, columnNarrowing, type Narrowing } from './catalogue-narrowing.ts'
import { memberNarrowing, narrowingsOf } from './field-narrowings.ts'

export const galleryTorrentColumns = {
  added: 'added_at',
  name: 'name_key',
  size: 'size_key',
  seeders: 'seeders',
  leechers: 'leechers',
  completed: 'completed',
} as const satisfies Record<GalleryTorrentOrder, keyof Tables['torrents']>

type Filters = Omit<GalleryTorrentListQuery, 'after' | 'limit' | 'order' | 'isDescending'>

export const galleryTorrentTable: CatalogueTable = {
  name: 'torrents',
  part: sql`torrents.state = 'live'`,
  // With the sign no engine takes the index of the column for it, which is in the order of no list.
  condition: sql`+torrents.gallery_id IS NOT NULL`,
  countCondition: sql`torrents.gallery_id IS NOT NULL`,
  key: 'torrents',
}

export async function galleryTorrentNarrowings(
  reader: Kysely<Tables>,
  search: SearchDialect,
  { search: text, status, uploaderId }: Filters,
): Promise<readonly Narrowing[]> {
  const table = galleryTorrentTable
  const query = parseCatalogueQuery(text)
  return [
    ...(uploaderId === undefined ? [] : [memberNarrowing(table, uploaderId)]),
    ...(await narrowingsOf({ reader, search, table, words: 'torrent_words' }, query)),
    ...(status === 'all' ? [] : [statusNarrowing(status)]),
  ]
}

function statusNarrowing(status: 'seeded' | 'unseeded'): Narrowing {
  const isOneValue = status === 'unseeded'
  const condition = sql<boolean>`torrents.seeders ${sql.raw(isOneValue ? '=' : '>')} 0`
  return columnNarrowing(galleryTorrentTable, condition, {
    key: status,
    index: 'after part',
    isCountable: true,
    bounds: [{ column: 'seeders', condition, isOneValue }],
  })
}
