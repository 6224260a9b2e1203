/**
 * The words of the torrents' names, to be searched. They stand beside the torrents, because those change with every
 * flush, and PostgreSQL writes a row that changes anew into every index of its table.
 *
 * Words are made by the tokenizer and not by the database, so this step fills the table itself.
 */
import { fillWords } from '../search-words.ts'
import type { Migration } from './migration.ts'

export const searchWords: Migration = {
  number: 4,
  name: 'search-words',
  statements: ({ integer, searchWords: words, table }) => [
    `CREATE TABLE torrent_words (
       torrent_id ${integer} PRIMARY KEY REFERENCES torrents (id),
       words ${words} NOT NULL
     ) ${table}`,
  ],
  fill: fillWords,
}
