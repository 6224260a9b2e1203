/** Every step of the schema, in order. A new one is added at the end. */
import { torrents } from './0001-torrents.ts'
import { tokensAndAudit } from './0002-tokens-and-audit.ts'
import { members } from './0003-members.ts'
import { searchWords } from './0004-search-words.ts'
import { searchIndex } from './0005-search-index.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [
  torrents,
  tokensAndAudit,
  members,
  searchWords,
  searchIndex,
]
