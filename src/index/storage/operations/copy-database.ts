/**
 * Copies everything from one database into another that is empty, of the same engine or the other one: how a site moves
 * to PostgreSQL, or back. No server may use either meanwhile. It is one transaction of the target: a copy that is
 * broken off leaves it as empty as it was.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Clock } from '#base/clock'
import { connectEngine } from '../connect-engine.ts'
import type { Engine } from '../engine.ts'
import { migrate } from '../migrations/migrate.ts'
import { chunksOf } from '../repositories/chunks.ts'
import { fillCatalogueWords } from '../repositories/fill-catalogue-words.ts'
import { fillWords } from '../search-words.ts'
import { StorageError, storageError } from '../storage-error.ts'
import type { Tables } from '../tables.ts'
import { type CopiedPart, copiedParts, copiedTables } from './copied-tables.ts'

export type CopyOptions = {
  /** `sqlite:FILE` or `postgres://…`. */
  readonly from: string
  readonly to: string
  /** SQLite files are under it. */
  readonly dataDirectory: string
  readonly clock: Clock
  /** Told now and then how many rows of a table are copied. */
  readonly onProgress?: (table: string, rows: number) => void
}

type Row = Readonly<Record<string, unknown>>

const rowsAtOnce = 5000

/** Rows whose parts are read at once; a torrent can have thousands of files. */
const usualWholesAtOnce = 100

/** Rejects with StorageError; the databases are then as they were, but for the schema of the target. */
export async function copyDatabase(options: CopyOptions): Promise<void> {
  const { clock, dataDirectory } = options
  const connect = async (url: string): Promise<Engine> =>
    await connectEngine({ url, dataDirectory, clock, connectSeconds: 0 }, (engine) =>
      migrate({ engine, clock }),
    )
  const source = await connect(options.from)
  try {
    const target = await connect(options.to)
    try {
      await copyAll(options, source, target)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function copyAll(options: CopyOptions, source: Engine, target: Engine): Promise<void> {
  const { reader, close } = source.openAside()
  const readSource: ReadSource = async (query) => {
    try {
      return (await query.execute(reader)).rows
    } catch (error) {
      throw source.explain(error)
    }
  }
  try {
    await target.worker.transaction().execute(async (transaction) => {
      await refuseFilled(target, transaction)
      for (const [table, columns] of Object.entries(copiedTables))
        await copyTable({ ...options, readSource, transaction }, table, columns)
      for (const [table, part] of Object.entries(copiedParts))
        await copyPart({ ...options, readSource, transaction }, table, part)
      // Each engine keeps words in a form of its own.
      await fillWords(transaction, target.search)
      await fillCatalogueWords(transaction, target.search)
      await copyMeta(readSource, transaction)
      await target.continueIds(transaction, Object.keys(copiedTables))
    })
  } catch (error) {
    throw error instanceof StorageError ? error : target.explain(error)
  } finally {
    await close()
  }
}

type ReadSource = (query: ReturnType<typeof sql<Row>>) => Promise<readonly Row[]>

type Copying = Pick<CopyOptions, 'onProgress'> & {
  readonly readSource: ReadSource
  readonly transaction: Transaction<Tables>
}

async function refuseFilled(target: Engine, database: Kysely<Tables>): Promise<void> {
  for (const table of Object.keys(copiedTables)) {
    const first = sql`SELECT 1 FROM ${sql.table(table)} LIMIT 1`
    if ((await first.execute(database)).rows.length === 0) continue
    throw storageError(target.shownUrl, {
      code: 'refused',
      reason: 'it holds something already, and a copy needs an empty one',
      remedy: 'make a new database and name that',
    })
  }
}

async function copyTable(
  copying: Copying,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const { readSource, transaction, onProgress } = copying
  let copied = 0
  for (let after = 0; ; ) {
    const rows = await readSource(sql<Row>`
      SELECT ${columnList(columns)} FROM ${sql.table(table)}
      WHERE id > ${after} ORDER BY id LIMIT ${rowsAtOnce}`)
    if (rows.length === 0) return
    await insert(transaction, table, columns, rows)
    copied += rows.length
    after = Number(rows.at(-1)?.['id'])
    onProgress?.(table, copied)
  }
}

async function copyPart(
  { readSource, transaction, onProgress }: Copying,
  table: string,
  { whole, by, columns, wholesAtOnce = usualWholesAtOnce }: CopiedPart,
): Promise<void> {
  let copied = 0
  for (let after = 0; ; ) {
    const ids = await readSource(sql<Row>`
      SELECT id FROM ${sql.table(whole)} WHERE id > ${after} ORDER BY id LIMIT ${wholesAtOnce}`)
    if (ids.length === 0) return
    const last = Number(ids.at(-1)?.['id'])
    const rows = await readSource(sql<Row>`
      SELECT ${columnList(columns)} FROM ${sql.table(table)}
      WHERE ${sql.ref(by)} > ${after} AND ${sql.ref(by)} <= ${last}`)
    await insert(transaction, table, columns, rows)
    copied += rows.length
    after = last
    if (rows.length > 0) onProgress?.(table, copied)
  }
}

async function copyMeta(readSource: ReadSource, transaction: Transaction<Tables>): Promise<void> {
  await transaction.deleteFrom('meta').execute()
  const rows = await readSource(sql<Row>`SELECT key, value FROM meta`)
  await insert(transaction, 'meta', ['key', 'value'], rows)
}

async function insert(
  transaction: Transaction<Tables>,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  for (const chunk of chunksOf(rows, columns.length)) {
    const values = chunk.map((row) => sql`(${sql.join(columns.map((name) => row[name]))})`)
    await sql`INSERT INTO ${sql.table(table)} (${columnList(columns)}) VALUES ${sql.join(values)}`.execute(
      transaction,
    )
  }
}

function columnList(columns: readonly string[]): ReturnType<typeof sql> {
  return sql.join(columns.map((name) => sql.ref(name)))
}
