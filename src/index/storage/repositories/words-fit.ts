/** Whether the words of one torrent fit a search, as a condition of a query. */
import { type RawBuilder, sql } from 'kysely'
import type { SearchTerm } from '#index/search/search-query'
import type { SearchDialect } from '../search-dialect.ts'

/** Asked by the id of a torrent: as a part of a join, the engines might begin with the words of all. */
export function wordsFit(
  search: SearchDialect,
  id: RawBuilder<unknown>,
  terms: readonly SearchTerm[],
): RawBuilder<boolean> {
  const words = sql.ref('torrent_words.words')
  return sql<boolean>`(SELECT ${search.fits(words, terms)} FROM torrent_words WHERE torrent_words.torrent_id = ${id})`
}
