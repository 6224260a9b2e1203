/**
 * One numbered step of the schema. Its statements are data made of the words in which the engines differ, so
 * that one text serves both and a checksum can be taken of it. A step that was released is never changed:
 * what comes later is a step of its own.
 */
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { SearchDialect, WordsTable } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'

/** How each engine says it. */
export type SchemaWords = {
  /** The type of a primary key that the database numbers, never twice with the same number. */
  readonly id: string
  /** After the last column of an index whose entries of one value are in the order of the id. */
  readonly byId: string
  /** 64 bits: counts, sizes, times in unix seconds. */
  readonly integer: string
  /** Completed by CHECK (… IN (0, 1)). */
  readonly flag: string
  /** Sorted by its bytes in UTF-8. */
  readonly text: string
  readonly bytes: string
  /** The type of the words of a table of words. */
  readonly searchWords: string
  /** Statements that make the index of such a table, of what is there too. */
  readonly searchIndex: (table: WordsTable) => readonly string[]
  /** How a derived column is kept. */
  readonly derived: string
  /** After the last bracket of a table. */
  readonly table: string
  /** The same, of a table that is kept in the order of its key. */
  readonly keyedTable: string
  /** Statements that leave room in a table's pages, which rows take so many hundredths of. */
  readonly roomInPages: (table: string, filledPercent: number) => readonly string[]
  /** Statements before those of the first step. */
  readonly preamble: readonly string[]
}

export type Migration = {
  readonly number: number
  readonly name: string
  readonly statements: (words: SchemaWords) => readonly string[]
  /** After them: what SQL alone cannot derive from the rows that are there. */
  readonly fill?: (transaction: Transaction<Tables>, search: SearchDialect) => Promise<void>
}

/** Hexadecimal; of the text as this engine gets it. */
export function checksumOf(migration: Migration, words: SchemaWords): string {
  return createHash('sha256').update(migration.statements(words).join(';\n')).digest('hex')
}
