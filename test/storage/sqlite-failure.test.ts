/** A SQLite file that is busy, full or slow to read, threads that die, and a process that is killed. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { AccessGuard } from '#index/storage/access'
import { defaultLimits, type TimeLimits } from '#index/storage/engine'
import { migrate } from '#index/storage/migrations/migrate'
import { createTorrentRepository } from '#index/storage/repositories/torrent-repository'
import { openSqliteEngine } from '#index/storage/sqlite/sqlite-engine'
import { createThreadDialect } from '#index/storage/sqlite/thread-dialect'
import { ThreadPool } from '#index/storage/sqlite/thread-pool'
import { ProcessRun } from '../support/process-run.ts'
import { useDatabases } from './databases.ts'
import { failureOf } from './failure-of.ts'
import { ManualWait } from './manual-wait.ts'
import { hashOf, manyTorrents, newTorrent } from './sample-torrents.ts'
import { StateRecord } from './state-record.ts'

const databases = useDatabases()

/** Rows without end, and one number that takes long to count. */
const endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n'
const endlessText = endless.replace('SELECT i FROM', `SELECT i || '${'x'.repeat(1000)}' FROM`)
const longCount =
  'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40000000) SELECT count(*) AS i FROM n'

/** An engine by itself, with its schema. */
async function openParts(limits: Partial<TimeLimits> = {}) {
  const file = join(databases.directory(), 'test.db')
  const options = { file, shownUrl: `sqlite:${file}`, limits: { ...defaultLimits, ...limits } }
  const engine = openSqliteEngine(options)
  onTestFinished(() => engine.close())
  await migrate({ engine, clock: databases.clock })
  const manual = new ManualWait()
  const record = new StateRecord()
  const guard = new AccessGuard({ engine, wait: manual.wait, onState: record.onState })
  return {
    engine,
    guard,
    manual,
    record,
    torrents: createTorrentRepository(guard.access, databases.clock),
  }
}

/** One writing thread with a small heap. */
async function openSmallThread() {
  const file = join(databases.directory(), 'test.db')
  const options = { file, isReadOnly: false, busySeconds: 1, heapMegabytes: 24, threads: 1 }
  const pool = new ThreadPool(options)
  onTestFinished(() => pool.close())
  const dialect = createThreadDialect({ pool, limitSeconds: undefined })
  const writer = new Kysely<{ numbers: { i: number } }>({ dialect })
  await sql`CREATE TABLE numbers (i INTEGER)`.execute(writer)
  return writer
}

test('a read that gives rows without end is ended at its time', async () => {
  const { guard, torrents } = await openParts({ readSeconds: 0.1 })
  const failure = await failureOf(guard.access.read((reader) => sql.raw(endless).execute(reader)))
  expect(failure.code).toBe('timeout')
  expect(guard.state).toEqual({ problem: failure.message })
  expect(await torrents.counts()).toMatchObject({ live: 0 })
  expect(guard.state).toBe('ok')
  await guard.close()
})

test('a read that comes to no row is given up, and the next has a new thread', async () => {
  const { guard, torrents } = await openParts({ readSeconds: 0.1 })
  const reads = [1, 2].map(() =>
    failureOf(guard.access.read((reader) => sql.raw(longCount).execute(reader))),
  )
  // Both readers are taken; what waits for them is answered when they are replaced.
  const [first, second, counts] = await Promise.all([...reads, torrents.counts()])
  expect([first, second]).toMatchObject([{ code: 'timeout' }, { code: 'timeout' }])
  expect(counts).toMatchObject({ live: 0 })
  await guard.close()
})

test('a result beyond the memory of a thread ends the thread and not the program', async () => {
  const writer = await openSmallThread()
  await expect(sql.raw(endlessText).execute(writer)).rejects.toThrow('its thread died')
  await writer.insertInto('numbers').values({ i: 1 }).execute()
  expect(await writer.selectFrom('numbers').select('i').execute()).toEqual([{ i: 1 }])
})

