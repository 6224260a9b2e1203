/** Databases of torrust, made here with the tables of its versions. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { readImport, useDirectory } from './read-import.ts'

const pathOf = useDirectory()
let databases = 0

/** A database made by `sql`. */
function database(sql: string): string {
  const path = pathOf(`torrust-${databases++}.db`)
  const made = new DatabaseSync(path)
  made.exec(sql)
  made.close()
  return path
}

const one = '1'.repeat(40)
const two = '2'.repeat(40)
const three = 'ABCDEF0123'.repeat(4)
const four = '4'.repeat(40)

const trackerTables = `
  CREATE TABLE whitelist (id INTEGER PRIMARY KEY AUTOINCREMENT, info_hash TEXT NOT NULL UNIQUE);
  CREATE TABLE torrents (id INTEGER PRIMARY KEY AUTOINCREMENT, info_hash TEXT NOT NULL UNIQUE,
    completed INTEGER DEFAULT 0 NOT NULL);
  CREATE TABLE keys (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, valid_until INTEGER);`

describe('torrust-tracker', () => {
  test('without a whitelist has hashes and downloads', async () => {
    const path = database(`${trackerTables}
      INSERT INTO torrents (info_hash, completed) VALUES ('${two}', 7), ('${one}', 0), ('short', 1);`)
    const { items, positionUnit, description } = await readImport('torrust', path)
    expect(positionUnit).toBe('row')
    expect(items).toEqual([
      { position: 1, infoHash: one, name: one, completed: 0 },
      { position: 2, infoHash: two, name: two, completed: 7 },
      { position: 3, fault: 'its info-hash is not 40 hexadecimal digits: "short"' },
    ])
    expect(description).toEqual(['torrust-tracker: the torrents in torrents; it has no whitelist'])
  })

  test('with a whitelist has the torrents on it', async () => {
    const path = database(`${trackerTables}
      INSERT INTO whitelist (info_hash) VALUES ('${one}'), ('${three}');
      INSERT INTO torrents (info_hash, completed) VALUES ('${one}', 7), ('${two}', 5), ('${four}', 1);`)
    const { items, description } = await readImport('torrust', path)
    expect(items).toEqual([
      { position: 1, infoHash: one, name: one, completed: 7 },
      { position: 2, infoHash: three.toLowerCase(), name: three.toLowerCase() },
    ])
    expect(description).toEqual([
      'torrust-tracker: its whitelist, with the downloads in torrents',
      'torrents that are not on the whitelist and are left out: 2',
    ])
  })

  test('of a later version is understood', async () => {
    const path = database(`
      CREATE TABLE whitelist_v1 (info_hash TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
      CREATE TABLE completed_v1 (info_hash TEXT PRIMARY KEY NOT NULL, count INTEGER) WITHOUT ROWID;
      INSERT INTO whitelist_v1 VALUES ('${one}');
      INSERT INTO completed_v1 VALUES ('${one}', 12);`)
    const { items } = await readImport('torrust', path)
    expect(items).toEqual([{ position: 1, infoHash: one, name: one, completed: 12 }])
  })

  test('with a number that cannot be is read without it', async () => {
    const path = database(`${trackerTables}
      INSERT INTO torrents (info_hash, completed) VALUES ('${one}', 9223372036854775807), ('${two}', -1);`)
    const { items } = await readImport('torrust', path)
    expect(items).toEqual([
      { position: 1, infoHash: one, name: one },
      { position: 2, infoHash: two, name: two },
    ])
  })

  test('that is running is read with what it wrote last', async () => {
    const path = database(`PRAGMA journal_mode = WAL; ${trackerTables}`)
    const tracker = new DatabaseSync(path)
    tracker.exec(`INSERT INTO torrents (info_hash, completed) VALUES ('${one}', 7)`)
    expect(existsSync(`${path}-wal`)).toBe(true)
    const { items } = await readImport('torrust', path)
    expect(items).toHaveLength(1)
    tracker.exec(`INSERT INTO torrents (info_hash, completed) VALUES ('${two}', 7)`)
    tracker.close()
  })
})

