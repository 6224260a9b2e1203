/** Every message that a storage thread sends to main: one for its start, then one for each request but `close`. */
import type { SqliteValue } from './to-thread.ts'

export type StatementResult = {
  readonly columns: readonly string[]
  /** Values in the order of the columns: names would be copied with every row. */
  readonly rows: readonly (readonly SqliteValue[])[]
  readonly changes: number
}

export type SqliteFailureFacts = {
  /** SQLite's extended result code; 0 for what is not an error of SQLite. */
  readonly resultCode: number
  readonly message: string
  /** The time limit was reached. */
  readonly isLate: boolean
}

export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly result: StatementResult }
  | { readonly type: 'failed'; readonly failure: SqliteFailureFacts }
