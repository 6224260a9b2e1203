/** Dumps of trackers that keep their torrents in MySQL. */
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readImport, samplePath, useDirectory } from './read-import.ts'

const pathOf = useDirectory()

/** Reads a dump that consists of `sql`. */
function readSql(sql: string, name = 'dump.sql') {
  const path = pathOf(name)
  writeFileSync(path, sql)
  return readImport('mysql', path)
}

function hexOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex')
}

describe('RivetTracker', () => {
  test('has names in one table and downloads in another', async () => {
    const { items, positionUnit, description } = await readImport(
      'mysql',
      samplePath('rivettracker.sql'),
    )
    expect(positionUnit).toBe('row')
    expect(items).toEqual([
      {
        position: 1,
        infoHash: '1'.repeat(40),
        name: `Sample one, it's "one"`,
        sizeBytes: 1_048_576,
        completed: 12,
        addedAt: 1_490_705_081,
      },
      {
        position: 2,
        infoHash: '2'.repeat(40),
        name: 'Sample two & more',
        sizeBytes: 0,
        completed: 0,
      },
      {
        position: 3,
        fault:
          'rt_namemap: its info-hash is neither 20 bytes nor 40 hexadecimal digits: "not a hash" (10 bytes)',
      },
      {
        position: 4,
        infoHash: '4'.repeat(40),
        name: '4'.repeat(40),
        sizeBytes: 4,
        addedAt: 1_491_354_123,
      },
      { position: 3, infoHash: '5'.repeat(40), name: '5'.repeat(40), completed: 7 },
    ])
    expect(description).toEqual([
      'table rt_namemap (PHPBTTracker, RivetTracker and BtitTracker), rows: 4',
      'table rt_summary (PHPBTTracker, RivetTracker and BtitTracker), rows: 3',
      'torrents that were counted there without a name: 1',
    ])
  })
})

describe('XBT Tracker', () => {
  test('has hashes as raw bytes and no names; deleted torrents are left out', async () => {
    const { items, description } = await readImport('mysql', samplePath('xbt.sql'))
    const first = hexOf(`${'A'.repeat(19)}\0`)
    const second = hexOf(`it's "a\\hash" \x1a\r\n\0,(`)
    expect(items).toEqual([
      { position: 1, infoHash: first, name: first, completed: 30, addedAt: 1_400_000_000 },
      { position: 2, infoHash: second, name: second, completed: 2, addedAt: 1_400_000_001 },
      { position: 4, infoHash: '4'.repeat(40), name: '4'.repeat(40), completed: 0 },
    ])
    expect(description).toEqual([
      'table xbt_files (XBT Tracker), rows: 4',
      'torrents that were deleted there and are left out: 1',
    ])
  })

  test('of a later version calls its table xbt_torrents', async () => {
    const { items } =
      await readSql(`CREATE TABLE xbt_torrents (tid int, info_hash binary(20), seeders int,
      leechers int, completed int, flags int, mtime int, ctime int);
      INSERT INTO xbt_torrents VALUES (1, 0x${'12'.repeat(20)}, 0, 0, 5, 0, 0, 1400000000);`)
    expect(items).toMatchObject([{ infoHash: '12'.repeat(20), completed: 5 }])
  })
})

describe('xbtit', () => {
  test('adds what XBT Tracker has counted for it', async () => {
    const { items, description } = await readImport('mysql', samplePath('xbtit.sql'))
    expect(items).toEqual([
      {
        position: 1,
        infoHash: '1'.repeat(40),
        name: 'Sample one',
        sizeBytes: 1_048_576,
        completed: 34,
        addedAt: Date.UTC(2016, 4, 6, 7, 8, 9) / 1000,
      },
      { position: 2, infoHash: '4'.repeat(40), name: 'Sample four', sizeBytes: 0, completed: 0 },
      {
        position: 2,
        infoHash: '2'.repeat(40),
        name: '2'.repeat(40),
        completed: 2,
        addedAt: 1_400_000_001,
      },
    ])
    expect(description).toEqual([
      'table xbt_files (XBT Tracker), rows: 3',
      'table xbtit_files (xbtit), rows: 2',
      'torrents that were deleted there and are left out: 1',
      'torrents that were counted there without a name: 1',
    ])
  })
})

