/** An error of a storage thread as main sees it, and what it means to callers. */
import { type Failure, StorageError, storageError } from '../storage-error.ts'
import type { SqliteFailureFacts } from './from-thread.ts'

export class SqliteFailure extends Error {
  override readonly name = 'SqliteFailure'
  readonly facts: SqliteFailureFacts

  constructor(facts: SqliteFailureFacts) {
    super(facts.message)
    this.facts = facts
  }
}

/** The thread is no more: what it was doing has no result. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
}

/** Primary result codes (https://sqlite.org/rescode.html) that are not faults of ours. */
const meanings: Readonly<Record<number, Omit<Failure, 'reason'>>> = {
  3: { code: 'refused' },
  5: { code: 'busy' },
  6: { code: 'busy' },
  8: { code: 'refused', remedy: 'give this user the right to write to the file and its directory' },
  10: { code: 'unreachable', remedy: 'look at the disk and its file system' },
  11: { code: 'damaged' },
  13: { code: 'full' },
  14: {
    code: 'refused',
    remedy: 'make its directory, and give this user the right to read and write there',
  },
  19: { code: 'constraint' },
  26: { code: 'refused', remedy: 'it is no SQLite file; name another in database.url' },
}

export function explainSqlite(shownUrl: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  return storageError(shownUrl, failureOf(error), error)
}

function failureOf(error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error)
  if (error instanceof ThreadEnded)
    return { code: 'unreachable', reason, remedy: 'its thread is started again; try again' }
  if (!(error instanceof SqliteFailure)) return { code: 'internal', reason }
  if (error.facts.isLate) return { code: 'timeout', reason }
  const meaning = meanings[error.facts.resultCode & 0xff] ?? { code: 'internal' }
  return { ...meaning, reason }
}
