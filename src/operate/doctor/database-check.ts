/** Whether the database can be reached, is ours, and has the schema of this program; nothing is changed in it. */
import { resolve } from 'node:path'
import { systemClock } from '#base/clock'
import type { Config } from '#config/config'
import { StorageError } from '#index/storage/storage-error'
import { missingDatabase } from '../missing-database.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

/** `isRunning` where a server has it open. */
export async function databaseCheck(config: Config, isRunning: boolean): Promise<Finding> {
  const missing = missingDatabase(config)
  if (missing !== undefined && !isRunning)
    return ok('database', `${missing} is not there yet; the server makes it`)
  const { readMigrations } = await import('#index/storage/operations/migrate-database')
  try {
    const steps = await readMigrations({
      url: config.database.url,
      dataDirectory: resolve(config.data.directory),
      clock: systemClock,
      connectSeconds: 0,
    })
    const open = steps.filter(({ appliedAt }) => appliedAt === undefined).length
    if (open === 0) return ok('database', 'it can be reached, and has the schema of this version')
    const text = `it can be reached; ${open} of ${steps.length} steps of its schema are to be done`
    return isRunning
      ? warn('database', `${text}, so an older version is running`, 'restart the server')
      : ok('database', `${text}: the next start does them ("waggle db backup FILE" before)`)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return fail('database', error.message, 'correct database.url, or start the database')
  }
}
