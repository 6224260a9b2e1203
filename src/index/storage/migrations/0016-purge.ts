/**
 * When torrents of galleries were seeded last, and what is purged because they are not.
 *
 * `purge_up_seconds` is how long the tracker had been up when a torrent was last seen with a seed, or was added, removed,
 * expunged, restored, unpinned or kept, and of what was purged when that was: days in which the tracker is down count for
 * nobody. Torrents that were there before this step count from now. A warning belongs to that number: when a torrent is seeded again, the warnings before are of no meaning.
 */
import type { Migration } from './migration.ts'

export const purge: Migration = {
  number: 16,
  name: 'purge',
  statements: ({ id, byId, integer, flag, text, table }) => [
    `ALTER TABLE torrents ADD COLUMN seeded_at ${integer}`,
    `ALTER TABLE torrents ADD COLUMN purge_up_seconds ${integer} NOT NULL DEFAULT 0`,
    `ALTER TABLE torrents ADD COLUMN purged_at ${integer}
       CHECK (purged_at IS NULL OR tombstone_kind IN ('expunged', 'purged'))`,
    `UPDATE torrents SET
       seeded_at = CASE WHEN seeders > 0 THEN announced_at END,
       purge_up_seconds = (SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'tracker_up_seconds'),
       purged_at = CASE WHEN tombstone_kind = 'purged' THEN tombstone_at END`,
    `CREATE INDEX torrents_unseeded ON torrents (purge_up_seconds${byId})
       WHERE gallery_id IS NOT NULL AND removed_at IS NULL`,
    `CREATE INDEX torrents_expunged ON torrents (purge_up_seconds${byId})
       WHERE tombstone_kind = 'expunged' AND purged_at IS NULL`,
    `CREATE INDEX torrents_purged ON torrents (purged_at${byId}) WHERE purged_at IS NOT NULL`,
    `CREATE TABLE purge_warnings (
       torrent_id ${integer} PRIMARY KEY REFERENCES torrents (id),
       purge_up_seconds ${integer} NOT NULL,
       days ${integer} NOT NULL,
       warned_up_seconds ${integer} NOT NULL,
       warned_at ${integer} NOT NULL,
       due_up_seconds ${integer} NOT NULL
     ) ${table}`,
    `CREATE TABLE purge_runs (
       id ${id},
       at ${integer} NOT NULL,
       actor ${text} NOT NULL,
       is_forced ${flag} NOT NULL CHECK (is_forced IN (0, 1)),
       warned ${integer} NOT NULL DEFAULT 0,
       purged ${integer} NOT NULL DEFAULT 0,
       forgotten ${integer} NOT NULL DEFAULT 0,
       is_capped ${flag} NOT NULL DEFAULT 0 CHECK (is_capped IN (0, 1)),
       ended_at ${integer}
     ) ${table}`,
  ],
}
