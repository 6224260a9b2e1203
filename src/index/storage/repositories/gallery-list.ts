/** The list of galleries: which rows it has, what narrows it, and the columns it is ordered by. */
import { type Kysely, sql } from 'kysely'
import type { GalleryListQuery, GalleryOrder } from '#index/galleries/catalogue-lists'
import { parseCatalogueQuery } from '#index/search/catalogue-query'
import type { SearchDialect } from '../search-dialect.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { type CatalogueTable, columnNarrowing, type Narrowing } from './catalogue-narrowing.ts'
import { memberNarrowing, narrowingsOf, withTorrentsNarrowing } from './field-narrowings.ts'

export const galleryColumns = {
  posted: 'posted_at',
  title: 'title_key',
  pages: 'pages_key',
  torrents: 'torrent_count',
} as const satisfies Record<GalleryOrder, keyof Tables['galleries']>

type Filters = Omit<GalleryListQuery, 'after' | 'limit' | 'order' | 'isDescending'>

export function galleryTable({ expunged }: Pick<Filters, 'expunged'>): CatalogueTable {
  const state = expunged ? 'expunged' : 'live'
  // Not as a parameter: only a value that is known chooses an index.
  const part = sql<boolean>`galleries.list_state = ${sql.lit(state)}`
  return {
    name: 'galleries',
    part,
    condition: sql`TRUE`,
    countCondition: sql`TRUE`,
    key: `${state} galleries`,
  }
}

export async function galleryNarrowings(
  reader: Kysely<Tables>,
  search: SearchDialect,
  filters: Filters,
): Promise<readonly Narrowing[]> {
  const table = galleryTable(filters)
  const words = filters.searchFileNames ? 'gallery_file_words' : 'gallery_words'
  const query = parseCatalogueQuery(filters.search)
  const { categories, ownerId, withTorrents } = filters
  return [
    ...(ownerId === undefined ? [] : [memberNarrowing(table, ownerId)]),
    ...(await narrowingsOf({ reader, search, table, words }, query)),
    ...(categories === undefined ? [] : [categoriesNarrowing(table, categories)]),
    ...(withTorrents ? [withTorrentsNarrowing(table)] : []),
  ]
}

function categoriesNarrowing(table: CatalogueTable, categories: readonly string[]): Narrowing {
  const names = [...new Set(categories.map(storedText))].toSorted()
  const key = `category ${JSON.stringify(names)}`
  const condition =
    names.length === 0
      ? sql<boolean>`FALSE`
      : sql<boolean>`galleries.category IN (${sql.join(names)})`
  return columnNarrowing(table, condition, { key, index: 'after part', isCountable: true })
}
