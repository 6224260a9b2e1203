/**
 * Puts a copy that `waggle db backup` made in the place of the database, while no server runs. The copy is looked
 * through before anything is touched, and what it replaces is kept beside it.
 */
import { constants, existsSync, statSync } from 'node:fs'
import { chmod, copyFile, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '#base/clock'
import { readProblem } from '#base/file-problem'
import { type DatabaseAddress, parseDatabaseUrl } from '../database-url.ts'
import { defaultLimits, type Engine } from '../engine.ts'
import { migrate } from '../migrations/migrate.ts'
import { syncFile } from '../sqlite/copy-sqlite.ts'
import { openSqliteEngine } from '../sqlite/sqlite-engine.ts'
import { StorageError } from '../storage-error.ts'
import { checkDatabase } from './check-database.ts'

export type RestoreOptions = {
  /** As in the configuration. */
  readonly url: string
  readonly dataDirectory: string
  /** The copy; it stays as it is. */
  readonly file: string
  readonly clock: Clock
}

export type Restored = {
  /** The file in which the database from before is kept; undefined where there was none. */
  readonly keptAs: string | undefined
}

/** SQLite's files beside the database: only whoever uses it has them. */
const companions = ['-wal', '-shm']

/** Rejects with StorageError, and then the database is as it was. */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const address = parseDatabaseUrl(options.url, options.dataDirectory)
  if (address.engine === 'postgres') throw notOurs(address, options.file)
  const arriving = `${address.file}.restoring`
  try {
    await takeCopy(options.file, arriving)
    await inspect(options, arriving)
    const keptAs = await setAside(address.file, options.clock)
    await rename(arriving, address.file)
    await syncFile(dirname(address.file))
    return { keptAs }
  } catch (error) {
    throw error instanceof StorageError ? error : notRestored(options.file, error)
  } finally {
    for (const end of ['', ...companions]) await rm(`${arriving}${end}`, { force: true })
  }
}

async function takeCopy(file: string, arriving: string): Promise<void> {
  const log = `${file}-wal`
  if (existsSync(log) && statSync(log).size > 0)
    throw new StorageError(
      'refused',
      `${file} is in use, or was copied while it was; restore a file that "waggle db backup" made`,
    )
  await readable(file)
  await copyFile(file, arriving, constants.COPYFILE_FICLONE)
  await chmod(arriving, 0o600)
}

/** Throws StorageError for what is no file, or not ours to read. */
async function readable(file: string): Promise<void> {
  try {
    await using handle = await open(file)
    // A directory can be opened, and shows itself here.
    await handle.read(Buffer.alloc(1), 0, 1, 0)
  } catch (error) {
    throw new StorageError('refused', `${file}: ${readProblem(error)}`, error)
  }
}

/** Brings the copy to this version. Throws unless it is a whole database of this version or an older one. */
async function inspect({ file, clock }: RestoreOptions, arriving: string): Promise<void> {
  const shownUrl = `sqlite:${file}`
  const engine = openSqliteEngine({ file: arriving, shownUrl, limits: defaultLimits })
  try {
    await refuseEmpty(engine)
    await migrate({ engine, clock })
    const [fault, ...others] = await checkDatabase(engine)
    if (fault === undefined) return
    const more = others.length === 0 ? '' : `, and ${others.length} more`
    throw new StorageError('damaged', `it is damaged (${fault}${more}); take an older backup`)
  } catch (error) {
    const { code, message } = engine.explain(error)
    throw new StorageError(code, `${file} cannot be restored: ${message}`, error)
  } finally {
    await engine.close()
    await syncFile(arriving)
  }
}

async function refuseEmpty(engine: Engine): Promise<void> {
  if ((await engine.contents(engine.worker)) === 'nothing')
    throw new StorageError('refused', 'it is empty; name a file that "waggle db backup" made')
}

/** Renames the database, after making sure that nobody uses it. */
async function setAside(file: string, clock: Clock): Promise<string | undefined> {
  if (!existsSync(file)) return undefined
  await finishLog(file)
  const keptAs = unusedName(`${file}.replaced-${clock.nowSeconds()}`)
  for (const end of ['', ...companions])
    if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, `${keptAs}${end}`)
  return keptAs
}

function unusedName(wanted: string): string {
  let name = wanted
  for (let next = 2; existsSync(name); next++) name = `${wanted}-${next}`
  return name
}

/** Leaving the mode with a log needs the file for oneself; a broken file is set aside with its log. */
async function finishLog(file: string): Promise<void> {
  const shownUrl = `sqlite:${file}`
  const limits = { ...defaultLimits, busySeconds: 1 }
  const engine: Engine = openSqliteEngine({ file, shownUrl, limits })
  try {
    await sql`PRAGMA journal_mode = DELETE`.execute(engine.worker)
  } catch (error) {
    if (engine.explain(error).code !== 'busy') return
    throw new StorageError('busy', `the database ${shownUrl} is in use; stop the server first`)
  } finally {
    await engine.close()
  }
}

function notOurs({ shown }: DatabaseAddress, file: string): StorageError {
  return new StorageError(
    'refused',
    `the database ${shown} is restored with PostgreSQL's own program; stop the server and run: pg_restore --clean --if-exists --dbname='${shown}' '${file}'`,
  )
}

function notRestored(file: string, error: unknown): StorageError {
  const reason = error instanceof Error ? error.message : String(error)
  const text = `${file} cannot be restored (${reason}); see that the data directory has room, and that this user may write there`
  return new StorageError('refused', text, error)
}
