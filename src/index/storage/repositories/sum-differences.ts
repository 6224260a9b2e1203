/**
 * Compares sums with what their details add up to. One statement sees both at the same moment, whatever is flushed
 * meanwhile. Details are added up as doubles, which are exact up to where stored sums end.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Difference, DifferencePage } from '#index/accounting/statistics-repository'
import type { Tables } from '../tables.ts'
import { type ComparedSum, memberSums, torrentSums } from './compared-sums.ts'

/** The tables of sums, each with the name of its key in front. */
type SumTable = 'member_totals' | 'member_points' | 'torrent_totals'

export async function memberDifferences(
  reader: Kysely<Tables>,
  afterId: number,
  limit: number,
): Promise<DifferencePage> {
  return await differences(reader, memberSums, {
    of: 'member',
    base: 'members',
    sumTables: ['member_totals', 'member_points'],
    afterId,
    limit,
  })
}

export async function torrentDifferences(
  reader: Kysely<Tables>,
  afterId: number,
  limit: number,
): Promise<DifferencePage> {
  return await differences(reader, torrentSums, {
    of: 'torrent',
    base: 'torrents',
    sumTables: ['torrent_totals'],
    afterId,
    limit,
  })
}

type Base = {
  readonly of: Difference['of']
  /** The table whose rows the sums are of. */
  readonly base: 'members' | 'torrents'
  readonly sumTables: readonly SumTable[]
  readonly afterId: number
  readonly limit: number
}

async function differences(
  reader: Kysely<Tables>,
  compared: readonly ComparedSum[],
  { of, base, sumTables, afterId, limit }: Base,
): Promise<DifferencePage> {
  const columns = compared.map(
    ({ sum, stored = sql.ref(sum), details }, index) =>
      sql`coalesce(${stored}, 0) AS ${sql.ref(`stored_${index}`)}, coalesce(${details}, 0) AS ${sql.ref(`added_${index}`)}`,
  )
  const joined = sumTables.map(
    (sums) => sql`LEFT JOIN ${sql.table(sums)} ON ${sql.ref(`${sums}.${of}_id`)} = base.id`,
  )
  const { rows } = await sql<Readonly<Record<string, number>>>`
    SELECT base.id, ${sql.join(columns)}
    FROM (${sql.join(idsIn({ of, base, sumTables, afterId, limit }), sql` UNION `)}
      ORDER BY 1 LIMIT ${limit}) AS base
    ${sql.join(joined, sql` `)}
    ORDER BY base.id`.execute(reader)
  return {
    differences: rows.flatMap((row) => differencesOf(row, compared, of)),
    next: rows.length < limit ? undefined : rows.at(-1)?.['id'],
    compared: rows.length * compared.length,
  }
}

/** Also those of sums whose torrent is gone for good. As many of each table as there can be in the answer, so that it has a bound. */
function idsIn({ of, base, sumTables, afterId, limit }: Base): RawBuilder<unknown>[] {
  const tables = [[base, 'id'], ...sumTables.map((sums) => [sums, `${of}_id`])] as const
  return tables.map(([table = '', column = '']) => {
    const id = sql.ref(`${table}.${column}`)
    return sql`SELECT id FROM (SELECT ${id} AS id FROM ${sql.table(table)}
      WHERE ${id} > ${afterId} ORDER BY ${id} LIMIT ${limit}) AS ${sql.ref(`some_${table}`)}`
  })
}

function differencesOf(
  row: Readonly<Record<string, number>>,
  compared: readonly ComparedSum[],
  of: Difference['of'],
): Difference[] {
  return compared.flatMap(({ sum }, index) => {
    const stored = row[`stored_${index}`] ?? 0
    const recomputed = Math.min(row[`added_${index}`] ?? 0, Number.MAX_SAFE_INTEGER)
    return stored === recomputed ? [] : [{ of, id: row['id'] ?? 0, sum, stored, recomputed }]
  })
}
