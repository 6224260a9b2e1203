/** The steps of a database's schema: which are done, and doing the rest without starting a server. */
import { connectEngine, type DatabaseOptions } from '../connect-engine.ts'
import type { Engine } from '../engine.ts'
import { type MigrationStatus, migrate, migrationStatus } from '../migrations/migrate.ts'

/** Changes nothing, except that a SQLite file that is missing is made. Rejects with StorageError. */
export async function readMigrations(options: DatabaseOptions): Promise<MigrationStatus[]> {
  return await after(options, async () => {})
}

/** Does every missing step; the status is as it is then. Rejects with StorageError. */
export async function migrateDatabase(options: DatabaseOptions): Promise<MigrationStatus[]> {
  return await after(options, (engine) => migrate({ engine, clock: options.clock }))
}

async function after(
  options: DatabaseOptions,
  prepare: (engine: Engine) => Promise<unknown>,
): Promise<MigrationStatus[]> {
  const { clock } = options
  let status: MigrationStatus[] = []
  const engine = await connectEngine(options, async (reached) => {
    await prepare(reached)
    status = await migrationStatus({ engine: reached, clock })
  })
  await engine.close()
  return status
}
