/**
 * What may be no upload at all, for staff to look at: what announces gave rise to, one row of a kind for a member with a
 * torrent, and torrents of which members were credited more than anybody can have received.
 *
 * And room in the pages of PostgreSQL's tables that every flush changes, so that a changed row finds a place beside the
 * old one and no index need be told.
 */
import type { Migration } from './migration.ts'

export const suspicions: Migration = {
  number: 17,
  name: 'suspicions',
  statements: ({ integer, text, table, keyedTable, roomInPages }) => [
    `CREATE TABLE suspicions (
       member_id ${integer} NOT NULL,
       torrent_id ${integer} NOT NULL,
       kind ${text} NOT NULL CHECK (kind IN ('rate', 'empty')),
       times ${integer} NOT NULL CHECK (times > 0),
       bytes ${integer} NOT NULL CHECK (bytes >= 0),
       worst_bytes ${integer} NOT NULL CHECK (worst_bytes >= 0),
       worst_seconds ${integer} NOT NULL,
       first_at ${integer} NOT NULL,
       last_at ${integer} NOT NULL,
       PRIMARY KEY (member_id, torrent_id, kind)
     ) ${keyedTable}`,
    `CREATE INDEX suspicions_by_time ON suspicions (kind, last_at, member_id, torrent_id)`,
    `CREATE TABLE unbalanced_torrents (
       torrent_id ${integer} PRIMARY KEY,
       excess ${integer} NOT NULL CHECK (excess > 0),
       computed_at ${integer} NOT NULL
     ) ${table}`,
    `CREATE INDEX unbalanced_torrents_by_excess ON unbalanced_torrents (excess, torrent_id)`,
    ...['announce_marks', 'member_totals', 'torrent_totals'].flatMap((name) =>
      roomInPages(name, 50),
    ),
    ...['member_torrents', 'member_days'].flatMap((name) => roomInPages(name, 70)),
  ],
}
