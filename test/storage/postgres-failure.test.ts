/** A PostgreSQL that is not there, goes away, is slow, or will not have us. */
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { AccessGuard, type DatabaseState } from '#index/storage/access'
import { connectEngine } from '#index/storage/connect-engine'
import { migrate } from '#index/storage/migrations/migrate'
import { createTorrentRepository } from '#index/storage/repositories/torrent-repository'
import type { StorageError } from '#index/storage/storage-error'
import { useDatabases } from './databases.ts'
import { failureOf } from './failure-of.ts'
import { ManualWait } from './manual-wait.ts'
import { hashOf, newTorrent } from './sample-torrents.ts'
import { StateRecord } from './state-record.ts'

const databases = useDatabases()
const activities = [] as const

/** Nothing that a log or a page could show of it may hold a password. */
function expectNoPassword(error: unknown): void {
  const shown = inspect(error, { depth: 20, showHidden: true })
  expect(shown).not.toContain('p@ss/w:rd')
  expect(shown).not.toContain(encodeURIComponent('p@ss/w:rd'))
  expect(shown).not.toContain('wrong word')
}

test('a server that goes away is an error, and is used again when it is back', async () => {
  const manual = new ManualWait()
  const record = new StateRecord()
  const { postgres } = databases
  const database = await databases.open('postgres', { wait: manual.wait, onState: record.onState })
  await database.torrents.add([newTorrent('before')])
  await postgres.halt()
  // Without a call: the connection in the pool was cut.
  await record.until('problem')
  const failure = await failureOf(database.torrents.add([newTorrent('lost')]))
  expect(failure.code).toBe('unreachable')
  expect(failure.message).toContain(`postgres://waggle@127.0.0.1:${postgres.port}/`)
  expect(failure.message).toContain('start it, or correct database.url')
  expectNoPassword(failure)
  expect(database.state()).toEqual({ problem: failure.message })
  expect((await failureOf(database.torrents.counts())).code).toBe('unreachable')

  await manual.pass()
  await manual.pass()
  expect(database.state()).not.toBe('ok')
  await postgres.resume()
  await manual.pass()
  await record.until('ok')
  expect(database.state()).toBe('ok')
  expect(await database.torrents.counts()).toMatchObject({ live: 1 })
  expect((await database.torrents.add([newTorrent('after')]))[0]?.outcome).toBe('added')
})

test('a flush that was stored and is sent again after a loss counts once', async () => {
  const { postgres } = databases
  const url = await postgres.newDatabase()
  const manual = new ManualWait()
  const database = await databases.open('postgres', { url, wait: manual.wait })
  await database.torrents.add([newTorrent('counted')])
  const { id } = (await database.torrents.find(hashOf('counted'))) ?? { id: 0 }
  const seen = { completions: 1, announcedAt: 1, seeders: 0, leechers: 0 }
  const flush = { run: 'r', sequence: 1, upSeconds: 9, activities: [{ torrentId: id, ...seen }] }
  await database.torrents.flush(flush)
  await postgres.halt()
  expect((await failureOf(database.torrents.flush(flush))).code).toBe('unreachable')
  await postgres.resume()
  await database.torrents.flush(flush)
  expect((await database.torrents.find(hashOf('counted')))?.completed).toBe(1)
  expect(await database.torrents.upSeconds()).toBe(9)
})

async function openGuard(onState = (_state: DatabaseState): void => {}) {
  const { postgres, clock } = databases
  const options = { url: await postgres.newDatabase(), dataDirectory: databases.directory(), clock }
  const engine = await connectEngine(options, (reached) => migrate({ engine: reached, clock }))
  const guard = new AccessGuard({ engine, wait: new ManualWait().wait, onState })
  return { engine, guard }
}

test('a transaction that was ended for others is done once more, and is no trouble of the database', async () => {
  const { states, onState } = new StateRecord()
  const { engine, guard } = await openGuard(onState)
  const lose = sql`DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$`
  let attempts = 0
  const attempt = (losses: number): Promise<number> =>
    guard.access.write(async (transaction) => {
      attempts += 1
      await transaction
        .updateTable('meta')
        .set((meta) => ({ value: sql`${meta.ref('value')} || '1'` }))
        .where('key', '=', 'tracker_up_seconds')
        .execute()
      if (attempts <= losses) await lose.execute(transaction)
      return attempts
    })
  expect(await attempt(1)).toBe(2)
  expect(await createTorrentRepository(guard.access, databases.clock).upSeconds()).toBe(1)
  attempts = 0
  expect(await failureOf(attempt(2))).toMatchObject({ code: 'conflict' })
  expect([attempts, states, guard.state]).toEqual([2, [], 'ok'])
  await guard.close()
  await engine.close()
})

