/** How a database comes to its schema, and which are refused. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connectEngine } from '#index/storage/connect-engine'
import type { EngineName } from '#index/storage/engine'
import { migrate } from '#index/storage/migrations/migrate'
import type { Migration } from '#index/storage/migrations/migration'
import { migrations } from '#index/storage/migrations/migrations'
import { migrateDatabase, readMigrations } from '#index/storage/operations/migrate-database'
import { ProcessRun } from '../support/process-run.ts'
import { type Address, engines, runStatements, useDatabases } from './databases.ts'
import { manySteps } from './many-steps.ts'
import { hashOf, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()
const { clock } = databases

/**
 * A member, a gallery, a torrent that is seeded and one that is gone, and what was recorded of them; and a gallery of three
 * versions in states of their own, with a banned torrent.
 */
const siteOfStep12 = (bytes: 'BLOB' | 'BYTEA', wordsOfBanned: string): string => `
  UPDATE meta SET value = '7000' WHERE key = 'tracker_up_seconds';
  INSERT INTO members (id, name, name_key, role, torrent_key, created_at)
    VALUES (1, 'Alice', 'alice', 'member', 'kkkkkkkkkkkkkkkk', 1);
  INSERT INTO galleries (id, key, owner_id, title, original_title, category, description,
      announce_id, current_id, posted_at, torrent_count)
    VALUES (1, 'aaaaaaaaaa', 1, 'A gallery', '', 'Misc', '', 1, 1, 1, 1);
  INSERT INTO torrents (id, info_hash, name, is_private, added_at, announced_at, active_up_seconds,
      completed, seeders, gallery_id, announce_id, uploader_id, comment, file_bytes, removed_at,
      removed_by, removal_reason, tombstone_kind, tombstone_reason, tombstone_at)
    VALUES (1, CAST('${'a'.repeat(20)}' AS ${bytes}), 'live', 0, 5, 60, 100, 900, 2, 1, 1, 1, '', 9, NULL, NULL, NULL, NULL,
        NULL, NULL),
      (2, CAST('${'b'.repeat(20)}' AS ${bytes}), 'purged', 0, 5, NULL, 100, 800, 0, 1, 1, 1, '', 9, 50, 'housekeeping', 'idle',
        'purged', 'idle', 50);
  INSERT INTO galleries (id, key, owner_id, title, original_title, category, description, announce_id,
      parent_id, current_id, posted_at, torrent_count, state, state_reason, state_at)
    VALUES (2, 'bbbbbbbbbb', 1, 'Oldest', '', 'Misc', '', 2, NULL, 4, 1, 1, 'live', '', NULL),
      (3, 'cccccccccc', 1, 'Older', '', 'Misc', '', 2, 2, 4, 1, 1, 'removed', 'names', 3),
      (4, 'dddddddddd', 1, 'Newest', '', 'Misc', '', 2, 3, 4, 1, 1, 'expunged', 'a copy', 4);
  INSERT INTO torrents (id, info_hash, name, is_private, added_at, active_up_seconds, completed, gallery_id,
      announce_id, uploader_id, comment, file_bytes, banned_at, ban_reason, ban_is_public)
    VALUES (3, CAST('${'c'.repeat(20)}' AS ${bytes}), 'banned', 0, 5, 100, 0, 4, 2, 1, '', 9, 60, 'no', 1);
  INSERT INTO torrent_files (torrent_id, position, path, size_bytes) VALUES (3, 0, 'secret.png', 7);
  INSERT INTO torrent_words (torrent_id, words) VALUES (3, ${wordsOfBanned});
  INSERT INTO torrent_totals VALUES (1, 0, 0, 2, 1);
  INSERT INTO completions (id, member_id, torrent_id, completed_at, credited_at, is_inferred)
    VALUES (4, 1, 1, 5, 6, 0);
  INSERT INTO audit_log (id, at, actor, action, target, detail)
    VALUES (9, 1, 'operator', 'torrent.edit', 'x', '');`

