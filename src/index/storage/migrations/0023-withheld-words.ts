/**
 * Torrents were found by the names of their files when the staff had taken them out, and by the titles and tags of galleries
 * that were removed. The words are made anew; nothing of the schema changes.
 */
import { withholdWords } from '../repositories/withhold-words.ts'
import type { Migration } from './migration.ts'

export const withheldWords: Migration = {
  number: 23,
  name: 'withheld-words',
  statements: () => [],
  fill: withholdWords,
}
