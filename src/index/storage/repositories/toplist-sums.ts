/**
 * Sums of members over periods, in parts. A part of days ends with a member: the query for its end looks at so many entries
 * of the index and no more, and the one for its sums at the rows between, however unevenly days lie among members. Sums
 * are doubles, which are exact as far as it matters and never too large.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DayRange, DayRanges } from '#index/toplists/period'
import type { PeriodSums } from '#index/toplists/score'
import type { MemberDaySums, MemberSums, SumsPage } from '#index/toplists/toplist-repository'
import type { Tables } from '../tables.ts'

export async function readTotals(
  reader: Kysely<Tables>,
  afterId: number,
  limit: number,
): Promise<SumsPage<MemberSums>> {
  const rows = await reader
    .selectFrom('member_totals')
    .leftJoin('members', (join) =>
      join
        .onRef('members.id', '=', 'member_totals.member_id')
        .on('members.state', '=', 'active')
        .on('members.banned_at', 'is', null)
        // It follows, but PostgreSQL does not see that and may begin with the first member.
        .on('members.id', '>', afterId),
    )
    .select(['member_totals.member_id', 'members.id', 'uploaded', 'downloaded', 'seed_seconds'])
    .select(['torrent_completes', 'gallery_completes'])
    .where('member_totals.member_id', '>', afterId)
    .orderBy('member_totals.member_id')
    .limit(limit)
    .execute()
  const members = rows
    .filter(({ id }) => id !== null)
    .map((row) => ({
      memberId: row.member_id,
      sums: {
        completes: row.torrent_completes + row.gallery_completes,
        uploadedBytes: row.uploaded,
        downloadedBytes: row.downloaded,
        seedSeconds: row.seed_seconds,
      },
    }))
  return { members, next: rows.length < limit ? undefined : rows.at(-1)?.member_id }
}

export async function readDaySums(
  reader: Kysely<Tables>,
  afterId: number,
  ranges: DayRanges,
  rows: number,
): Promise<SumsPage<MemberDaySums>> {
  const last = await lastOfPart(reader, afterId, rows)
  const lastId = last ?? Number.MAX_SAFE_INTEGER
  const sums = await sql<DaySumsRow>`
    SELECT member_days.member_id, ${sql.join(periodNames.map((name) => columnsOf(name, ranges[name])))}
    FROM member_days JOIN members ON members.id = member_days.member_id
    WHERE member_days.member_id > ${afterId}
      AND member_days.member_id <= ${lastId} AND members.id > ${afterId} AND members.id <= ${lastId}
      AND day BETWEEN ${ranges.year.firstDay} AND ${ranges.year.lastDay}
      AND members.state = 'active' AND members.banned_at IS NULL
    GROUP BY member_days.member_id ORDER BY member_days.member_id`.execute(reader)
  return { members: sums.rows.map(memberOf), next: last }
}

/** Undefined where there are not as many rows. */
async function lastOfPart(
  reader: Kysely<Tables>,
  afterId: number,
  rows: number,
): Promise<number | undefined> {
  const row = await reader
    .selectFrom('member_days')
    .select('member_id')
    .where('member_id', '>', afterId)
    .orderBy('member_id')
    .orderBy('day')
    .offset(rows - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.member_id
}

const periodNames = ['year', 'month', 'yesterday'] as const

const columns = ['completes', 'uploaded', 'downloaded', 'seed_seconds'] as const

type DaySumsRow = { readonly member_id: number } & {
  readonly [Name in `${(typeof periodNames)[number]}_${(typeof columns)[number]}`]: number
}

function columnsOf(
  name: (typeof periodNames)[number],
  { firstDay, lastDay }: DayRange,
): RawBuilder<unknown> {
  const sum = (column: (typeof columns)[number]): RawBuilder<unknown> => {
    const value =
      column === 'completes' ? sql`torrent_completes + gallery_completes` : sql.ref(column)
    return sql`sum(CASE WHEN day BETWEEN ${firstDay} AND ${lastDay}
      THEN CAST(${value} AS DOUBLE PRECISION) ELSE 0 END) AS ${sql.ref(`${name}_${column}`)}`
  }
  return sql.join(columns.map(sum))
}

function memberOf(row: DaySumsRow): MemberDaySums {
  const sums = (name: (typeof periodNames)[number]): PeriodSums => ({
    completes: row[`${name}_completes`],
    uploadedBytes: row[`${name}_uploaded`],
    downloadedBytes: row[`${name}_downloaded`],
    seedSeconds: row[`${name}_seed_seconds`],
  })
  return {
    memberId: row.member_id,
    sums: { year: sums('year'), month: sums('month'), yesterday: sums('yesterday') },
  }
}