describe('Gazelle', () => {
  test('has its names with the groups; what it has deleted stays so', async () => {
    const { items, description } = await readImport('mysql', samplePath('gazelle.sql'))
    const second = hexOf('2'.repeat(20))
    expect(items).toEqual([
      {
        position: 1,
        infoHash: hexOf('1'.repeat(20)),
        name: 'Sample group &eacute; é',
        sizeBytes: 1_048_576,
        fileCount: 3,
        completed: 25,
        addedAt: Date.UTC(2016, 4, 6, 7, 8, 9) / 1000,
      },
      { position: 2, infoHash: second, name: second, sizeBytes: 7, fileCount: 1, completed: 0 },
    ])
    expect(description).toEqual([
      'table torrents (Gazelle, TorrentPier, TBDev and others), rows: 2',
      'table torrents_group (Gazelle), rows: 1',
    ])
  })
})

describe('TorrentPier', () => {
  test('has its names with the topics', async () => {
    const { items } = await readImport('mysql', samplePath('torrentpier.sql'))
    expect(items).toEqual([
      {
        position: 1,
        infoHash: '1'.repeat(40),
        name: 'Sample topic <one>',
        sizeBytes: 1_048_576,
        completed: 12,
        addedAt: 1_500_000_000,
      },
    ])
  })
})

describe('TBDev', () => {
  test('has hashes in a column for text, and bans', async () => {
    const { items } = await readImport('mysql', samplePath('tbdev.sql'))
    const addedAt = Date.UTC(2009, 4, 6, 7, 8, 9) / 1000
    expect(items).toEqual([
      {
        position: 1,
        infoHash: 'e4f6fcdfe9e8eaebe0e1e2e3e5e6e7f1f3f4f580',
        name: 'Sample one',
        sizeBytes: 1_048_576,
        fileCount: 3,
        completed: 25,
        addedAt,
      },
      {
        position: 2,
        infoHash: hexOf('ending with a space '),
        name: 'Sample two',
        sizeBytes: 7,
        fileCount: 1,
        completed: 0,
        addedAt,
        isBanned: true,
      },
    ])
  })
})

describe('a row', () => {
  const create = 'CREATE TABLE torrents (info_hash varchar(40), name varchar(255));'

  test.for([
    [`(NULL,'a')`, 'torrents: it has no info-hash'],
    [`('','a')`, 'torrents: it has no info-hash'],
    [`(unhex('00'),'a')`, 'torrents: its info-hash is calculated, not written out'],
    [`('${'1'.repeat(40)}','a',5)`, 'torrents: it has 3 values where the table has 2 columns'],
  ])('%s is told to be wrong', async ([values, fault]) => {
    const good = `('${'2'.repeat(40)}','good')`
    const { items } = await readSql(`${create}INSERT INTO torrents VALUES ${values},${good};`)
    expect(items).toMatchObject([
      { position: 1, fault },
      { position: 2, name: 'good' },
    ])
  })

  test('has columns as its own INSERT names them', async () => {
    const { items } = await readSql(`${create}
      INSERT INTO torrents (name, info_hash) VALUES ('one', '${'1'.repeat(40)}');
      INSERT INTO torrents VALUES ('${'2'.repeat(40)}', 'two');`)
    expect(items).toMatchObject([
      { position: 1, infoHash: '1'.repeat(40), name: 'one' },
      { position: 2, infoHash: '2'.repeat(40), name: 'two' },
    ])
  })
})

describe('the order of tables', () => {
  test('does not matter', async () => {
    const summary = `CREATE TABLE summary (info_hash char(40), dlbytes bigint, finished int);
      INSERT INTO summary VALUES ('${'1'.repeat(40)}', 0, 8);`
    const namemap = `CREATE TABLE namemap (info_hash char(40), filename varchar(250));
      INSERT INTO namemap VALUES ('${'1'.repeat(40)}', 'named');`
    const expected = [{ position: 1, infoHash: '1'.repeat(40), name: 'named', completed: 8 }]
    expect((await readSql(summary + namemap)).items).toEqual(expected)
    expect((await readSql(namemap + summary)).items).toEqual(expected)
  })
})

