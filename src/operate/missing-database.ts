/**
 * What a command does about a data directory that has no database: most likely it is not the server's, and a new and
 * empty database in it would only hide that. PostgreSQL says itself what it does not have.
 */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartError, systemCode } from '#base/start-error'
import type { Config } from '#config/config'
import { parseDatabaseUrl } from '#index/storage/database-url'
import { lockName } from './data-directory.ts'

/** The file of the database, where it is to be in a file and is not there. */
export function missingDatabase({ data, database }: Config): string | undefined {
  // What is wrong with another address is told when it is connected to.
  if (!database.url.startsWith('sqlite:')) return undefined
  const address = parseDatabaseUrl(database.url, resolve(data.directory))
  return address.engine === 'sqlite' && isMissing(address.file) ? address.file : undefined
}

/** Whether no Waggle has ever used the directory. */
export function isUnused({ data }: Config): boolean {
  return isMissing(join(resolve(data.directory), lockName))
}

export function noDatabase({ data }: Config, file: string): StartError {
  return new StartError(
    `data.directory = "${data.directory}": there is no database at ${file}; name the configuration of the server with --config FILE, or make a new database: "waggle serve" and "waggle db migrate" do`,
  )
}

/** Also false where this user may not look. */
function isMissing(path: string): boolean {
  try {
    statSync(path)
    return false
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(systemCode(error))
  }
}
