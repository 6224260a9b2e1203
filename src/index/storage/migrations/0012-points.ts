/**
 * What members have earned: a list that is only ever added to, and the sums of it. What pays twice would be a second row
 * with the same completion and kind, or with the same key of a grant: the database takes none.
 *
 * Completions that were credited before there were points are paid here, ten points each, which is the default.
 */
import type { Migration, SchemaWords } from './migration.ts'

export const points: Migration = {
  number: 12,
  name: 'points',
  statements: (words) => [...tables(words), ...payments],
}

function tables({ id, byId, integer, text, table }: SchemaWords): string[] {
  return [
    `ALTER TABLE completions ADD COLUMN points ${integer} NOT NULL DEFAULT 0 CHECK (points >= 0)`,
    `CREATE TABLE point_entries (
       id ${id},
       member_id ${integer} NOT NULL,
       kind ${text} NOT NULL CHECK (kind IN ('torrent', 'gallery', 'staff')),
       amount ${integer} NOT NULL CHECK (amount <> 0),
       completion_id ${integer},
       grant_key ${text} UNIQUE,
       reason ${text} NOT NULL DEFAULT '',
       credited_at ${integer} NOT NULL,
       UNIQUE (completion_id, kind),
       CHECK ((kind = 'staff') = (completion_id IS NULL)),
       CHECK ((kind = 'staff') = (grant_key IS NOT NULL))
     ) ${table}`,
    `CREATE INDEX point_entries_by_member ON point_entries (member_id${byId})`,
    `CREATE TABLE member_points (
       member_id ${integer} PRIMARY KEY,
       balance ${integer} NOT NULL CHECK (balance >= 0),
       from_torrents ${integer} NOT NULL CHECK (from_torrents >= 0),
       from_galleries ${integer} NOT NULL CHECK (from_galleries >= 0)
     ) ${table}`,
  ]
}

const payments: readonly string[] = [
  `UPDATE completions SET points = 10`,
  ...(['torrent', 'gallery'] as const).map((kind) => {
    const payee = kind === 'torrent' ? 'uploader_id' : 'gallery_owner_id'
    return `INSERT INTO point_entries (member_id, kind, amount, completion_id, credited_at)
       SELECT ${payee}, '${kind}', points, id, credited_at FROM completions
       WHERE ${payee} IS NOT NULL ORDER BY id`
  }),
  `INSERT INTO member_points (member_id, balance, from_torrents, from_galleries)
     SELECT member_id, sum(amount), sum(CASE WHEN kind = 'torrent' THEN amount ELSE 0 END),
       sum(CASE WHEN kind = 'gallery' THEN amount ELSE 0 END)
     FROM point_entries GROUP BY member_id`,
]
