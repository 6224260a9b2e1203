/**
 * What tables beside the list of torrents say of them, looked up by info-hash or title id while the list is read. A
 * dump has its tables one after the other and in any order, and may have millions of rows: they are put into an
 * SQLite database of its own, which is a temporary file that is gone when it is closed.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { StartError } from '#base/start-error'
import type { TitleKey, TorrentRow } from './torrent-row.ts'

export type Counts = {
  readonly completed: number | undefined
  readonly addedAt: number | undefined
}

export type UnlistedTorrent = Counts & { readonly infoHash: Uint8Array; readonly row: number }

const schema = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -65536;
  CREATE TABLE counts (
    info_hash BLOB PRIMARY KEY,
    completed INTEGER,
    added_at INTEGER,
    row INTEGER NOT NULL,
    is_listed INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE titles (field TEXT, id TEXT, title TEXT NOT NULL, PRIMARY KEY (field, id)) WITHOUT ROWID;
  BEGIN;
`

export class SideValues {
  readonly #database: DatabaseSync
  readonly #addCounts: StatementSync
  readonly #takeCounts: StatementSync
  readonly #addTitle: StatementSync
  readonly #title: StatementSync

  constructor() {
    this.#database = new DatabaseSync('')
    this.#database.exec(schema)
    // Two tables may count the same torrent: each its own part, as xbtit shows the sum of both.
    this.#addCounts = this.#database.prepare(`
      INSERT INTO counts (info_hash, completed, added_at, row) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        completed = coalesce(completed + excluded.completed, completed, excluded.completed),
        added_at = coalesce(added_at, excluded.added_at)`)
    this.#takeCounts = this.#database.prepare(
      'UPDATE counts SET is_listed = 1 WHERE info_hash = ? RETURNING completed, added_at',
    )
    this.#addTitle = this.#database.prepare('INSERT OR REPLACE INTO titles VALUES (?, ?, ?)')
    this.#title = this.#database.prepare('SELECT title FROM titles WHERE field = ? AND id = ?')
  }

  addCounts({ infoHash, completed, addedAt }: TorrentRow, row: number): void {
    withRoom(() => this.#addCounts.run(infoHash, completed ?? null, addedAt ?? null, row))
  }

  /** The counts of a torrent that is listed; from then on it is not among `unlisted`. */
  takeCounts(infoHash: Uint8Array): Counts | undefined {
    const found = this.#takeCounts.get(infoHash)
    return found === undefined ? undefined : countsOf(found)
  }

  addTitle(key: TitleKey, title: string): void {
    withRoom(() => this.#addTitle.run(...key, title))
  }

  /** The first that there is. */
  title(keys: readonly TitleKey[]): string | undefined {
    for (const key of keys) {
      const found = this.#title.get(...key)
      if (found !== undefined) return String(found['title'])
    }
    return undefined
  }

  /** Torrents that were counted and listed nowhere. */
  *unlisted(): Generator<UnlistedTorrent> {
    const rows = this.#database.prepare(
      'SELECT info_hash, completed, added_at, row FROM counts WHERE is_listed = 0 ORDER BY row, info_hash',
    )
    for (const row of rows.iterate()) {
      yield {
        infoHash: new Uint8Array(row['info_hash'] as Uint8Array),
        row: Number(row['row']),
        ...countsOf(row),
      }
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

function countsOf(row: Readonly<Record<string, unknown>>): Counts {
  return { completed: numberOf(row['completed']), addedAt: numberOf(row['added_at']) }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

const sqliteFull = 13

/** SQLite writes what does not fit its cache to the directory for temporary files. */
function withRoom(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteFull) {
      throw new StartError(
        'there is no room for temporary files: name a directory that has some with SQLITE_TMPDIR',
      )
    }
    throw error
  }
}
