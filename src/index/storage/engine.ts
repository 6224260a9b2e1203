/**
 * What the two engines have in common, and all that differs between them beyond the words of the schema.
 */
import type { Kysely, Transaction } from 'kysely'
import type { SchemaWords } from './migrations/migration.ts'
import type { SearchDialect } from './search-dialect.ts'
import type { StorageError } from './storage-error.ts'
import type { Tables } from './tables.ts'

export type EngineName = 'sqlite' | 'postgres'

/** What only one transaction may do at a time, also of several processes. */
export type LockName =
  | 'migrate'
  | 'add_torrents'
  | 'add_galleries'
  | 'count_torrents'
  | 'petitions'
  | 'member_traces'

export type Engine = {
  readonly name: EngineName
  /** The address without a password. */
  readonly shownUrl: string
  readonly words: SchemaWords
  readonly search: SearchDialect
  /** Reads only; each query may take `readSeconds`. */
  readonly reader: Kysely<Tables>
  /** Each query may take `writeSeconds`. */
  readonly writer: Kysely<Tables>
  /** A writer whose queries may take as long as they need: for migrations. */
  readonly worker: Kysely<Tables>
  /** A reader of its own whose queries may take as long as they need: for checks and copies. */
  readonly openAside: () => Aside
  /** What the engine itself finds wrong when it reads everything; a line for each. */
  readonly findDamage: (reader: Kysely<Tables>) => Promise<readonly string[]>
  /** Writes a whole copy while everything goes on; rejects where that is done with another program. */
  readonly copyTo: (file: string) => Promise<void>
  /** Holds until the transaction ends. SQLite has one writer at a time anyway. */
  readonly lock: (transaction: Transaction<Tables>, name: LockName) => Promise<void>
  /** After rows were stored with ids of their own: new ids come after those. */
  readonly continueIds: (
    transaction: Transaction<Tables>,
    tables: readonly string[],
  ) => Promise<void>
  /** Whether tables are there, and whether they are ours. */
  readonly contents: (database: Kysely<Tables>) => Promise<'nothing' | 'ours' | 'foreign'>
  /** What an error of this engine means. */
  readonly explain: (error: unknown) => StorageError
  /** Tells of a connection that was lost while nobody used it. */
  readonly watchLosses: (listener: (error: Error) => void) => void
  readonly close: () => Promise<void>
}

export type Aside = {
  readonly reader: Kysely<Tables>
  readonly close: () => Promise<void>
}

/** How long things may take, in seconds. */
export type TimeLimits = {
  /** One read. */
  readonly readSeconds: number
  /** One statement of a write. */
  readonly writeSeconds: number
  /** Waiting for another process that writes to the same SQLite file, or for a connection to PostgreSQL. */
  readonly busySeconds: number
}

export const defaultLimits: TimeLimits = { readSeconds: 10, writeSeconds: 60, busySeconds: 10 }
