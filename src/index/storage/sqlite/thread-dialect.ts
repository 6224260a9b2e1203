/**
 * Kysely over storage threads. A connection is a thread that is lent for one query or one transaction; when it
 * dies in a transaction, the rest of that transaction fails too.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { assert } from '#base/assert'
import type { StatementResult } from './from-thread.ts'
import type { StorageThread } from './storage-thread.ts'
import type { ThreadPool } from './thread-pool.ts'
import type { SqliteValue } from './to-thread.ts'

export type ThreadDialectOptions = {
  readonly pool: ThreadPool
  /** For each statement; undefined for no limit. */
  readonly limitSeconds: number | undefined
}

export function createThreadDialect(options: ThreadDialectOptions): Dialect {
  return {
    createDriver: () => new ThreadDriver(options),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new ThreadAdapter(),
    createIntrospector: (database) => new SqliteIntrospector(database),
  }
}

/** Each thread is a connection of its own, and the pool keeps the queue. */
class ThreadAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class ThreadDriver implements Driver {
  readonly #options: ThreadDialectOptions

  constructor(options: ThreadDialectOptions) {
    this.#options = options
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ThreadConnection> {
    const { pool, limitSeconds } = this.#options
    return new ThreadConnection(await pool.take(), limitSeconds)
  }

  /** At once a writer: a transaction that began as a reader's could find that it may not write. */
  async beginTransaction(connection: ThreadConnection): Promise<void> {
    await connection.run('BEGIN IMMEDIATE')
  }

  async commitTransaction(connection: ThreadConnection): Promise<void> {
    await connection.run('COMMIT')
  }

  async rollbackTransaction({ thread }: ThreadConnection): Promise<void> {
    // With the thread its connection is gone, and the transaction with it.
    if (thread.isAlive) await thread.ask({ type: 'rollback' })
  }

  async releaseConnection({ thread }: ThreadConnection): Promise<void> {
    this.#options.pool.giveBack(thread)
  }

  /** The pool is closed by who made it. */
  async destroy(): Promise<void> {}
}

class ThreadConnection implements DatabaseConnection {
  readonly thread: StorageThread
  readonly #limitSeconds: number | undefined

  constructor(thread: StorageThread, limitSeconds: number | undefined) {
    this.thread = thread
    this.#limitSeconds = limitSeconds
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await this.run(sql, parameters.map(sendable))
    return { rows: objectsOf(result) as Row[], numAffectedRows: BigInt(result.changes) }
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    assert(false, 'nothing is streamed: queries give pages')
  }

  async run(sql: string, parameters: readonly SqliteValue[] = []): Promise<StatementResult> {
    const limitSeconds = this.#limitSeconds
    return await this.thread.ask({ type: 'statement', sql, parameters, limitSeconds })
  }
}

/** A view would be sent with all of the memory behind it. */
function sendable(value: unknown): SqliteValue {
  if (value instanceof Uint8Array)
    return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value)
  assert(
    value === null || typeof value === 'string' || typeof value === 'number',
    `a parameter is neither text, number, bytes nor null but ${typeof value}`,
  )
  return value
}

function objectsOf({ columns, rows }: StatementResult): Record<string, SqliteValue>[] {
  return rows.map((values) => {
    const row: Record<string, SqliteValue> = {}
    let place = 0
    for (const column of columns) row[column] = values[place++] ?? null
    return row
  })
}