describe('torrust-index', () => {
  test('has titles, sizes, dates and files', async () => {
    const path = database(`
      CREATE TABLE torrust_torrents (torrent_id INTEGER PRIMARY KEY, uploader_id INTEGER, info_hash TEXT UNIQUE,
        size INTEGER, name TEXT, date_uploaded TEXT);
      CREATE TABLE torrust_torrent_info (torrent_id INTEGER PRIMARY KEY, title VARCHAR(256), description TEXT);
      CREATE TABLE torrust_torrent_files (file_id INTEGER PRIMARY KEY, torrent_id INTEGER, length BIGINT);
      CREATE TABLE torrust_torrent_info_hashes (info_hash TEXT PRIMARY KEY, canonical_info_hash TEXT);
      INSERT INTO torrust_torrents VALUES (1, 1, '${one}', 1048576, 'one.bin', '2023-05-06 07:08:09');
      INSERT INTO torrust_torrents VALUES (2, 1, '${two}', 5, 'two.bin', '2023-05-06 07:08:10');
      INSERT INTO torrust_torrent_info VALUES (1, 'Sample one', ''), (2, '', '');
      INSERT INTO torrust_torrent_files (torrent_id, length) VALUES (1, 5), (1, 6);
      INSERT INTO torrust_torrent_info_hashes VALUES ('${one}', '${one}'), ('${three}', '${one}');`)
    const { items, description } = await readImport('torrust', path)
    const addedAt = Date.UTC(2023, 4, 6, 7, 8, 9) / 1000
    expect(items).toEqual([
      {
        position: 1,
        infoHash: one,
        name: 'Sample one',
        sizeBytes: 1_048_576,
        fileCount: 2,
        addedAt,
      },
      { position: 2, infoHash: two, name: 'two.bin', sizeBytes: 5, addedAt: addedAt + 1 },
    ])
    expect(description).toEqual(['torrust-index: its torrents'])
  })

  test('of its first version is understood', async () => {
    const path = database(`
      CREATE TABLE torrust_torrents (torrent_id INTEGER PRIMARY KEY, uploader VARCHAR(32), info_hash VARCHAR(20),
        title VARCHAR(256), upload_date INT(10), file_size BIGINT, seeders INTEGER);
      INSERT INTO torrust_torrents VALUES (1, 'someone', '${one}', 'Sample one', 1500000000, 5, 0);`)
    const { items } = await readImport('torrust', path)
    expect(items).toEqual([
      {
        position: 1,
        infoHash: one,
        name: 'Sample one',
        sizeBytes: 5,
        addedAt: 1_500_000_000,
      },
    ])
  })
})

describe('the database', () => {
  test('is not written to, not even where its tracker has left it in the middle', async () => {
    const path = database(`PRAGMA journal_mode = WAL; ${trackerTables}`)
    const tracker = new DatabaseSync(path)
    tracker.exec(`INSERT INTO torrents (info_hash, completed) VALUES ('${one}', 7)`)
    const copy = pathOf('left.db')
    for (const ending of ['', '-wal']) copyFileSync(path + ending, copy + ending)
    tracker.close()
    const before = [readFileSync(copy), readFileSync(`${copy}-wal`)]
    expect((await readImport('torrust', copy)).items).toHaveLength(1)
    expect([readFileSync(copy), readFileSync(`${copy}-wal`)]).toEqual(before)
  })

  test('of another program is refused with what was looked for', async () => {
    const path = database('CREATE TABLE torrents (id INTEGER, name TEXT)')
    await expect(readImport('torrust', path)).rejects.toThrow(
      /is not a database of torrust: it has neither torrents or whitelist \(torrust-tracker\) nor torrust_torrents/,
    )
  })

  test('that is none is refused', async () => {
    const path = pathOf('text.db')
    writeFileSync(path, 'a text that is no database at all, however long it goes on for')
    await expect(readImport('torrust', path)).rejects.toThrow('it is not a database of SQLite')
  })

  test('that is damaged is refused with what to do', async () => {
    const path = database(`${trackerTables} INSERT INTO torrents (info_hash) VALUES ('${one}');`)
    const bytes = readFileSync(path)
    const row = bytes.indexOf(one)
    // The header of the page that the row is on, which says what it holds.
    bytes.fill(0xff, row - (row % 4096), row - (row % 4096) + 12)
    writeFileSync(path, bytes)
    await expect(readImport('torrust', path)).rejects.toThrow(
      'it is damaged: mend it with sqlite3 FILE .recover',
    )
  })
})
