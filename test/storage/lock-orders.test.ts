/**
 * What changes the same rows as a flush takes them in the same order, or under the same lock: on PostgreSQL two that did not
 * would wait for each other until one of them failed. Here another session has what comes first, and whoever waits for it
 * may have nothing that comes after.
 */
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createPurge, type Purge } from '#index/purge/purge'
import type { Database } from '#index/storage/database'
import { purgeRules } from '../support/purge-rules.ts'
import { useDatabases } from './databases.ts'
import { addOwner, newGallery } from './sample-galleries.ts'
import { addGalleryTorrent } from './sample-gallery-torrents.ts'

const databases = useDatabases()
const { clock } = databases
const day = 86_400

type Other = { readonly database: Database; readonly session: Client }

/** A database with two members and a torrent, and a transaction of somebody else in it. */
async function withOther(work: (other: Other) => Promise<void>): Promise<void> {
  const address = await databases.newAddress('postgres')
  const database = await databases.open('postgres', address)
  for (const name of ['Alice', 'Bob']) await addOwner(database, name)
  await database.galleries.add([newGallery()])
  await addGalleryTorrent(database, 'it')
  const session = new Client({ connectionString: address.url })
  await session.connect()
  try {
    await work({ database, session })
  } finally {
    await session.end()
  }
}

/** Whether it comes to wait for the session's transaction; false where it ends without that. */
async function waits(session: Client, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController()
  const end = (): void => over.abort()
  work.then(end, end)
  while (!over.signal.aborted) {
    const { rowCount } = await session.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (rowCount !== 0) return true
  }
  return false
}

async function takeLock(session: Client, name: string): Promise<void> {
  const number = createHash('sha256').update(`waggle ${name}`).digest().readUIntBE(0, 6)
  await session.query(`BEGIN; SELECT pg_advisory_xact_lock(${number})`)
}

function purgeOf({ purge: repository, audit }: Database): Purge {
  return createPurge({
    repository,
    audit,
    clock,
    changes: { changed: () => {} },
    notices: { tell: async () => {} },
    rules: () => ({ ...purgeRules, unseededDays: 10, warnDays: [] }),
    flush: async () => {},
    hasMail: () => false,
  })
}

async function up({ torrents }: Database, days: number, sequence: number): Promise<void> {
  clock.now += days * day
  await torrents.flush({ run: 'run', sequence, upSeconds: days * day, activities: [] })
}

test('purging waits for flushes, and the deletion of files for uploads that bring them back', async () => {
  await withOther(async ({ database, session }) => {
    const wanted = { isDryRun: false, isForced: true, actor: 'operator' }
    await up(database, 10, 1)
    await takeLock(session, 'count_torrents')
    const purging = purgeOf(database).run(wanted)
    expect(await waits(session, purging)).toBe(true)
    await session.query('UPDATE torrents SET seeders = 1; COMMIT')
    expect(await purging).toMatchObject({ purged: 1 })
    await up(database, 31, 2)
    await takeLock(session, 'add_torrents')
    const forgetting = purgeOf(database).run(wanted)
    expect(await waits(session, forgetting)).toBe(true)
    await session.query('COMMIT')
    expect(await forgetting).toMatchObject({ forgotten: 1 })
  })
})

test('the removal of a member takes marks before suspicions, as a flush does', async () => {
  await withOther(async ({ database, session }) => {
    await session.query(`
      INSERT INTO announce_marks VALUES (2, 1, decode(repeat('00', 16), 'hex'), 0, 0, 0, 1, 1, 0);
      INSERT INTO suspicions VALUES (2, 1, 'rate', 1, 1, 1, 1, 1, 1)`)
    await session.query('BEGIN; UPDATE announce_marks SET uploaded = 5')
    const remains = { name: 'gone', torrentKey: 'k'.repeat(16) }
    const removal = database.members.remove(2, remains, ['administrator'])
    expect(await waits(session, removal)).toBe(true)
    await session.query('UPDATE suspicions SET times = 2; COMMIT')
    expect(await removal).toMatchObject({ state: 'deleted' })
  })
})
