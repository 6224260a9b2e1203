/**
 * How an engine keeps words, and how it is asked for them. Both keep the tokens of `index/search/tokenize.ts` and split or
 * fold nothing themselves, so both find the same. All of it is SQL that is put into queries; tokens are letters, digits
 * and marks only.
 *
 *   torrent_words (torrent_id, words)        one row for each torrent, and an index of the words in it
 *   gallery_words (gallery_id, words)        the same of the newest version of each gallery
 *   gallery_file_words (gallery_id, words)   and with the names of its torrents and their files
 */
import type { RawBuilder } from 'kysely'
import type { SearchTerm } from '#index/search/search-query'

export type WordsTable = 'torrent_words' | 'gallery_words' | 'gallery_file_words'

/** The column of whose words a row has. */
export const wordsOwners = {
  torrent_words: 'torrent_id',
  gallery_words: 'gallery_id',
  gallery_file_words: 'gallery_id',
} as const satisfies Record<WordsTable, string>

export type SearchDialect = {
  /** The value of `words`. */
  readonly stored: (tokens: readonly string[]) => RawBuilder<string>
  /** Whether `words` has every wanted term and none that is excluded: asks the words of one row, and no index. */
  readonly fits: (words: RawBuilder<unknown>, terms: readonly SearchTerm[]) => RawBuilder<boolean>
  /** A query of the `id` of each whose words fit, by the index. One term at least is wanted. */
  readonly ids: (
    terms: readonly SearchTerm[],
    table: WordsTable,
  ) => RawBuilder<{ readonly id: number }>
  /** `ids` as a table that a join begins with, whatever the engine believes of how many they are. */
  readonly first: (ids: RawBuilder<{ readonly id: number }>) => RawBuilder<unknown>
}
