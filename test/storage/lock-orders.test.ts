/**
 * What changes the same rows as a flush takes them in the same order, or under the same lock: on PostgreSQL two that did not
 * would wait for each other until one of them failed. Here another session has what comes first, and whoever waits for it
 * may have nothing that comes after.
 */
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import type { StoredMark } from '#index/accounting/accounting-repository'
import { createPurge, type Purge } from '#index/purge/purge'
import type { Database } from '#index/storage/database'
import { purgeRules } from '../support/purge-rules.ts'
import { useDatabases } from './databases.ts'
import { emptyFlush } from './sample-flushes.ts'
import { addOwner, addVersion, galleryFields, newGallery } from './sample-galleries.ts'
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

function purgeOf({ purge: repository }: Database): Purge {
  return createPurge({
    repository,
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

test('the removal of a member and a flush wait for each other, and neither leaves traces behind the other’s back', async () => {
  await withOther(async ({ database, session }) => {
    const marks = `
      INSERT INTO announce_marks VALUES (2, 1, decode(repeat('00', 16), 'hex'), 0, 0, 0, 1, 1, 0)`
    const traces = async () => (await database.accounting.marksAfter(undefined, 0, 10)).marks
    await takeLock(session, 'member_traces')
    await session.query(marks)
    const remains = { name: 'gone', torrentKey: 'k'.repeat(16) }
    const removal = database.members.remove(2, remains, ['administrator'])
    expect(await waits(session, removal)).toBe(true)
    await session.query('COMMIT')
    expect(await removal).toMatchObject({ state: 'deleted' })
    expect(await traces()).toEqual([])

    await takeLock(session, 'member_traces')
    await session.query(`UPDATE members SET state = 'deleted' WHERE id = 1`)
    const flush = database.accounting.flush({ ...emptyFlush, marks: [markOf(1)] })
    expect(await waits(session, flush)).toBe(true)
    await session.query('COMMIT')
    await flush
    expect(await traces()).toEqual([])
  })
})

function markOf(memberId: number): StoredMark {
  const counters = { uploaded: 0, downloaded: 0, left: 0, belowSince: 0 }
  return { memberId, torrentId: 1, peer: '00'.repeat(16), at: 1, isActive: true, ...counters }
}

test('what changes a gallery takes its chain first, and has no row of it before', async () => {
  await withOther(async ({ database: { galleries, ...database }, session }) => {
    const { id } = await addVersion({ galleries, ...database }, 1)
    const cover = { hash: 'ab'.repeat(32), width: 500, height: 333 }
    const state = { state: 'expunged', reason: 'no', at: 5, seen: 'live' } as const
    for (const change of [
      () => galleries.setFields(id, { ...galleryFields, title: 'Edited' }),
      () => galleries.setCover(id, cover),
      () => galleries.setState(id, state),
      () => galleries.setState(id, { ...state, state: 'live', seen: 'expunged' }),
      () => galleries.setState(id, { ...state, state: 'removed' }),
      () => database.galleryTorrents.bury(1, { kind: 'removed', reason: 'no', at: 5 }),
    ]) {
      await session.query('BEGIN; UPDATE galleries SET torrent_count = torrent_count WHERE id = 1')
      const changing = change()
      expect(await waits(session, changing)).toBe(true)
      await session.query(`SELECT id FROM galleries WHERE id = ${id} FOR UPDATE NOWAIT`)
      await session.query('COMMIT')
      await changing
    }
    expect(await galleries.find(id)).toMatchObject({ title: 'Edited', cover, torrentCount: 0 })
  })
})
