/** Copying, restoring and checking a database. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { connectEngine } from '#index/storage/connect-engine'
import type { Database } from '#index/storage/database'
import { migrate } from '#index/storage/migrations/migrate'
import { migrations } from '#index/storage/migrations/migrations'
import { type Restored, restoreDatabase } from '#index/storage/operations/restore-database'
import { type Address, engines, runStatements, useDatabases } from './databases.ts'
import { failureOf } from './failure-of.ts'
import { hashOf, manyTorrents, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()
const { clock } = databases

async function filled(address: Address, ...names: string[]): Promise<Database> {
  const database = await databases.open('sqlite', address)
  const files = [{ path: 'file', sizeBytes: 1 }]
  await database.torrents.add(names.map((name) => newTorrent(name, { files })))
  return database
}

async function namesIn(address: Address): Promise<string[]> {
  const database = await databases.open('sqlite', address)
  const torrents = await database.torrents.after(0, 100)
  await databases.close(database)
  return torrents.map(({ name }) => name)
}

function restore(address: Address, file: string): Promise<Restored> {
  return restoreDatabase({ ...address, file, clock })
}

describe('a copy', () => {
  test('is a whole database, made while writes go on', async () => {
    const address = await databases.newAddress('sqlite')
    const database = await filled(address, 'before')
    const file = join(databases.directory(), 'copy.db')
    const writes = Array.from({ length: 20 }, (_, index) =>
      database.torrents.add(manyTorrents(100).map(({ name }) => newTorrent(`${index} ${name}`))),
    )
    await Promise.all([database.backup(file), ...writes])
    expect(await database.torrents.counts()).toMatchObject({ live: 2001 })
    const copy = await databases.open('sqlite', { url: `sqlite:${file}` })
    expect(await copy.check()).toEqual([])
    expect(await copy.torrents.find(hashOf('before'))).toMatchObject({ name: 'before' })
    const { live } = await copy.torrents.counts()
    // Whole batches or nothing of them.
    expect((live - 1) % 100).toBe(0)
  })

  test('replaces an older one, and only its owner can read it', async () => {
    const address = await databases.newAddress('sqlite')
    const database = await filled(address, 'kept')
    const directory = databases.directory()
    const file = join(directory, 'copy.db')
    writeFileSync(file, 'an older copy')
    writeFileSync(`${file}.partial`, 'what a killed process left')
    await database.backup(file)
    expect(readdirSync(directory)).toEqual(['copy.db'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await namesIn({ url: `sqlite:${file}`, dataDirectory: directory })).toEqual(['kept'])
  })

  test('that cannot be written is refused, and leaves nothing', async () => {
    const address = await databases.newAddress('sqlite')
    const database = await filled(address, 'kept')
    const directory = databases.directory()
    const missing = await failureOf(database.backup(join(directory, 'missing', 'copy.db')))
    expect(missing.code).toBe('refused')
    expect(missing.message).toContain('is in a directory that does not exist; make it')
    mkdirSync(join(directory, 'taken'))
    const taken = await failureOf(database.backup(join(directory, 'taken')))
    expect(taken.message).toContain('is a directory; name a file in it')
    expect(readdirSync(directory)).toEqual(['taken'])
    const itself = await failureOf(database.backup(join(address.dataDirectory, 'test.db')))
    expect(itself.message).toContain('is the database itself')
    expect(await database.torrents.counts()).toMatchObject({ live: 1 })
    expect(database.state()).toBe('ok')
  })

  test('of PostgreSQL is made with its own program, whose line is told', async () => {
    const database = await databases.open('postgres')
    const failure = await failureOf(database.backup('/backups/waggle.dump'))
    expect(failure.message).toContain(
      `pg_dump --format=custom --file='/backups/waggle.dump' 'postgres://waggle@127.0.0.1:`,
    )
  })
})

describe('restoring', () => {
  test('puts the copy in place and keeps what was there', async () => {
    const address = await databases.newAddress('sqlite')
    const database = await filled(address, 'old')
    const file = join(databases.directory(), 'copy.db')
    await database.backup(file)
    await database.torrents.add([newTorrent('new')])
    await databases.close(database)
    const { keptAs } = await restore(address, file)
    expect(await namesIn(address)).toEqual(['old'])
    expect(await namesIn({ ...address, url: `sqlite:${keptAs}` })).toEqual(['old', 'new'])
    expect(existsSync(file)).toBe(true)
    const again = await restore(address, file)
    expect(again.keptAs).not.toBe(keptAs)
    const left = readdirSync(address.dataDirectory).filter((name) => /restoring|wal|shm/.test(name))
    expect(left).toEqual([])
  })

  test('works where there is no database, or a broken one', async () => {
    const source = await databases.newAddress('sqlite')
    const file = join(databases.directory(), 'copy.db')
    await (await filled(source, 'only')).backup(file)
    const empty = await databases.newAddress('sqlite')
    expect(await restore(empty, file)).toEqual({ keptAs: undefined })
    expect(await namesIn(empty)).toEqual(['only'])
    const broken = await databases.newAddress('sqlite')
    writeFileSync(join(broken.dataDirectory, 'test.db'), 'rubbish '.repeat(1000))
    const { keptAs = '' } = await restore(broken, file)
    expect(readFileSync(keptAs, 'utf8')).toContain('rubbish')
    expect(await namesIn(broken)).toEqual(['only'])
  })

  test('brings an older copy to the schema of this program', async () => {
    const old = await databases.newAddress('sqlite')
    const engine = await connectEngine({ ...old, clock }, (reached) =>
      migrate({ engine: reached, clock, migrations: migrations.slice(0, 1) }),
    )
    await engine.close()
    const address = await databases.newAddress('sqlite')
    await restore(address, join(old.dataDirectory, 'test.db'))
    expect(await namesIn(address)).toEqual([])
  })

  test('refuses what is no whole copy, and then changes nothing', async () => {
    const address = await databases.newAddress('sqlite')
    const database = await filled(address, 'mine')
    const directory = databases.directory()
    const whole = join(directory, 'whole.db')
    await database.backup(whole)
    await databases.close(database)
    const refused = async (name: string, make: (file: string) => void): Promise<string> => {
      const file = join(directory, name)
      make(file)
      return (await failureOf(restore(address, file))).message
    }
    expect(await refused('missing.db', () => {})).toContain('there is no such file')
    expect(await refused('directory', (file) => mkdirSync(file))).toContain('is a directory; name')
    expect(await refused('text.db', (file) => writeFileSync(file, 'text'.repeat(1000)))).toContain(
      'no SQLite file',
    )
    expect(await refused('empty.db', (file) => writeFileSync(file, ''))).toContain('it is empty')
    expect(await refused('damaged.db', (file) => copyDamaged(whole, file))).toContain('damaged')
    expect(await refused('foreign.db', makeForeign)).toContain('another program')
    const newer = (file: string): void => {
      copyFileSync(whole, file)
      const number = migrations.length + 1
      const later = `INSERT INTO schema_migrations VALUES (${number}, 'later', '', 0)`
      new DatabaseSync(file).exec(later)
    }
    expect(await refused('newer.db', newer)).toContain('a newer Waggle has made it')
    expect(readdirSync(address.dataDirectory)).toEqual(['test.db'])
    expect(await namesIn(address)).toEqual(['mine'])
  })

  test('refuses while somebody uses the database, and a copy that somebody uses', async () => {
    const address = await databases.newAddress('sqlite')
    const database = await filled(address, 'in use')
    const file = join(databases.directory(), 'copy.db')
    await database.backup(file)
    const failure = await failureOf(restore(address, file))
    expect(failure.code).toBe('busy')
    expect(failure.message).toContain('stop the server first')
    await database.torrents.add([newTorrent('still in use')])
    const live = join(address.dataDirectory, 'test.db')
    const other = await failureOf(restore(await databases.newAddress('sqlite'), live))
    expect(other.message).toContain('was copied while it was')
    expect(await database.torrents.counts()).toMatchObject({ live: 2 })
  })

  test('of PostgreSQL is done with its own program, whose line is told', async () => {
    const address = await databases.newAddress('postgres')
    const failure = await failureOf(restore(address, '/backups/waggle.dump'))
    expect(failure.message).toContain("pg_restore --clean --if-exists --dbname='postgres://waggle@")
    expect(failure.message).not.toContain('p%40ss')
  })
})

function makeForeign(file: string): void {
  new DatabaseSync(file).exec('CREATE TABLE theirs (a)')
}

/** Overwrites pages in the middle. */
function copyDamaged(whole: string, file: string): void {
  copyFileSync(whole, file)
  const pages = statSync(file).size / 4096
  const descriptor = openSync(file, 'r+')
  for (let page = 4; page < pages; page++) writeSync(descriptor, 'damage', page * 4096)
}

