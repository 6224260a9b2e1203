/** Whether the words of one torrent or gallery fit a search, as a condition of a query. */
import { type RawBuilder, sql } from 'kysely'
import type { SearchTerm } from '#index/search/search-query'
import { type SearchDialect, type WordsTable, wordsOwners } from '../search-dialect.ts'

/** Asked by the id of whose words they are: as a part of a join, the engines might begin with the words of all. */
export function wordsFit(
  search: SearchDialect,
  id: RawBuilder<unknown>,
  terms: readonly SearchTerm[],
  table: WordsTable,
): RawBuilder<boolean> {
  const words = sql.ref(`${table}.words`)
  const owner = sql.ref(`${table}.${wordsOwners[table]}`)
  return sql<boolean>`(SELECT ${search.fits(words, terms)} FROM ${sql.table(table)} WHERE ${owner} = ${id})`
}
