/** Moving from one database to another, and from one engine to the other. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import { copiedParts, copiedTables } from '#index/storage/operations/copied-tables'
import { copyDatabase } from '#index/storage/operations/copy-database'
import { engines, useDatabases } from './databases.ts'
import { failureOf } from './failure-of.ts'
import { hashOf, longHashOf, manyTorrents, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()
const { clock } = databases

async function fill({ torrents, tokens, audit }: Database): Promise<void> {
  const files = ['a', '\u{1f41d}'].map((path) => ({ path, sizeBytes: 2 ** 50 }))
  const ban = { reason: 'why', isPublic: false, bannedAt: 5 }
  await torrents.add([...manyTorrents(250, { files }), newTorrent('banned', { ban })])
  await torrents.add([newTorrent('hybrid', { infoHashV2: longHashOf('hybrid'), isPrivate: true })])
  await torrents.remove([3], { by: 'housekeeping', reason: 'idle', removedAt: 7 })
  await torrents.pin([4], true)
  const seen = { torrentId: 5, completions: 6, announcedAt: 7, seeders: 8, leechers: 9 }
  await torrents.flush({ run: 'run', sequence: 3, upSeconds: 1000, activities: [seen] })
  const digest = longHashOf('token')
  await tokens.add({
    label: 'site',
    scopes: ['torrents:read'],
    digest,
    createdAt: 1,
    memberId: undefined,
  })
  await audit.append([{ at: 1, actor: 'operator', action: 'act', target: 'aa', detail: 'd' }])
}

/** All that can be asked of it. */
async function contentOf({ torrents, tokens, audit }: Database): Promise<unknown> {
  const query = { state: 'all', order: 'added', isDescending: false, limit: 1000 } as const
  const page = await torrents.list({ ...query, search: '', after: undefined })
  return {
    torrents: page.torrents,
    found: await torrents.total({ state: 'all', search: 'torrent 1*' }),
    files: await Promise.all(page.torrents.map(({ id }) => torrents.files(id))),
    upSeconds: await torrents.upSeconds(),
    idle: (await torrents.idle(1000, 1000)).map(({ id }) => id),
    tokens: await tokens.list(),
    token: await tokens.find(longHashOf('token')),
    audit: await audit.latest(10),
  }
}

describe.for(engines.flatMap((from) => engines.map((to) => ({ from, to }))))(
  'from $from to $to',
  ({ from, to }) => {
    test('everything is there, new ids come after the old, and flushes are remembered', async () => {
      const [source, target] = [await databases.newAddress(from), await databases.newAddress(to)]
      const { dataDirectory } = source
      const sourceDatabase = await databases.open(from, source)
      await fill(sourceDatabase)
      const expected = await contentOf(sourceDatabase)
      await databases.close(sourceDatabase)
      const url = target.url.replace('test.db', 'target.db')
      const copied = new Map<string, number>()
      const onProgress = (table: string, rows: number): void => void copied.set(table, rows)
      await copyDatabase({ from: source.url, to: url, dataDirectory, clock, onProgress })
      expect(Object.fromEntries(copied)).toEqual({
        flush_runs: 1,
        torrents: 252,
        torrent_files: 500,
        tokens: 1,
        audit_log: 1,
      })
      const moved = await databases.open(to, { url, dataDirectory })
      expect(await contentOf(moved)).toStrictEqual(expected)
      expect(await moved.check()).toEqual([])
      await moved.torrents.flush({ run: 'run', sequence: 3, upSeconds: 1, activities: [] })
      expect(await moved.torrents.upSeconds()).toBe(1000)
      await moved.torrents.add([newTorrent('later')])
      expect((await moved.torrents.find(hashOf('later')))?.id).toBe(253)
    })
  },
)

test('a database that holds something is no target', async () => {
  const [source, target] = [
    await databases.newAddress('sqlite'),
    await databases.newAddress('postgres'),
  ]
  const database = await databases.open('postgres', target)
  await database.torrents.add([newTorrent('mine')])
  const options = { from: source.url, to: target.url, dataDirectory: source.dataDirectory, clock }
  const failure = await failureOf(copyDatabase(options))
  expect(failure.code).toBe('refused')
  expect(failure.message).toContain('it holds something already')
  expect(await database.torrents.counts()).toMatchObject({ live: 1 })
})

test('every table and column is copied but what a migration or the database itself fills', async () => {
  const address = await databases.newAddress('sqlite')
  await databases.open('sqlite', address)
  const file = new DatabaseSync(join(address.dataDirectory, 'test.db'), { readOnly: true })
  const statement = file.prepare(
    `SELECT tables.name || '.' || columns.name AS path
     FROM sqlite_master tables, pragma_table_xinfo(tables.name) columns
     WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND columns.hidden = 0`,
  )
  const found = statement
    .all()
    .map((row) => String(row['path']))
    .filter(
      (name) =>
        !/^(?:meta|schema_migrations|(?:torrent|gallery|gallery_file)_words\w*)\./.test(name),
    )
  file.close()
  const parts = Object.entries(copiedParts).map(([table, { columns }]) => [table, columns] as const)
  const tables = { ...copiedTables, ...Object.fromEntries(parts) }
  const copied = Object.entries(tables).flatMap(([table, names]) =>
    names.map((name) => `${table}.${name}`),
  )
  expect(copied.toSorted()).toEqual(found.toSorted())
})
