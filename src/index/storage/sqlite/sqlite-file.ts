/**
 * One connection to a SQLite file, in the thread that owns it. Statements are prepared once.
 *
 * WAL lets readers read while the writer writes. `synchronous = FULL` syncs the log at each commit, so that a
 * registration that was answered survives a power failure too, not only the end of the process; writes are few
 * and large here (a batch of registrations, a flush each half minute), so that this costs little.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { storageStatementsMax } from '#base/limits'
import { systemCode } from '#base/start-error'
import type { SqliteFailureFacts, StatementResult } from './from-thread.ts'
import type { SqliteValue, StatementRequest } from './to-thread.ts'

export type SqliteFileOptions = {
  readonly file: string
  readonly isReadOnly: boolean
  /** How long another process's write is waited for. */
  readonly busySeconds: number
}

type Prepared = { readonly statement: StatementSync; readonly columns: readonly string[] }

/** Rows between two looks at the time. */
const rowsPerLook = 64

/** Pages kept in memory: a writer of many torrents touches every index all over. */
const cacheKibibytes = { writer: 64 * 1024, reader: 16 * 1024 } as const

/** The log is cut to this when it has grown beyond it. */
const logBytesMax = 64 * 1024 * 1024

export class SqliteFile {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, Prepared>()

  /** Makes the file when it is missing and this is no reader. Throws what node:sqlite throws. */
  constructor({ file, isReadOnly, busySeconds }: SqliteFileOptions) {
    // It holds hashes of tokens: readable by its owner alone. SQLite gives its other files the same mode.
    if (!isReadOnly) closeSync(openSync(file, 'a', 0o600))
    this.#database = new DatabaseSync(file, {
      readOnly: isReadOnly,
      timeout: busySeconds * 1000,
      enableForeignKeyConstraints: true,
    })
    if (!isReadOnly) this.#database.exec('PRAGMA journal_mode = WAL')
    this.#database.exec('PRAGMA synchronous = FULL')
    this.#database.exec('PRAGMA fullfsync = ON')
    const kibibytes = cacheKibibytes[isReadOnly ? 'reader' : 'writer']
    this.#database.exec(`PRAGMA cache_size = -${kibibytes}`)
    this.#database.exec(`PRAGMA journal_size_limit = ${logBytesMax}`)
  }

  /**
   * Runs one statement. SQLite cannot be interrupted from JavaScript: the limit is looked at between rows, and
   * main gives up a thread that comes to no row in time (`storage-thread.ts`).
   */
  run(request: StatementRequest): StatementResult {
    try {
      return runPrepared(this.#prepare(request.sql), request)
    } catch (error) {
      // A statement that failed while its rows were read fails with the same error when it is used again.
      this.#prepared.delete(request.sql)
      throw error
    }
  }

  rollback(): void {
    // A full disk, for one, has ended the transaction already.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
  }

  close(): void {
    this.#prepared.clear()
    this.#database.close()
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    // Set again, so that the first of the map is the one not used for longest.
    this.#prepared.delete(sql)
    const prepared = known ?? this.#compile(sql)
    this.#prepared.set(sql, prepared)
    if (this.#prepared.size > storageStatementsMax) {
      const [oldest] = this.#prepared.keys()
      if (oldest !== undefined) this.#prepared.delete(oldest)
    }
    return prepared
  }

  #compile(sql: string): Prepared {
    const statement = this.#database.prepare(sql, { returnArrays: true })
    return { statement, columns: statement.columns().map(({ name }) => name) }
  }
}

class LateError extends Error {
  override readonly name = 'LateError'
}

function runPrepared(
  { statement, columns }: Prepared,
  { parameters, limitSeconds }: StatementRequest,
): StatementResult {
  if (columns.length === 0) {
    const { changes } = statement.run(...parameters)
    return { columns, rows: [], changes: Number(changes) }
  }
  const rows = readRows(statement, parameters, limitSeconds)
  return { columns, rows, changes: rows.length }
}

function readRows(
  statement: StatementSync,
  parameters: readonly SqliteValue[],
  limitSeconds = Infinity,
): SqliteValue[][] {
  const endMs = performance.now() + limitSeconds * 1000
  const rows: SqliteValue[][] = []
  const iterator = statement.iterate(...parameters)
  try {
    for (const row of iterator) {
      // The types of node:sqlite know rows as objects only.
      rows.push(row as unknown as SqliteValue[])
      if (rows.length % rowsPerLook === 0 && performance.now() > endMs)
        throw new LateError(`reading took more than ${limitSeconds} seconds`)
    }
  } catch (error) {
    // A row that cannot be read leaves the statement, and with it the reader's view of the file, as it is.
    iterator.return?.()
    throw error
  }
  return rows
}

/** What can be told to main of an error of this file. */
export function factsOf(error: unknown): SqliteFailureFacts {
  const message = error instanceof Error ? error.message : String(error)
  return { resultCode: resultCodeOf(error), message, isLate: error instanceof LateError }
}

/** SQLITE_FULL and SQLITE_CANTOPEN, for what the system said when the file was made. */
const full = 13
const notOpened = 14

function resultCodeOf(error: unknown): number {
  if (error instanceof Error && 'errcode' in error) return Number(error.errcode)
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return full
  return /^E[A-Z0-9]+$/.test(code) ? notOpened : 0
}