/** Petitions in force: about what they expunged, what others expunged after them, and what is there again. */
const petitionsOfStep21 = (bytes: 'BLOB' | 'BYTEA'): string => `
  INSERT INTO torrents (id, info_hash, name, is_private, added_at, active_up_seconds, completed, gallery_id,
      announce_id, uploader_id, comment, file_bytes, removed_at, removed_by, removal_reason, tombstone_kind,
      tombstone_reason, tombstone_at, purge_up_seconds)
    VALUES (4, CAST('${'d'.repeat(20)}' AS ${bytes}), 'gone', 0, 5, 100, 0, 1, 1, 1, '', 9, 70, 'operator', 'no',
      'expunged', 'no', 70, 100);
  INSERT INTO petitions (id, kind, target_id, starter_id, explanation, opened_at, threshold, hold_seconds, state,
      state_at, ended_by, ended_at, is_expunge_due)
    VALUES (1, 'gallery', 2, 1, 'a copy', 2, 9, 0, 'active', 4, 'votes', 4, 0),
      (2, 'torrent', 4, 1, 'why', 60, 9, 0, 'active', 65, 'votes', 65, 0),
      (3, 'gallery', 1, 1, 'why', 60, 9, 0, 'active', 65, 'votes', 65, 0),
      (4, 'torrent', 1, 1, 'why', 60, 9, 0, 'active', 65, 'votes', 65, 0);
  INSERT INTO audit_log (id, at, actor, action, target, detail)
    VALUES (10, 4, 'petition 1', 'gallery.expunge', 'gallery 4', 'a copy'),
      (11, 65, 'petition 2', 'torrent.expunge', 'd', 'why');`

/** Of the banned torrent, with the name of its file. */
const bannedWords: Readonly<Record<EngineName, string>> = {
  sqlite: `' banned secret '`,
  postgres: `CAST('''banned'':1 ''secret'':2' AS TSVECTOR)`,
}

/** A step after the real ones. */
function nextStep(...statements: string[]): Migration {
  return { number: migrations.length + 1, name: 'next', statements: () => statements }
}

async function migrateTo(address: Address, steps: readonly Migration[]): Promise<number[]> {
  let done: readonly Migration[] = []
  const engine = await connectEngine({ ...address, clock }, async (reached) => {
    done = await migrate({ engine: reached, clock, migrations: steps })
  })
  await engine.close()
  return done.map(({ number }) => number)
}

async function migratedByProcess({ url, dataDirectory }: Address): Promise<number[]> {
  const args = ['test/storage/migrate-process.ts', url, dataDirectory]
  const run = new ProcessRun({ command: process.execPath, args })
  const end = await run.end
  expect({ ...end, errors: run.stderr }).toEqual({ status: 0, signal: null, errors: '' })
  return JSON.parse(run.stdout) as number[]
}

function refusalOf(engine: EngineName, address: Address): Promise<unknown> {
  return databases.open(engine, address).then(
    () => 'opened',
    (error: unknown) => error,
  )
}

