/**
 * Many rows as one bound value: a list of lists in JSON that the database takes apart. The text of the statement is then
 * the same for any number of rows, so that it is prepared once, and binding costs next to nothing.
 */
import { type RawBuilder, sql } from 'kysely'
import type { EngineName } from '../engine.ts'

export type JsonValue = number | string | null

export type JsonRows = {
  /** For FROM. */
  readonly source: RawBuilder<unknown>
  readonly integer: (column: number) => RawBuilder<number>
  readonly text: (column: number) => RawBuilder<string>
  /** Of a column of hexadecimal digits. */
  readonly bytes: (column: number) => RawBuilder<Uint8Array>
}

export function jsonRows(engine: EngineName, rows: readonly (readonly JsonValue[])[]): JsonRows {
  const json = JSON.stringify(rows)
  const isSqlite = engine === 'sqlite'
  return {
    source: isSqlite
      ? sql`json_each(${json}) AS item`
      : sql`json_array_elements(CAST(${json} AS json)) AS item (value)`,
    text,
    integer: (column) => sql`CAST(${text(column)} AS BIGINT)`,
    bytes: (column) =>
      isSqlite ? sql`unhex(${text(column)})` : sql`decode(${text(column)}, 'hex')`,
  }
}

function text(column: number): RawBuilder<string> {
  return sql`(item.value ->> ${sql.lit(column)})`
}
