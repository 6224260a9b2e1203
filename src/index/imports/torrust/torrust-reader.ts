/**
 * Torrents from the SQLite database of torrust-tracker or torrust-index, which is opened for reading only and may be in
 * use. What its tracker wrote last stands in a `-wal` file beside it and is read too.
 */
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '#base/start-error'
import { cleanName, decodeText } from '../clean-text.ts'
import type { ImportItem } from '../import-item.ts'
import { parseInfoHash } from '../info-hash.ts'
import { hexName } from '../registration.ts'
import { storedCount, storedSeconds } from '../stored-number.ts'
import { type TorrustLayout, torrustLayout } from './torrust-layout.ts'

/** How long to wait for a tracker that is writing. */
const busyMs = 5000

type SqliteRow = Readonly<Record<string, unknown>>

export class TorrustReader {
  readonly #path: string
  #layout: TorrustLayout | undefined
  #leftOut = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Sees which database it is. Throws StartError for one that is no database, or another program's. */
  survey(): void {
    this.#withDatabase((database) => {
      const layout = layoutOf(database)
      if (layout === undefined) {
        throw new StartError(
          `${this.#path} is not a database of torrust: it has neither torrents or whitelist (torrust-tracker) nor torrust_torrents (torrust-index); if torrust keeps its data in MySQL, import a dump of that`,
        )
      }
      this.#layout = layout
      this.#leftOut = countOf(database, layout.leftOutQuery)
    })
  }

  *items(): Generator<ImportItem> {
    const { query } = this.#layout ?? { query: 'SELECT 1 WHERE 0' }
    const database = this.#open()
    try {
      const statement = database.prepare(query)
      // An integer past 2^53 would throw otherwise; it is left out of the registration instead.
      statement.setReadBigInts(true)
      let position = 0
      for (const row of statement.iterate()) yield itemOf(row, ++position)
    } catch (error) {
      throw this.#readableError(error)
    } finally {
      database.close()
    }
  }

  describe(): string[] {
    const { description = '' } = this.#layout ?? {}
    if (this.#leftOut === 0) return [description]
    return [
      description,
      `torrents that are not on the whitelist and are left out: ${this.#leftOut}`,
    ]
  }

  #withDatabase(use: (database: DatabaseSync) => void): void {
    const database = this.#open()
    try {
      use(database)
    } catch (error) {
      throw this.#readableError(error)
    } finally {
      database.close()
    }
  }

  #open(): DatabaseSync {
    try {
      return new DatabaseSync(this.#path, { readOnly: true, timeout: busyMs })
    } catch (error) {
      throw this.#readableError(error)
    }
  }

  #readableError(error: unknown): unknown {
    if (!(error instanceof Error) || !('errcode' in error)) return error
    const remedy = remedies.get(Number(error.errcode) & 0xff)
    return remedy === undefined
      ? error
      : new StartError(`${this.#path}: ${remedy} (${error.message})`)
  }
}

/** SQLite keeps a `-shm` file beside a database with a `-wal` file, and cannot begin to read where it may not make one. */
const unwritable =
  'it cannot be opened here: copy it, with the -wal file beside it, to a directory that this user may write to'

/** By the primary result code of SQLite. */
const remedies = new Map([
  [5, 'a program keeps it locked: stop torrust, or import a copy'],
  [8, unwritable],
  [10, 'it cannot be read from the disk: import a copy'],
  [11, 'it is damaged: mend it with sqlite3 FILE .recover'],
  [14, unwritable],
  [26, 'it is not a database of SQLite'],
])

function layoutOf(database: DatabaseSync): TorrustLayout | undefined {
  const columns = database
    .prepare(
      `SELECT s.name AS table_name, c.name AS column_name
       FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table'`,
    )
    .all()
  const tables = new Map<string, Set<string>>()
  for (const { table_name: table, column_name: column } of columns) {
    const known = tables.get(String(table)) ?? new Set()
    tables.set(String(table), known.add(String(column)))
  }
  return torrustLayout(
    tables,
    (table) => database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined,
  )
}

function countOf(database: DatabaseSync, query: string | undefined): number {
  return query === undefined ? 0 : Number(database.prepare(query).get()?.['left_out'] ?? 0)
}

function itemOf(row: SqliteRow, position: number): ImportItem {
  const hash = textOf(row['info_hash'])
  const infoHash = parseInfoHash(hash)
  if (infoHash?.length !== 20) {
    const shown = cleanName(hash).slice(0, 60)
    return { fault: `its info-hash is not 40 hexadecimal digits: "${shown}"`, position }
  }
  const registration = {
    infoHash,
    name: cleanName(textOf(row['name'])) || hexName(infoHash),
    sizeBytes: storedCount(textOf(row['size'])),
    fileCount: storedCount(textOf(row['files'])) || undefined,
    completed: storedCount(textOf(row['completed'])),
    addedAt: storedSeconds(textOf(row['added'])),
  }
  return { registration, position }
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return decodeText(value)
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : ''
}
