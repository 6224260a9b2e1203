/**
 * Every failure of the database, as one of a few kinds that callers can act upon. The message is a whole line
 * for the operator: which database, what happened, what to do. It never holds a password.
 */

export type StorageErrorCode =
  /** It is not there now; trying again later may help. What was being stored may be stored or not. */
  | 'unreachable'
  /** Too many others are at it. Nothing was stored; try again. */
  | 'busy'
  /** Others changed the same at the same time, twice in a row. Nothing was stored; try again. */
  | 'conflict'
  /** It took longer than it may. */
  | 'timeout'
  /** It has no room. Nothing was stored. */
  | 'full'
  /** It is there and will not have us: a wrong password, another program's database, a newer one. */
  | 'refused'
  /** The file is broken. */
  | 'damaged'
  /** What was to be stored breaks a rule of the schema: a fault of ours. */
  | 'constraint'
  /** The mark of a page is none of ours. */
  | 'invalid_page'
  /** A fault of ours. */
  | 'internal'

const remedies: Readonly<Record<Exclude<StorageErrorCode, 'invalid_page'>, readonly string[]>> = {
  unreachable: ['cannot be reached', 'start it, or correct database.url'],
  busy: ['is busy', 'try again in a moment'],
  conflict: ['let others go first', 'try again in a moment'],
  timeout: ['took too long', 'try again when it has less to do'],
  full: ['has no room', 'make room on its disk'],
  refused: ['cannot be used', 'correct database.url, or the rights of this user there'],
  damaged: [
    'is damaged',
    'run "waggle db check", and restore a backup with "waggle db restore FILE"',
  ],
  constraint: ['refuses what was to be stored', 'this is a fault of Waggle, please report it'],
  internal: ['failed', 'this is a fault of Waggle, please report it'],
}

export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

export type Failure = {
  readonly code: Exclude<StorageErrorCode, 'invalid_page'>
  /** What the database or the system said. */
  readonly reason: string
  /** What to do, where that is more than the code tells. */
  readonly remedy?: string
}

/** The error of `failure` at the database that is shown as `shownUrl`. */
export function storageError(shownUrl: string, failure: Failure, cause?: unknown): StorageError {
  const [what, remedy] = remedies[failure.code]
  const text = `the database ${shownUrl} ${what} (${failure.reason}); ${failure.remedy ?? remedy}`
  return new StorageError(failure.code, text, cause)
}