describe.for(engines)('a check on %s', (engine) => {
  test('finds nothing in a sound database', async () => {
    const database = await databases.open(engine)
    await database.torrents.add(manyTorrents(10, { files: [{ path: 'file', sizeBytes: 1 }] }))
    expect(await database.check()).toEqual([])
  })

  test('tells what is not as it must be', async () => {
    const address = await databases.newAddress(engine)
    const database = await databases.open(engine, address)
    const files = ['a', 'b'].map((path) => ({ path, sizeBytes: 1 }))
    await database.torrents.add(manyTorrents(4, { files }))
    const bytes = (count: number): string =>
      `${engine === 'sqlite' ? "x'" : "'\\x"}${'07'.repeat(count)}'`
    await runStatements(
      address,
      `UPDATE torrents SET file_count = 3 WHERE id = 1;
       DELETE FROM torrent_files WHERE torrent_id = 2 AND position = 0;
       UPDATE torrents SET active_up_seconds = 10, info_hash = ${bytes(20)} WHERE id = 3;
       UPDATE torrents SET info_hash_v2 = ${bytes(32)} WHERE id = 4;
       UPDATE meta SET value = '-5' WHERE key = 'tracker_up_seconds';`,
    )
    expect(await database.check()).toEqual([
      '1 torrents that share an announced info-hash with another',
      '4 torrents that were active later than the tracker was up',
      '2 torrents whose list of files is not complete',
      'the time that the tracker was up is no number of seconds',
    ])
  })
})

test('a check of SQLite finds damage, broken rules and files of no torrent', async () => {
  const address = await databases.newAddress('sqlite')
  const database = await filled(address, 'one', 'other')
  await runStatements(
    address,
    `PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;
     UPDATE torrents SET completed = -1, ban_reason = 'half' WHERE id = 1;
     UPDATE torrents SET info_hash = x'00' WHERE id = 2;
     INSERT INTO torrent_files VALUES (77, 0, 'lost', 1);
     INSERT INTO tokens (hash, label, scopes, created_at) VALUES (x'00', '', '', 0);`,
  )
  const found = await database.check()
  // SQLite goes through the tables in an order of its own.
  expect([...found.slice(0, 3).toSorted(), ...found.slice(3)]).toEqual([
    'CHECK constraint failed in tokens',
    'CHECK constraint failed in torrents',
    'CHECK constraint failed in torrents',
    '1 references to what is not there',
    '1 torrents whose info-hash has a wrong length',
    '1 torrents with a count or a size below zero',
    '1 torrents that are half banned or half removed',
    '1 files of torrents that are not there',
    '1 tokens whose hash has a wrong length',
  ])
})