describe.for(engines)('on %s', (engine) => {
  test('every step is done once, and told with its time', async () => {
    const address = await databases.newAddress(engine)
    const before = await readMigrations({ ...address, clock })
    const steps = migrations.map(({ number, name }) => ({ number, name }))
    expect(before).toEqual(steps.map((step) => ({ ...step, appliedAt: undefined })))
    const after = await migrateDatabase({ ...address, clock })
    expect(after).toEqual(steps.map((step) => ({ ...step, appliedAt: clock.now })))
    clock.now += 1000
    expect(await migrateDatabase({ ...address, clock })).toEqual(after)
  })

  test('what was stored before a step is there after it', async () => {
    const address = await databases.newAddress(engine)
    const first = await databases.open(engine, address)
    await first.torrents.add([newTorrent('kept')])
    await databases.close(first)
    const step = nextStep("UPDATE torrents SET name = 'changed by a step'")
    expect(await migrateTo(address, [...migrations, step])).toEqual([step.number])
    await runStatements(address, `DELETE FROM schema_migrations WHERE number = ${step.number}`)
    const second = await databases.open(engine, address)
    expect((await second.torrents.find(hashOf('kept')))?.name).toBe('changed by a step')
  })

  test('a site from before there were petitions, notices and purging keeps what it has', async () => {
    const address = await databases.newAddress(engine)
    await migrateTo(
      address,
      migrations.filter(({ number }) => number <= 12),
    )
    const bytes = engine === 'sqlite' ? 'BLOB' : 'BYTEA'
    await runStatements(address, siteOfStep12(bytes, bannedWords[engine]))
    await migrateTo(
      address,
      migrations.filter(({ number }) => number <= 21),
    )
    await runStatements(address, petitionsOfStep21(bytes))
    const opened = await databases.open(engine, address)
    const { torrents, galleries, galleryTorrents, notices, purge, petitions } = opened
    const states = (await galleries.findMany([1, 2, 3, 4])).map(
      ({ state, stateReason, stateAt, torrentCount }) => [
        state,
        stateReason,
        stateAt,
        torrentCount,
      ],
    )
    expect(states).toEqual([
      ['live', '', undefined, 1],
      ['expunged', 'a copy', 4, 0],
      ['removed', 'names', 3, 0],
      ['expunged', 'a copy', 4, 0],
    ])
    const found = async (search: string): Promise<unknown[]> => {
      const page = { order: 'added', isDescending: true, after: undefined, limit: 9 } as const
      const { torrents: rows } = await torrents.list({ ...page, state: 'banned', search })
      return rows.map(({ id }) => id)
    }
    expect([await found('banned'), await found('secret')]).toEqual([[3], []])
    const [live, purged] = [await galleryTorrents.findById(1), await galleryTorrents.findById(2)]
    expect(live).toMatchObject({ name: 'live', completed: 3, uploader: { name: 'Alice' } })
    expect(purged).toMatchObject({
      completed: 0,
      tombstone: { kind: 'purged', reason: 'idle', at: 50, purgedAt: 50 },
    })
    expect(await galleryTorrents.upSecondsGone(2)).toBe(0)
    expect(await purge.find(1)).toMatchObject({ countedUpSeconds: 7000, seededAt: 60 })
    const marks = (['completions', 'versions', 'acts'] as const).map((source) =>
      notices.mark(source),
    )
    expect(await Promise.all(marks)).toEqual([4, 4, 9])
    const expungings = [await petitions.find(1), await petitions.find(2)].map(
      (one) => one?.expunging,
    )
    expect(expungings).toEqual([{ at: 4, reason: 'a copy' }, undefined])
    expect(await petitions.due(0, 0, 9)).toEqual([3, 4])
  })

  test('a step that fails leaves nothing, and those before it stay', async () => {
    const address = await databases.newAddress(engine)
    const broken = nextStep(
      'CREATE TABLE half_done (id BIGINT)',
      'CREATE TABLE torrents (id BIGINT)',
    )
    await expect(migrateTo(address, [...migrations, broken])).rejects.toThrow('already exists')
    const mended = nextStep('CREATE TABLE half_done (id BIGINT)')
    expect(await migrateTo(address, [...migrations, mended])).toEqual([mended.number])
  })

  test('two processes that start at once do each step once', async () => {
    const address = await databases.newAddress(engine)
    const [one, other] = await Promise.all([migratedByProcess(address), migratedByProcess(address)])
    const done = [...one, ...other].toSorted((first, second) => first - second)
    expect(done).toEqual(manySteps.map(({ number }) => number))
  })

  test('a database of a newer program is refused with what to do', async () => {
    const address = await databases.newAddress(engine)
    await migrateTo(address, [...migrations, nextStep('CREATE TABLE later (id BIGINT)')])
    const refusal = await refusalOf(engine, address)
    expect(refusal).toMatchObject({ name: 'StorageError', code: 'refused' })
    const count = migrations.length
    expect(String(refusal)).toContain(
      `a newer Waggle has made it: its schema is at step ${count + 1}, and this program knows ${count}); run that version, or restore a backup that was made before it`,
    )
  })

  test('a database whose steps are others is refused', async () => {
    const address = await databases.newAddress(engine)
    const [first, ...rest] = migrations
    const statements: Migration['statements'] = (words) => [
      ...(first?.statements(words) ?? []),
      'CREATE TABLE another (id BIGINT)',
    ]
    await migrateTo(address, [{ number: 1, name: 'torrents', statements }, ...rest])
    const refusal = await refusalOf(engine, address)
    expect(refusal).toMatchObject({ code: 'refused' })
    expect(String(refusal)).toContain('its step 1, "torrents", is another than this program has')
  })

  test("another program's database is refused and left alone", async () => {
    const address = await databases.newAddress(engine)
    if (engine === 'sqlite') writeFileSync(join(address.dataDirectory, 'test.db'), '')
    await runStatements(address, 'CREATE TABLE torrents (fid INTEGER)')
    const refusal = await refusalOf(engine, address)
    expect(refusal).toMatchObject({ code: 'refused' })
    expect(String(refusal)).toContain('it holds tables of another program')
    await runStatements(address, 'INSERT INTO torrents (fid) VALUES (1)')
  })
})

test('a file that is no database is refused and left alone', async () => {
  const address = await databases.newAddress('sqlite')
  writeFileSync(
    join(address.dataDirectory, 'test.db'),
    'a text, and long enough for a header\n'.repeat(100),
  )
  expect(String(await refusalOf('sqlite', address))).toContain('it is no SQLite file')
})

test('a file in a directory that is missing is refused', async () => {
  const refusal = await refusalOf('sqlite', {
    url: 'sqlite:missing/test.db',
    dataDirectory: databases.directory(),
  })
  expect(refusal).toMatchObject({ code: 'refused' })
  expect(String(refusal)).toContain('make its directory')
})
