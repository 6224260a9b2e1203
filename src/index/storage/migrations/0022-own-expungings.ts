/**
 * How a petition expunged its target: where the target tells another time or reason, somebody has decided anew, and to take
 * the petition back must not lift that. Of those in force it is known where the log has nobody else after the petition.
 * Where a target was restored meanwhile, the next sweep ends the petition.
 */
import type { Migration } from './migration.ts'

export const ownExpungings: Migration = {
  number: 22,
  name: 'own-expungings',
  statements: ({ integer, text }) => [
    `ALTER TABLE petitions ADD COLUMN expunged_at ${integer}`,
    `ALTER TABLE petitions ADD COLUMN expunged_reason ${text}
       CHECK ((expunged_reason IS NULL) = (expunged_at IS NULL))`,
    `UPDATE petitions SET (expunged_at, expunged_reason) =
       (SELECT newest.state_at, newest.state_reason FROM galleries AS first
        INNER JOIN galleries AS newest ON newest.id = first.current_id
        WHERE first.id = petitions.target_id AND newest.state = 'expunged'
          AND ${isLogged('gallery.expunge', 'newest.state_at')})
     WHERE kind = 'gallery' AND ${isInForce}`,
    `UPDATE petitions SET (expunged_at, expunged_reason) =
       (SELECT tombstone_at, tombstone_reason FROM torrents
        WHERE torrents.id = petitions.target_id AND tombstone_kind = 'expunged'
          AND ${isLogged('torrent.expunge', 'tombstone_at')})
     WHERE kind = 'torrent' AND ${isInForce}`,
    `UPDATE petitions SET due_at = 0 WHERE ${isInForce} AND
       ((kind = 'torrent' AND target_id IN (SELECT id FROM torrents WHERE tombstone_at IS NULL))
        OR (kind = 'gallery' AND target_id IN (SELECT announce_id FROM galleries
          WHERE id = current_id AND state = 'live')))`,
  ],
}

const isInForce = `state IN ('active', 'appealed') AND is_expunge_due = 0`

/** The entry is written after the act; whoever acts later has a later time. */
function isLogged(action: string, since: string): string {
  return `EXISTS (SELECT 1 FROM audit_log WHERE actor = 'petition ' || petitions.id
            AND action = '${action}' AND at >= ${since})`
}
