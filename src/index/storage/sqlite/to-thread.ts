/** Every message that main sends to a storage thread. One is under way at a time. */
export type SqliteValue = number | string | Uint8Array | null

export type StatementRequest = {
  readonly type: 'statement'
  readonly sql: string
  readonly parameters: readonly SqliteValue[]
  /** Reading rows ends with an error after so long; undefined for no limit. */
  readonly limitSeconds: number | undefined
}

export type ToThread =
  | StatementRequest
  /** Ends the transaction without a trace, if there is one. */
  | { readonly type: 'rollback' }
  /** Close the file and end. */
  | { readonly type: 'close' }
