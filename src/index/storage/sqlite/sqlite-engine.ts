/** SQLite in threads: one writer, two readers. */
import { Kysely, sql } from 'kysely'
import type { Aside, Engine, TimeLimits } from '../engine.ts'
import type { SchemaWords } from '../migrations/migration.ts'
import { wordsOwners } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { copySqlite } from './copy-sqlite.ts'
import { explainSqlite } from './sqlite-failure.ts'
import { sqliteSearch } from './sqlite-search.ts'
import { createThreadDialect } from './thread-dialect.ts'
import { ThreadPool } from './thread-pool.ts'

export type SqliteEngineOptions = {
  readonly file: string
  readonly shownUrl: string
  readonly limits: TimeLimits
}

const readers = 2

/** "WAGG": what a file of ours has in its header. */
const applicationId = 0x57_41_47_47

/** Far more than any page or batch needs. */
const heapMegabytes = 512

const words: SchemaWords = {
  id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  // SQLite ends every entry with the id itself, and finds a place among equal values by that one alone.
  byId: '',
  integer: 'INTEGER',
  flag: 'INTEGER',
  text: 'TEXT',
  bytes: 'BLOB',
  searchWords: 'TEXT',
  // Triggers keep it in step. Beginnings of one and two characters are tokens of their own: they are of so many words
  // that putting their torrents together takes long.
  searchIndex: (of) => [
    `CREATE VIRTUAL TABLE ${of}_index USING fts5 (
       words, content='${of}', content_rowid='${wordsOwners[of]}',
       tokenize='ascii', prefix='1 2', columnsize=0)`,
    `INSERT INTO ${of}_index (${of}_index) VALUES ('rebuild')`,
    `CREATE TRIGGER ${of}_added AFTER INSERT ON ${of} BEGIN
       INSERT INTO ${of}_index (rowid, words) VALUES (new.${wordsOwners[of]}, new.words);
     END`,
    `CREATE TRIGGER ${of}_gone AFTER DELETE ON ${of} BEGIN
       INSERT INTO ${of}_index (${of}_index, rowid, words)
       VALUES ('delete', old.${wordsOwners[of]}, old.words);
     END`,
  ],
  derived: 'VIRTUAL',
  table: 'STRICT',
  keyedTable: 'STRICT, WITHOUT ROWID',
  roomInPages: () => [],
  preamble: [`PRAGMA application_id = ${applicationId}`],
}

export function openSqliteEngine({ file, shownUrl, limits }: SqliteEngineOptions): Engine {
  const { readSeconds, writeSeconds, busySeconds } = limits
  const common = { file, busySeconds, heapMegabytes }
  const writing = new ThreadPool({ ...common, isReadOnly: false, threads: 1 })
  const reading = new ThreadPool({ ...common, isReadOnly: true, threads: readers })
  const openAside = (): Aside => {
    // Of a file that is open for reading only, SQLite does not check the rules of columns.
    const pool = new ThreadPool({ ...common, isReadOnly: false, threads: 1 })
    return { reader: over(pool), close: () => pool.close() }
  }
  return {
    name: 'sqlite',
    shownUrl,
    words,
    search: sqliteSearch,
    reader: over(reading, readSeconds),
    writer: over(writing, writeSeconds),
    worker: over(writing),
    openAside,
    findDamage,
    copyTo: async (target) => {
      const { reader, close } = openAside()
      try {
        await copySqlite(reader, file, target)
      } finally {
        await close()
      }
    },
    lock: async () => {},
    // It looks at the largest id there ever was itself.
    continueIds: async () => {},
    contents: contentsOf,
    watchLosses: () => {},
    explain: (error) => explainSqlite(shownUrl, error),
    close: async () => {
      // The last to close tidies the log away, which a reader may not.
      await reading.close()
      await writing.close()
    },
  }
}

function over(pool: ThreadPool, limitSeconds?: number): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: createThreadDialect({ pool, limitSeconds }) })
}

async function contentsOf(database: Kysely<Tables>): ReturnType<Engine['contents']> {
  const tables = await sql`SELECT name FROM sqlite_master LIMIT 1`.execute(database)
  if (tables.rows.length === 0) return 'nothing'
  // Looked at last: it is there as soon as there are tables, should another process make them at this moment.
  const header = await sql<{ application_id: number }>`PRAGMA application_id`.execute(database)
  return header.rows[0]?.application_id === applicationId ? 'ours' : 'foreign'
}

/** Up to 100 lines about pages, indexes and rules of columns; then references. */
async function findDamage(reader: Kysely<Tables>): Promise<string[]> {
  const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(reader)
  const lines = integrity.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  const references = await sql`PRAGMA foreign_key_check`.execute(reader)
  const broken = references.rows.length
  return broken === 0 ? lines : [...lines, `${broken} references to what is not there`]
}