test('a transaction whose thread dies leaves nothing, and does not go on in another thread', async () => {
  const writer = await openSmallThread()
  const later: unknown[] = []
  const transaction = writer.transaction().execute(async (numbers) => {
    await numbers.insertInto('numbers').values({ i: 1 }).execute()
    await sql
      .raw(endlessText)
      .execute(numbers)
      .catch((error: unknown) => later.push(error))
    await numbers.insertInto('numbers').values({ i: 2 }).execute()
  })
  await expect(transaction).rejects.toThrow('its thread died')
  expect(later).toHaveLength(1)
  expect(await writer.selectFrom('numbers').select('i').execute()).toEqual([])
})

test('a full disk fails the write alone, and later writes work when there is room', async () => {
  const { engine, guard, manual, record, torrents } = await openParts()
  await torrents.add([newTorrent('before')])
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(engine.writer)
  const pages = rows[0]?.page_count ?? 0
  await sql.raw(`PRAGMA max_page_count = ${pages + 3}`).execute(engine.writer)
  const failure = await failureOf(torrents.add(manyTorrents(2000)))
  expect(failure.code).toBe('full')
  expect(failure.message).toContain('make room on its disk')
  expect(guard.state).toEqual({ problem: failure.message })
  // Reading goes on, and does not mean that there is room again.
  expect(await torrents.counts()).toMatchObject({ live: 1 })
  expect(guard.state).toEqual({ problem: failure.message })

  await sql.raw('PRAGMA max_page_count = 1000000').execute(engine.writer)
  await manual.pass()
  await record.until('ok')
  expect(await torrents.add(manyTorrents(2000))).toHaveLength(2000)
  expect(await torrents.counts()).toMatchObject({ live: 2001 })
  await guard.close()
})

test('a file that another process writes to for long is busy, and then used again', async () => {
  const manual = new ManualWait()
  const record = new StateRecord()
  const address = await databases.newAddress('sqlite')
  const limits = { busySeconds: 0.1 }
  const options = { ...address, limits, wait: manual.wait, onState: record.onState }
  const database = await databases.open('sqlite', options)
  const other = new DatabaseSync(join(address.dataDirectory, 'test.db'))
  other.exec('BEGIN IMMEDIATE')
  const failure = await failureOf(database.torrents.add([newTorrent('late')]))
  expect(failure.code).toBe('busy')
  expect(database.state()).toEqual({ problem: failure.message })
  other.exec('ROLLBACK')
  other.close()
  await manual.pass()
  await record.until('ok')
  expect((await database.torrents.add([newTorrent('late')]))[0]?.outcome).toBe('added')
})

test('two that have the same file open see what the other writes', async () => {
  const address = await databases.newAddress('sqlite')
  const [one, other] = [
    await databases.open('sqlite', address),
    await databases.open('sqlite', address),
  ]
  await Promise.all([
    one.torrents.add([newTorrent('one')]),
    other.torrents.add([newTorrent('two')]),
  ])
  expect(await one.torrents.counts()).toMatchObject({ live: 2 })
  expect(await other.torrents.find(hashOf('one'))).toMatchObject({ name: 'one' })
})

test('killing the process loses no torrent that it was told is stored', async () => {
  const address = await databases.newAddress('sqlite')
  const names: string[] = []
  for (let kill = 0; kill < 3; kill++) {
    const args = ['test/storage/register-process.ts', address.dataDirectory]
    const run = new ProcessRun({ command: process.execPath, args })
    await run.line((line) => line.endsWith(` ${10 + kill * 5}`))
    run.signal('SIGKILL')
    await run.end
    names.push(...run.stdout.split('\n').slice(0, -1))
  }
  const database = await databases.open('sqlite', address)
  const found = await Promise.all(names.map((name) => database.torrents.find(hashOf(name))))
  expect(found.map((torrent) => torrent?.name)).toEqual(names)
  expect(await database.check()).toEqual([])
})

test('only the owner can read the files of the database', async () => {
  const address = await databases.newAddress('sqlite')
  const database = await databases.open('sqlite', address)
  await database.torrents.add([newTorrent('secret')])
  const files = readdirSync(address.dataDirectory)
  expect(files.toSorted()).toEqual(['test.db', 'test.db-shm', 'test.db-wal'])
  for (const file of files)
    expect(statSync(join(address.dataDirectory, file)).mode & 0o777, file).toBe(0o600)
})
