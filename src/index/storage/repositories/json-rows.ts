/**
 * Many rows as few bound values: for SQLite a list of lists in JSON that the database takes apart, for PostgreSQL, which
 * would read the JSON of a row again for each of its columns, an array for each column. The text of the statement is the
 * same for any number of rows, so that it is prepared once, and binding costs next to nothing.
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

/** All rows have the same columns. */
export function jsonRows(engine: EngineName, rows: readonly (readonly JsonValue[])[]): JsonRows {
  const [first] = rows
  if (engine === 'sqlite')
    return { ...inJson, source: sql`json_each(${JSON.stringify(rows)}) AS item` }
  return first === undefined ? noRows : inArrays(rows, first)
}

function inJsonText(column: number): RawBuilder<string> {
  return sql`(item.value ->> ${sql.lit(column)})`
}

const inJson: Omit<JsonRows, 'source'> = {
  text: inJsonText,
  integer: (column) => sql`CAST(${inJsonText(column)} AS BIGINT)`,
  bytes: (column) => sql`unhex(${inJsonText(column)})`,
}

/** Of PostgreSQL; how many columns there would be is not known then. */
const noRows: JsonRows = {
  ...inJson,
  source: sql`json_array_elements('[]') AS item (value)`,
  bytes: (column) => sql`decode(${inJsonText(column)}, 'hex')`,
}

function inArrays(rows: readonly (readonly JsonValue[])[], first: readonly JsonValue[]): JsonRows {
  const names = first.map((_, column) => sql.ref(`column_${column}`))
  const arrays = first.map((value, column) => {
    const type = typeof value === 'number' ? sql`BIGINT[]` : sql`TEXT[]`
    return sql`CAST(${arrayText(rows, column)} AS ${type})`
  })
  return {
    source: sql`unnest(${sql.join(arrays)}) AS item (${sql.join(names)})`,
    text: (column) => sql`CAST(${inColumn(column)} AS TEXT)`,
    integer: (column) => sql`CAST(${inColumn(column)} AS BIGINT)`,
    bytes: (column) => sql`decode(${inColumn(column)}, 'hex')`,
  }
}

function inColumn(column: number): RawBuilder<unknown> {
  return sql.ref(`item.column_${column}`)
}

/** As PostgreSQL reads an array: `{1,"two",NULL}`. */
function arrayText(rows: readonly (readonly JsonValue[])[], column: number): string {
  let text = ''
  for (const row of rows) text += `,${elementText(row[column] ?? null)}`
  return `{${text.slice(1)}}`
}

function elementText(value: JsonValue): string {
  if (typeof value === 'number') return `${value}`
  return value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
