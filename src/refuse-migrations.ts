/**
 * A version with another schema cannot take over from a running server: that one would go on storing in a database that is
 * no longer as it knows it, and could not start again on it, should the new one fail.
 */
import { resolve } from 'node:path'
import { systemClock } from '#base/clock'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { readMigrations } from '#index/storage/operations/migrate-database'
import { StorageError } from '#index/storage/storage-error'
import { missingDatabase } from '#operate/missing-database'
import { profileOf } from './profile.ts'

/** The running server is using it, so it is there; it may be busy for a moment. */
const connectSeconds = 5

/** Changes nothing. Rejects with StartError where steps of the schema are to be done, or cannot be read. */
export async function refuseMigrations(config: Config): Promise<void> {
  if (!profileOf(config).hasAdmission) return
  const missing = missingDatabase(config)
  if (missing !== undefined)
    throw new StartError(
      `the database ${missing}, which the running server uses, has been taken away; put it back, or restart the server to begin with a new one`,
    )
  const open = await openSteps(config)
  if (open === 0) return
  throw new StartError(
    `this version changes the database (${open} ${open === 1 ? 'step' : 'steps'} of its schema), which cannot be done under the running server: back it up and restart the server`,
  )
}

async function openSteps({ database, data }: Config): Promise<number> {
  const dataDirectory = resolve(data.directory)
  const options = { url: database.url, dataDirectory, clock: systemClock, connectSeconds }
  try {
    const steps = await readMigrations(options)
    return steps.filter(({ appliedAt }) => appliedAt === undefined).length
  } catch (error) {
    throw error instanceof StorageError ? new StartError(error.message) : error
  }
}
