/** Everything that a program has written down, each under its name: its log, its files, the tables of its database. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'

export type Place = {
  /** `log`, `metrics`, a path in the data directory, or `table.column`. */
  readonly where: string
  readonly bytes: Buffer
  readonly isColumn: boolean
}

/** Values that stand beside each other must not look like one. */
const between = Buffer.from('\0\n')

/** The files of a directory and those below it; sockets are none. */
export function filesOf(directory: string): Place[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .map((name) => ({
      where: name,
      bytes: readFileSync(join(directory, name)),
      isColumn: false,
    }))
}

/** Every column of every table of a database that nobody has open. */
export function sqliteColumns(file: string): Place[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()
    return tables.flatMap(({ name }) => {
      const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all()
      return columnsOf(String(name), rows)
    })
  } finally {
    database.close()
  }
}

/** The same of a PostgreSQL database, system catalogues left out. */
export async function postgresColumns(url: string): Promise<Place[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
    )
    const places: Place[] = []
    for (const { schema, name } of tables) {
      const { rows } = await client.query<Row>(`SELECT * FROM "${schema}"."${name}"`)
      places.push(...columnsOf(name, rows))
    }
    return places
  } finally {
    await client.end()
  }
}

type Row = Readonly<Record<string, unknown>>

function columnsOf(table: string, rows: readonly Row[]): Place[] {
  return Object.keys(rows[0] ?? {}).map((column) => ({
    where: `${table}.${column}`,
    bytes: Buffer.concat(rows.flatMap((row) => [bytesOf(row[column]), between])),
    isColumn: true,
  }))
}

function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value ?? null))
}
