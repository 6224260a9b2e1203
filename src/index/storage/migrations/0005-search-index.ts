/** The index of the words; a step of its own, because of words that are there already it is made much faster. */
import type { Migration } from './migration.ts'

export const searchIndex: Migration = {
  number: 5,
  name: 'search-index',
  statements: ({ searchIndex: indexOf }) => indexOf('torrent_words'),
}