describe('tables beside the list of torrents', () => {
  const namemap = `CREATE TABLE namemap (info_hash char(40), filename varchar(250));
    INSERT INTO namemap VALUES ('${'1'.repeat(40)}', 'named');`

  test('are summed up, and tell the date where the list does not', async () => {
    const { items } = await readSql(`${namemap}
      CREATE TABLE summary (info_hash char(40), dlbytes bigint, finished int);
      INSERT INTO summary VALUES ('${'1'.repeat(40)}', 0, 8), ('${'2'.repeat(40)}', 0, 1);
      CREATE TABLE xbt_files (info_hash binary(20), completed int, flags int, ctime int);
      INSERT INTO xbt_files VALUES (0x${'1'.repeat(40)}, 5, 0, 1400000000), (0x${'2'.repeat(40)}, 2, 0, 0);`)
    expect(items).toEqual([
      {
        position: 1,
        infoHash: '1'.repeat(40),
        name: 'named',
        completed: 13,
        addedAt: 1_400_000_000,
      },
      { position: 2, infoHash: '2'.repeat(40), name: '2'.repeat(40), completed: 3 },
    ])
  })

  test('are left alone where nothing points to them', async () => {
    const { description } = await readSql(`${namemap}
      CREATE TABLE phpbb_topics (topic_id int, topic_title varchar(100));
      INSERT INTO phpbb_topics VALUES (1, 'a topic');`)
    expect(description).toEqual([
      'table namemap (PHPBTTracker, RivetTracker and BtitTracker), rows: 1',
    ])
  })
})

describe('sizes in megabytes', () => {
  test('are left out: PHPBTTracker+ rounds them', async () => {
    const { items } =
      await readSql(`CREATE TABLE namemap (info_hash varchar(40), filename varchar(250),
      mirrorurl varchar(250), size float, DateAdded date);
      INSERT INTO namemap VALUES ('${'1'.repeat(40)}', 'named', '', 700, '2009-05-06');`)
    expect(items).toEqual([
      {
        position: 1,
        infoHash: '1'.repeat(40),
        name: 'named',
        addedAt: Date.UTC(2009, 4, 6) / 1000,
      },
    ])
  })
})

describe('a dump', () => {
  const whole = `-- MySQL dump 10.13
    CREATE TABLE torrents (info_hash varchar(40), name varchar(255));
    INSERT INTO torrents VALUES ('${'1'.repeat(40)}','one'),('${'2'.repeat(40)}','two');
-- Dump completed
`

  test('that is cut off gives what it has and says so', async () => {
    const { items, description } = await readSql(whole.slice(0, whole.indexOf("'two'")))
    expect(items).toMatchObject([
      { position: 1, name: 'one' },
      { position: 1, fault: 'the dump is cut off after this: dump it again' },
    ])
    expect(description).toContain('the dump is cut off: torrents may be missing')
  })

  test('that is cut off between statements is known by its last line', async () => {
    const { items } = await readSql(whole.slice(0, whole.indexOf('-- Dump')))
    expect(items.map(({ fault }) => fault)).toEqual([
      undefined,
      undefined,
      'the dump is cut off after this: dump it again',
    ])
    expect((await readSql(whole)).items).toHaveLength(2)
  })

  test.for([
    ['of another program', 'CREATE TABLE posts (id int); INSERT INTO posts VALUES (1);'],
    ['without rows', 'CREATE TABLE xbt_files (info_hash binary(20), completed int);'],
    ['of another table of that name', 'INSERT INTO files (id, path) VALUES (1, 2);'],
    [
      'of deleted torrents',
      `INSERT INTO deleted_torrents (info_hash) VALUES ('${'1'.repeat(40)}');`,
    ],
    ['that is none', 'this is not SQL'],
  ])('%s is refused with what was looked for', async ([, sql]) => {
    await expect(readSql(sql as string, 'foreign.sql')).rejects.toThrow(
      /foreign\.sql has no torrents of a known tracker: no table with rows has an info_hash and a name that ends with namemap, summary, xbt_files, xbt_torrents, files, torrents;/,
    )
  })

  test('without the names of columns is refused with what to do', async () => {
    await expect(readSql(`INSERT INTO xbt_files VALUES (1,2);`)).rejects.toThrow(
      /table xbt_files: neither its INSERT nor a CREATE TABLE tells its columns: dump it without --no-create-info, or with --complete-insert/,
    )
  })
})
