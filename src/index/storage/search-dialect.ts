/**
 * How an engine keeps the words of the torrents' names, and how it is asked for them. Both keep the tokens of
 * `index/search/tokenize.ts` and split or fold nothing themselves, so both find the same. All of it is SQL that is put
 * into queries; tokens are letters, digits and marks only.
 *
 *   torrent_words (torrent_id, words)   one row for each torrent, and an index of the words in it
 */
import type { RawBuilder } from 'kysely'
import type { SearchTerm } from '#index/search/search-query'

export type SearchDialect = {
  /** The value of `torrent_words.words`. */
  readonly stored: (tokens: readonly string[]) => RawBuilder<string>
  /** Whether `words` has every wanted term and none that is excluded: asks the words of one row, and no index. */
  readonly fits: (words: RawBuilder<unknown>, terms: readonly SearchTerm[]) => RawBuilder<boolean>
  /** A query of the `id` of each torrent whose words fit, by the index. One term at least is wanted. */
  readonly ids: (terms: readonly SearchTerm[]) => RawBuilder<{ readonly id: number }>
  /** `ids` as a table that a join begins with, whatever the engine believes of how many they are. */
  readonly first: (ids: RawBuilder<{ readonly id: number }>) => RawBuilder<unknown>
}
