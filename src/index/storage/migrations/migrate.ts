/**
 * Brings a database to the schema of this program: each missing step in a transaction of its own, under a lock
 * that two processes cannot both have. A database that has steps this program does not know is refused, and
 * so is one of another program.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Clock } from '#base/clock'
import type { Engine } from '../engine.ts'
import { storageError } from '../storage-error.ts'
import type { Tables } from '../tables.ts'
import { checksumOf, type Migration } from './migration.ts'
import { migrations as allMigrations } from './migrations.ts'

export type MigrateOptions = {
  readonly engine: Engine
  readonly clock: Clock
  /** Every step there is, unless a test has others. */
  readonly migrations?: readonly Migration[]
}

/** `appliedAt` is undefined where the step is still to be done. */
export type MigrationStatus = {
  readonly number: number
  readonly name: string
  readonly appliedAt: number | undefined
}

type Applied = { readonly number: number; readonly name: string; readonly checksum: string }

/** Does every missing step; gives those that it did. Throws StorageError. */
export async function migrate(options: MigrateOptions): Promise<readonly Migration[]> {
  const done: Migration[] = []
  for (;;) {
    const step = await doNextStep(options)
    if (step === undefined) return done
    done.push(step)
  }
}

/** The steps done and to be done, without doing any. Throws StorageError as `migrate` does. */
export async function migrationStatus(options: MigrateOptions): Promise<MigrationStatus[]> {
  const { engine, migrations = allMigrations } = options
  if ((await checkContents(engine)) === 'nothing')
    return migrations.map(({ number, name }) => ({ number, name, appliedAt: undefined }))
  const applied = await readApplied(engine.worker)
  checkApplied(engine, migrations, applied)
  return migrations.map(({ number, name }, index) => ({
    number,
    name,
    appliedAt: applied[index]?.applied_at,
  }))
}

async function doNextStep(options: MigrateOptions): Promise<Migration | undefined> {
  const { engine, migrations = allMigrations } = options
  // Without the lock at first: most starts find nothing to do.
  if ((await missing(engine, engine.worker, migrations)).length === 0) return undefined
  return await engine.worker.transaction().execute(async (transaction) => {
    await engine.lock(transaction, 'migrate')
    const [next] = await missing(engine, transaction, migrations)
    if (next !== undefined) await doStep(options, transaction, next)
    return next
  })
}

async function missing(
  engine: Engine,
  database: Kysely<Tables>,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  if ((await checkContents(engine, database)) === 'nothing') return migrations
  const applied = await readApplied(database)
  checkApplied(engine, migrations, applied)
  return migrations.slice(applied.length)
}

async function doStep(
  { engine, clock }: MigrateOptions,
  transaction: Transaction<Tables>,
  migration: Migration,
): Promise<void> {
  const { words, search } = engine
  const { integer, text, table } = words
  const first = [
    ...words.preamble,
    `CREATE TABLE schema_migrations (
       number ${integer} PRIMARY KEY,
       name ${text} NOT NULL,
       checksum ${text} NOT NULL,
       applied_at ${integer} NOT NULL
     ) ${table}`,
  ]
  const statements = [...(migration.number === 1 ? first : []), ...migration.statements(words)]
  for (const statement of statements) await sql.raw(statement).execute(transaction)
  await migration.fill?.(transaction, search)
  await transaction
    .insertInto('schema_migrations')
    .values({
      number: migration.number,
      name: migration.name,
      checksum: checksumOf(migration, words),
      applied_at: clock.nowSeconds(),
    })
    .execute()
}

async function readApplied(
  database: Kysely<Tables>,
): Promise<(Applied & { readonly applied_at: number })[]> {
  return await database
    .selectFrom('schema_migrations')
    .select(['number', 'name', 'checksum', 'applied_at'])
    .orderBy('number')
    .execute()
}

async function checkContents(
  engine: Engine,
  database: Kysely<Tables> = engine.worker,
): Promise<'nothing' | 'ours'> {
  const contents = await engine.contents(database)
  if (contents !== 'foreign') return contents
  throw storageError(engine.shownUrl, {
    code: 'refused',
    reason: 'it holds tables of another program',
    remedy: 'give Waggle a database of its own in database.url',
  })
}

function checkApplied(
  engine: Engine,
  migrations: readonly Migration[],
  applied: readonly Applied[],
): void {
  for (const [index, { number, name, checksum }] of applied.entries()) {
    const known = migrations[index]
    if (known === undefined) throw tooNew(engine, migrations, applied)
    if (known.number === number && checksumOf(known, engine.words) === checksum) continue
    throw storageError(engine.shownUrl, {
      code: 'refused',
      reason: `its step ${number}, "${name}", is another than this program has`,
      remedy: 'run the version of Waggle that made it',
    })
  }
}

function tooNew(
  engine: Engine,
  migrations: readonly Migration[],
  applied: readonly Applied[],
): Error {
  return storageError(engine.shownUrl, {
    code: 'refused',
    reason: `a newer Waggle has made it: its schema is at step ${applied.length}, and this program knows ${migrations.length}`,
    remedy: 'run that version, or restore a backup that was made before it',
  })
}
