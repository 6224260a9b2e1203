/**
 * Compares sums with what their details add up to. One statement sees both at the same moment, whatever is flushed
 * meanwhile. Details are added up as doubles, which are exact up to where stored sums end.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Difference, DifferencePage } from '#index/accounting/statistics-repository'
import type { Tables } from '../tables.ts'

/** A stored sum, and the query that adds it up again, as columns of one row. */
type Compared = { readonly sum: string; readonly details: RawBuilder<number> }

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

const memberSums: readonly Compared[] = [
  ...(['uploaded', 'downloaded', 'seed_seconds'] as const).flatMap((column) => [
    { sum: `member_totals.${column}`, details: addedUp('member_torrents', column, 'member_id') },
    // A second time, by days.
    { sum: `member_totals.${column}`, details: addedUp('member_days', column, 'member_id') },
  ]),
  { sum: 'member_totals.torrent_completes', details: counted('completions', 'uploader_id') },
  {
    sum: 'member_totals.torrent_completes',
    details: addedUp('member_days', 'torrent_completes', 'member_id'),
  },
  { sum: 'member_totals.gallery_completes', details: counted('completions', 'gallery_owner_id') },
  {
    sum: 'member_totals.gallery_completes',
    details: addedUp('member_days', 'gallery_completes', 'member_id'),
  },
  { sum: 'member_points.balance', details: addedUp('point_entries', 'amount', 'member_id') },
  // A second time, by what the completions say that they paid.
  { sum: 'member_points.from_torrents', details: pointsOf('torrent') },
  {
    sum: 'member_points.from_torrents',
    details: addedUp('completions', 'points', 'uploader_id'),
  },
  { sum: 'member_points.from_galleries', details: pointsOf('gallery') },
  {
    sum: 'member_points.from_galleries',
    details: addedUp('completions', 'points', 'gallery_owner_id'),
  },
]

const torrentSums: readonly Compared[] = [
  { sum: 'torrent_totals.uploaded', details: addedUp('member_torrents', 'uploaded', 'torrent_id') },
  {
    sum: 'torrent_totals.downloaded',
    details: addedUp('member_torrents', 'downloaded', 'torrent_id'),
  },
  { sum: 'torrent_totals.completes', details: counted('completions', 'torrent_id') },
  {
    sum: 'torrent_totals.anonymous_completes',
    details: counted('anonymous_completions', 'torrent_id'),
  },
]

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
  compared: readonly Compared[],
  { of, base, sumTables, afterId, limit }: Base,
): Promise<DifferencePage> {
  const columns = compared.map(
    ({ sum, details }, index) =>
      sql`coalesce(${sql.ref(sum)}, 0) AS ${sql.ref(`stored_${index}`)}, ${details} AS ${sql.ref(`added_${index}`)}`,
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
  compared: readonly Compared[],
  of: Difference['of'],
): Difference[] {
  return compared.flatMap(({ sum }, index) => {
    const stored = row[`stored_${index}`] ?? 0
    const recomputed = Math.min(row[`added_${index}`] ?? 0, Number.MAX_SAFE_INTEGER)
    return stored === recomputed ? [] : [{ of, id: row['id'] ?? 0, sum, stored, recomputed }]
  })
}

function addedUp(table: string, column: string, by: string): RawBuilder<number> {
  const value = sql.ref(`${table}.${column}`)
  return sql`(SELECT coalesce(sum(CAST(${value} AS DOUBLE PRECISION)), 0) FROM ${sql.table(table)}
    WHERE ${sql.ref(`${table}.${by}`)} = base.id)`
}

/** A grant by the staff has no kind of completion. */
function pointsOf(kind: 'torrent' | 'gallery'): RawBuilder<number> {
  return sql`(SELECT coalesce(sum(CAST(amount AS DOUBLE PRECISION)), 0) FROM point_entries
    WHERE member_id = base.id AND kind = ${sql.lit(kind)})`
}

function counted(table: string, by: string): RawBuilder<number> {
  return sql`(SELECT count(*) FROM ${sql.table(table)}
    WHERE ${sql.ref(`${table}.${by}`)} = base.id)`
}
