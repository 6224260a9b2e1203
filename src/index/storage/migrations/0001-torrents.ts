/**
 * Torrents with their files, and how far the flushes of what the tracker saw have come.
 *
 * A list is read by one index: state, value, id. Names are ordered by their first 255 characters, because
 * PostgreSQL takes no entry of an index beyond a third of a page; torrents without a size come before size 0.
 */
import type { Migration } from './migration.ts'

export const torrents: Migration = {
  number: 1,
  name: 'torrents',
  statements: ({ id, byId, integer, flag, text, bytes, derived, table, keyedTable }) => [
    `CREATE TABLE meta (key ${text} PRIMARY KEY, value ${text} NOT NULL) ${table}`,
    `INSERT INTO meta (key, value) VALUES ('tracker_up_seconds', '0')`,
    `CREATE TABLE flush_runs (
       id ${id},
       run ${text} NOT NULL UNIQUE,
       sequence ${integer} NOT NULL CHECK (sequence >= 0)
     ) ${table}`,
    `CREATE TABLE torrents (
       id ${id},
       info_hash ${bytes} NOT NULL UNIQUE CHECK (length(info_hash) = 20),
       info_hash_v2 ${bytes} UNIQUE CHECK (length(info_hash_v2) = 32),
       info_hash_v2_short ${bytes} GENERATED ALWAYS AS (substr(info_hash_v2, 1, 20)) ${derived},
       name ${text} NOT NULL,
       name_key ${text} GENERATED ALWAYS AS (substr(name, 1, 255)) ${derived},
       size_bytes ${integer} CHECK (size_bytes >= 0),
       size_key ${integer} GENERATED ALWAYS AS (coalesce(size_bytes, -1)) ${derived},
       piece_length_bytes ${integer} CHECK (piece_length_bytes > 0),
       is_private ${flag} NOT NULL CHECK (is_private IN (0, 1)),
       file_count ${integer} CHECK (file_count >= 0),
       is_pinned ${flag} NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
       added_at ${integer} NOT NULL,
       announced_at ${integer},
       active_up_seconds ${integer} NOT NULL CHECK (active_up_seconds >= 0),
       completed ${integer} NOT NULL CHECK (completed >= 0),
       seeders ${integer} NOT NULL DEFAULT 0 CHECK (seeders >= 0),
       leechers ${integer} NOT NULL DEFAULT 0 CHECK (leechers >= 0),
       banned_at ${integer},
       ban_reason ${text},
       ban_is_public ${flag} CHECK (ban_is_public IN (0, 1)),
       removed_at ${integer},
       removed_by ${text} CHECK (removed_by IN ('operator', 'housekeeping')),
       removal_reason ${text},
       state ${text} NOT NULL GENERATED ALWAYS AS (
         CASE WHEN removed_at IS NOT NULL THEN 'removed'
              WHEN banned_at IS NOT NULL THEN 'banned'
              ELSE 'live' END) ${derived},
       CHECK ((banned_at IS NULL) = (ban_reason IS NULL)),
       CHECK ((banned_at IS NULL) = (ban_is_public IS NULL)),
       CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
       CHECK ((removed_at IS NULL) = (removal_reason IS NULL))
     ) ${table}`,
    `CREATE UNIQUE INDEX torrents_info_hash_v2_short ON torrents (info_hash_v2_short)`,
    `CREATE INDEX torrents_by_added ON torrents (state, added_at${byId})`,
    `CREATE INDEX torrents_by_name ON torrents (state, name_key${byId})`,
    `CREATE INDEX torrents_by_size ON torrents (state, size_key${byId})`,
    `CREATE INDEX torrents_by_seeders ON torrents (state, seeders${byId})`,
    `CREATE INDEX torrents_by_leechers ON torrents (state, leechers${byId})`,
    `CREATE INDEX torrents_by_completed ON torrents (state, completed${byId})`,
    `CREATE INDEX torrents_by_activity ON torrents (state, is_pinned, active_up_seconds${byId})`,
    `CREATE INDEX torrents_by_removal ON torrents (removed_at${byId}) WHERE removed_at IS NOT NULL`,
    `CREATE TABLE torrent_files (
       torrent_id ${integer} NOT NULL REFERENCES torrents (id),
       position ${integer} NOT NULL CHECK (position >= 0),
       path ${text} NOT NULL,
       size_bytes ${integer} NOT NULL CHECK (size_bytes >= 0),
       PRIMARY KEY (torrent_id, position)
     ) ${keyedTable}`,
  ],
}