test('a connection that is cut in the middle of a transaction fails it and nothing more', async () => {
  const { postgres } = databases
  const { engine, guard } = await openGuard()
  const failure = await failureOf(
    guard.access.write(async (transaction) => {
      await transaction.updateTable('meta').set({ value: '7' }).execute()
      await postgres.halt()
      await transaction.updateTable('meta').set({ value: '8' }).execute()
    }),
  )
  expect(failure.code).toBe('unreachable')
  await postgres.resume()
  expect(await createTorrentRepository(guard.access, databases.clock).upSeconds()).toBe(0)
  await guard.close()
  await engine.close()
})

test('at start a server that is not there yet is waited for', async () => {
  const { postgres } = databases
  const url = await postgres.newDatabase()
  await postgres.halt()
  const problems: StorageError[] = []
  const database = await databases.open('postgres', {
    url,
    onRetry: (problem) => problems.push(problem),
    wait: async () => {
      if (problems.length === 3) await postgres.resume()
    },
  })
  expect(problems.map(({ code }) => code)).toEqual(['unreachable', 'unreachable', 'unreachable'])
  expect(await database.torrents.counts()).toMatchObject({ live: 0 })
})

test('at start a server that does not come ends in a clear line', async () => {
  const { postgres, clock } = databases
  const url = await postgres.newDatabase()
  await postgres.halt()
  const pausesMs: number[] = []
  const failure = await failureOf(
    databases.open('postgres', {
      url,
      connectSeconds: 60,
      wait: async (milliseconds) => {
        pausesMs.push(milliseconds)
        clock.now += Math.ceil(milliseconds / 1000)
      },
    }),
  )
  await postgres.resume()
  expect(failure.code).toBe('unreachable')
  expect(failure.message).toContain('ECONNREFUSED')
  expectNoPassword(failure)
  expect(pausesMs.slice(0, 6)).toEqual([250, 500, 1000, 2000, 4000, 5000])
  expect(pausesMs.length).toBeLessThan(20)
})

test.for([
  {
    what: 'a wrong password',
    database: 'postgres',
    password: 'wrong word',
    says: 'correct the user',
  },
  { what: 'a missing database', database: 'nowhere', password: undefined, says: 'createdb' },
])('$what is refused at once, and no password is told', async ({ database, password, says }) => {
  const url = databases.postgres.url(database, password)
  const failure = await failureOf(databases.open('postgres', { url }))
  expect(failure.code).toBe('refused')
  expect(failure.message).toContain(says)
  expectNoPassword(failure)
})

test('a host that nobody knows is named', async () => {
  const url = 'postgres://waggle:p%40ss%2Fw%3Ard@database.invalid/waggle'
  const failure = await failureOf(databases.open('postgres', { url, connectSeconds: 0 }))
  expect(failure.code).toBe('unreachable')
  expect(failure.message).toContain('postgres://waggle@database.invalid/waggle')
  expectNoPassword(failure)
})

test('a statement that takes too long is ended by the server', async () => {
  const url = await databases.postgres.newDatabase()
  const manual = new ManualWait()
  const limits = { readSeconds: 0.2, writeSeconds: 0.3 }
  const database = await databases.open('postgres', { url, limits, wait: manual.wait })
  const other = new Client({ connectionString: url })
  await other.connect()
  await other.query('BEGIN; LOCK TABLE torrents IN ACCESS EXCLUSIVE MODE')
  const write = await failureOf(
    database.torrents.ban([1], { reason: '', isPublic: true, bannedAt: 1 }),
  )
  const read = await failureOf(database.torrents.counts())
  await other.end()
  expect([write.code, read.code]).toEqual(['timeout', 'timeout'])
  expect(write.message).toContain('statement timeout')
  await database.torrents.flush({ run: 'r', sequence: 1, upSeconds: 1, activities })
  expect(database.state()).toBe('ok')
})

test('TLS is asked for in the address, and the certificate is looked at', async () => {
  const { postgres } = databases
  const address = await postgres.newDatabase()
  const { certificateFile, strangerFile } = await postgres.useTls(databases.directory())
  for (const mode of ['verify-full', 'require']) {
    const url = `${address}?sslmode=${mode}&sslrootcert=${certificateFile}`
    const database = await databases.open('postgres', { url })
    expect(await database.torrents.counts()).toMatchObject({ live: 0 })
  }
  const stranger = `${address}?sslmode=verify-full&sslrootcert=${strangerFile}`
  const failure = await failureOf(databases.open('postgres', { url: stranger }))
  expect(failure.code).toBe('refused')
  expect(failure.message).toContain('certificate')
  expectNoPassword(failure)
})
