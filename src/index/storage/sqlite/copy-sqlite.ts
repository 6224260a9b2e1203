/**
 * Copies a SQLite database while it is in use: `VACUUM INTO` writes all of it as it is at one moment, without holes.
 * The copy gets its name when it is complete and on the disk, so that a file of that name is always whole.
 */
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { writeProblem } from '#base/file-problem'
import { StorageError } from '../storage-error.ts'
import type { Tables } from '../tables.ts'

/** Replaces `file`. Rejects with StorageError. */
export async function copySqlite(
  reader: Kysely<Tables>,
  databaseFile: string,
  file: string,
): Promise<void> {
  const partial = `${file}.partial`
  try {
    await refuseItself(databaseFile, file)
    await rm(partial, { force: true })
    // Made first, because SQLite would let everybody read it.
    await (await open(partial, 'wx', 0o600)).close()
    await sql`VACUUM INTO ${partial}`.execute(reader)
    await syncFile(partial)
    await rename(partial, file)
    await syncFile(dirname(file))
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw notWritten(file, error)
  }
}

/** Of a file, or of a directory after a change of names. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}

async function refuseItself(databaseFile: string, file: string): Promise<void> {
  const [database, target] = await Promise.all([
    stat(databaseFile),
    stat(file).catch(() => undefined),
  ])
  if (target === undefined || target.ino !== database.ino || target.dev !== database.dev) return
  throw new StorageError('refused', `${file} is the database itself; name another file`)
}

function notWritten(file: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  return new StorageError('refused', `the copy ${file} ${writeProblem(error)}`, error)
}
