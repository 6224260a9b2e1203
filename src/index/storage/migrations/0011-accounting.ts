/**
 * What members have moved, seeded and completed: credits with their sums, and the marks up to which the counters of
 * clients are credited.
 *
 * Of sessions a digest of torrent and peer id is kept, and no address. Nothing here refers to the rows of members and
 * torrents, because it outlasts them: a torrent that is deleted for good leaves its members what they have done.
 * A day is a number of days since 1970, in UTC.
 */
import type { Migration, SchemaWords } from './migration.ts'

export const accounting: Migration = {
  number: 11,
  name: 'accounting',
  statements: (words) => [...perTorrent(words), ...sums(words), ...completions(words)],
}

function perTorrent({ integer, flag, text, bytes, keyedTable }: SchemaWords): string[] {
  return [
    `CREATE TABLE announce_marks (
       member_id ${integer} NOT NULL,
       torrent_id ${integer} NOT NULL,
       peer ${bytes} NOT NULL CHECK (length(peer) = 16),
       uploaded ${integer} NOT NULL CHECK (uploaded >= 0),
       downloaded ${integer} NOT NULL CHECK (downloaded >= 0),
       remaining ${integer} NOT NULL CHECK (remaining >= 0),
       announced_at ${integer} NOT NULL,
       is_active ${flag} NOT NULL CHECK (is_active IN (0, 1)),
       below_since ${integer} NOT NULL,
       PRIMARY KEY (member_id, torrent_id, peer)
     ) ${keyedTable}`,
    `CREATE TABLE member_torrents (
       member_id ${integer} NOT NULL,
       torrent_id ${integer} NOT NULL,
       uploaded ${integer} NOT NULL CHECK (uploaded >= 0),
       downloaded ${integer} NOT NULL CHECK (downloaded >= 0),
       seed_seconds ${integer} NOT NULL CHECK (seed_seconds >= 0),
       seeded_until ${integer} NOT NULL,
       first_at ${integer} NOT NULL,
       last_at ${integer} NOT NULL,
       completed_at ${integer},
       client ${text} NOT NULL,
       PRIMARY KEY (member_id, torrent_id)
     ) ${keyedTable}`,
    `CREATE INDEX member_torrents_by_torrent ON member_torrents (torrent_id)`,
  ]
}

function sums({ integer, table, keyedTable }: SchemaWords): string[] {
  return [
    `CREATE TABLE member_days (
       member_id ${integer} NOT NULL,
       day ${integer} NOT NULL,
       uploaded ${integer} NOT NULL CHECK (uploaded >= 0),
       downloaded ${integer} NOT NULL CHECK (downloaded >= 0),
       seed_seconds ${integer} NOT NULL CHECK (seed_seconds >= 0),
       torrent_completes ${integer} NOT NULL CHECK (torrent_completes >= 0),
       gallery_completes ${integer} NOT NULL CHECK (gallery_completes >= 0),
       PRIMARY KEY (member_id, day)
     ) ${keyedTable}`,
    `CREATE INDEX member_days_by_day ON member_days (day)`,
    `CREATE TABLE member_totals (
       member_id ${integer} PRIMARY KEY,
       uploaded ${integer} NOT NULL CHECK (uploaded >= 0),
       downloaded ${integer} NOT NULL CHECK (downloaded >= 0),
       seed_seconds ${integer} NOT NULL CHECK (seed_seconds >= 0),
       torrent_completes ${integer} NOT NULL CHECK (torrent_completes >= 0),
       gallery_completes ${integer} NOT NULL CHECK (gallery_completes >= 0)
     ) ${table}`,
    `CREATE TABLE torrent_totals (
       torrent_id ${integer} PRIMARY KEY,
       uploaded ${integer} NOT NULL CHECK (uploaded >= 0),
       downloaded ${integer} NOT NULL CHECK (downloaded >= 0),
       completes ${integer} NOT NULL CHECK (completes >= 0),
       anonymous_completes ${integer} NOT NULL CHECK (anonymous_completes >= 0)
     ) ${table}`,
  ]
}

function completions({ id, byId, integer, flag, bytes, table, keyedTable }: SchemaWords): string[] {
  return [
    `CREATE TABLE completions (
       id ${id},
       member_id ${integer} NOT NULL,
       torrent_id ${integer} NOT NULL,
       completed_at ${integer} NOT NULL,
       credited_at ${integer} NOT NULL,
       is_inferred ${flag} NOT NULL CHECK (is_inferred IN (0, 1)),
       uploader_id ${integer},
       gallery_owner_id ${integer},
       UNIQUE (member_id, torrent_id)
     ) ${table}`,
    `CREATE INDEX completions_by_torrent ON completions (torrent_id, completed_at${byId})`,
    `CREATE INDEX completions_by_uploader ON completions (uploader_id, completed_at${byId})
       WHERE uploader_id IS NOT NULL`,
    `CREATE INDEX completions_by_gallery_owner ON completions (gallery_owner_id, completed_at${byId})
       WHERE gallery_owner_id IS NOT NULL`,
    `CREATE TABLE anonymous_completions (
       torrent_id ${integer} NOT NULL,
       peer ${bytes} NOT NULL CHECK (length(peer) = 16),
       completed_at ${integer} NOT NULL,
       PRIMARY KEY (torrent_id, peer)
     ) ${keyedTable}`,
  ]
}
