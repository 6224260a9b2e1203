/**
 * The words of galleries, to be searched: of each newest version its own, and in a table beside it those with the names
 * of its torrents and their files. (The words of torrents are where those of registered torrents are.) There can be
 * none before this step, because galleries came just before it.
 *
 * The other indexes are for lists that are limited to categories or to galleries with torrents, and for counting the
 * torrents of galleries.
 */
import { type WordsTable, wordsOwners } from '../search-dialect.ts'
import type { Migration, SchemaWords } from './migration.ts'

export const catalogueWords: Migration = {
  number: 8,
  name: 'catalogue-words',
  statements: (words) => [
    ...wordsTable('gallery_words', words),
    ...wordsTable('gallery_file_words', words),
    `CREATE INDEX galleries_by_category ON galleries (list_state, category, posted_at${words.byId})`,
    `CREATE INDEX galleries_with_torrents ON galleries (list_state, posted_at${words.byId})
       WHERE torrent_count <> 0`,
    `CREATE INDEX torrents_in_galleries ON torrents (state, seeders) WHERE gallery_id IS NOT NULL`,
  ],
}

function wordsTable(name: WordsTable, words: SchemaWords): readonly string[] {
  const { integer, searchWords, searchIndex, table } = words
  return [
    `CREATE TABLE ${name} (
       ${wordsOwners[name]} ${integer} PRIMARY KEY REFERENCES galleries (id),
       words ${searchWords} NOT NULL
     ) ${table}`,
    ...searchIndex(name),
  ]
}
