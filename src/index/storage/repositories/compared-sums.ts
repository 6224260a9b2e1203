/**
 * Which sums are compared with what. Those of a member or a torrent stand in rows of their own; where what is shown is a
 * column of the details themselves, such as the time of a completion, all of them are added up on both sides.
 */
import { type RawBuilder, sql } from 'kysely'

/** As columns of one row of `base`: what is stored, and what it should be. Null counts as 0. */
export type ComparedSum = {
  /** The column. */
  readonly sum: string
  /** Where it is not a column of the row of sums itself. */
  readonly stored?: RawBuilder<number>
  readonly details: RawBuilder<number>
}

export const memberSums: readonly ComparedSum[] = [
  ...(['uploaded', 'downloaded', 'seed_seconds'] as const).flatMap((column) => [
    { sum: `member_totals.${column}`, details: addedUp('member_torrents', column, 'member_id') },
    // A second time, by days.
    { sum: `member_totals.${column}`, details: addedUp('member_days', column, 'member_id') },
  ]),
  ...completesOf('torrent_completes', 'uploader_id'),
  ...completesOf('gallery_completes', 'gallery_owner_id'),
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
  {
    sum: 'member_torrents.completed_at',
    stored: addedUp('member_torrents', 'completed_at', 'member_id'),
    details: completionTimes(),
  },
  daysInRecords(),
]

export const torrentSums: readonly ComparedSum[] = [
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
  shownCompletions(),
]

/** Of torrents of galleries, which show what is credited: see `count-completions.ts`. */
function shownCompletions(): ComparedSum {
  const ofGallery = sql`FROM torrents LEFT JOIN torrent_totals AS totals
    ON totals.torrent_id = torrents.id
    WHERE torrents.id = base.id AND torrents.gallery_id IS NOT NULL`
  return {
    sum: 'torrents.completed',
    stored: sql`(SELECT torrents.completed ${ofGallery})`,
    details: sql`(SELECT totals.completes + totals.anonymous_completes ${ofGallery})`,
  }
}

/** By completions, by days, and whether they are on the days of the completions. */
function completesOf(
  column: 'torrent_completes' | 'gallery_completes',
  by: 'uploader_id' | 'gallery_owner_id',
): ComparedSum[] {
  return [
    { sum: `member_totals.${column}`, details: counted('completions', by) },
    { sum: `member_totals.${column}`, details: addedUp('member_days', column, 'member_id') },
    {
      sum: 'member_days.day',
      stored: sql`(SELECT sum(CAST(day * ${sql.ref(column)} AS DOUBLE PRECISION)) FROM member_days
        WHERE member_id = base.id)`,
      details: sql`(SELECT sum(CAST(completed_at / 86400 AS DOUBLE PRECISION)) FROM completions
        WHERE ${sql.ref(by)} = base.id)`,
    },
  ]
}

/** Of downloads that the member is shown. */
function completionTimes(): RawBuilder<number> {
  return sql`(SELECT sum(CAST(completions.completed_at AS DOUBLE PRECISION)) FROM completions
    JOIN member_torrents ON member_torrents.member_id = completions.member_id
      AND member_torrents.torrent_id = completions.torrent_id
    WHERE completions.member_id = base.id)`
}

/** Days on which something was moved or seeded lie between the member's first and last announce. */
function daysInRecords(): ComparedSum {
  const records = sql`SELECT min(first_at) / 86400 AS first, max(last_at) / 86400 AS last
    FROM member_torrents WHERE member_id = base.id`
  return {
    sum: 'member_days.day',
    stored: sql`(${daysIn(sql`member_days`)})`,
    details: sql`(${daysIn(sql`member_days, (${records}) AS records`)}
      AND day BETWEEN records.first AND records.last)`,
  }
}

function daysIn(tables: RawBuilder<unknown>): RawBuilder<number> {
  return sql`SELECT sum(CAST(day AS DOUBLE PRECISION)) FROM ${tables}
    WHERE member_days.member_id = base.id AND (uploaded > 0 OR downloaded > 0 OR seed_seconds > 0)`
}

function addedUp(table: string, column: string, by: string): RawBuilder<number> {
  const value = sql.ref(`${table}.${column}`)
  return sql`(SELECT sum(CAST(${value} AS DOUBLE PRECISION)) FROM ${sql.table(table)}
    WHERE ${sql.ref(`${table}.${by}`)} = base.id)`
}

/** A grant by the staff has no kind of completion. */
function pointsOf(kind: 'torrent' | 'gallery'): RawBuilder<number> {
  return sql`(SELECT sum(CAST(amount AS DOUBLE PRECISION)) FROM point_entries
    WHERE member_id = base.id AND kind = ${sql.lit(kind)})`
}

function counted(table: string, by: string): RawBuilder<number> {
  return sql`(SELECT count(*) FROM ${sql.table(table)}
    WHERE ${sql.ref(`${table}.${by}`)} = base.id)`
}
