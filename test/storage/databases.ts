/**
 * Databases for the tests of one file: every suite runs on both engines, each test on databases of its own, which
 * are closed after it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { afterAll, afterEach } from 'vitest'
import type { Clock } from '#base/clock'
import type { DatabaseOptions } from '#index/storage/connect-engine'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import { openDatabase } from '#index/storage/open-database'
import { type PostgresServer, usePostgres } from '../support/postgres.ts'

export const engines = ['sqlite', 'postgres'] as const satisfies EngineName[]

export type Address = Pick<DatabaseOptions, 'url' | 'dataDirectory'>

/** A clock that tests put forward. */
export class TestClock implements Clock {
  now = 1_800_000_000

  nowSeconds(): number {
    return this.now
  }
}

export class TestDatabases {
  readonly clock = new TestClock()
  readonly #postgres: () => PostgresServer
  readonly #directories: string[] = []
  readonly #open = new Set<Database>()

  constructor(postgres: () => PostgresServer) {
    this.#postgres = postgres
  }

  get postgres(): PostgresServer {
    return this.#postgres()
  }

  /** A directory that is removed after the tests. */
  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'waggle-storage-'))
    this.#directories.push(directory)
    return directory
  }

  /** Of a database that is empty, or not there yet. */
  async newAddress(engine: EngineName): Promise<Address> {
    const dataDirectory = this.directory()
    const url = engine === 'sqlite' ? 'sqlite:test.db' : await this.postgres.newDatabase()
    return { url, dataDirectory }
  }

  /** Opens a new database, or the one of `options.url`. */
  async open(engine: EngineName, options: Partial<DatabaseOptions> = {}): Promise<Database> {
    const address = options.url === undefined ? await this.newAddress(engine) : {}
    const dataDirectory = this.#directories[0] ?? this.directory()
    const given = { url: '', dataDirectory, clock: this.clock, ...address, ...options }
    const database = await openDatabase(given)
    this.#open.add(database)
    return database
  }

  async close(database: Database): Promise<void> {
    this.#open.delete(database)
    await database.close()
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open].map((database) => this.close(database)))
  }

  removeDirectories(): void {
    for (const directory of this.#directories) rmSync(directory, { recursive: true, force: true })
  }
}

/** To be called once in a file of tests. */
export function useDatabases(): TestDatabases {
  const databases = new TestDatabases(usePostgres())
  afterEach(() => databases.closeAll())
  afterAll(() => databases.removeDirectories())
  return databases
}

/** Reads rows of numbers behind the program's back, without its threads and pools. */
export async function readRows(
  { url, dataDirectory }: Address,
  query: string,
): Promise<number[][]> {
  if (url.startsWith('sqlite:')) {
    const file = new DatabaseSync(join(dataDirectory, url.slice('sqlite:'.length)))
    const statement = file.prepare(query)
    const rows = statement.all().map((row) => Object.values(row).map(Number))
    file.close()
    return rows
  }
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' })
    return rows.map((row) => row.map(Number))
  } finally {
    await client.end()
  }
}

/** Runs statements behind the program's back. */
export async function runStatements({ url, dataDirectory }: Address, text: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const file = new DatabaseSync(join(dataDirectory, url.slice('sqlite:'.length)), {
      timeout: 20_000,
    })
    file.exec(text)
    file.close()
    return
  }
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
