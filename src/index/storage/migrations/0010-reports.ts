/**
 * What members report to the moderators, and what came of it. A target is named by the kind and number of its row, because
 * it is in one of several tables and outlasts none of them. Of one member and target at most one report is open.
 */
import type { Migration } from './migration.ts'

export const reports: Migration = {
  number: 10,
  name: 'reports',
  statements: ({ id, integer, text, table }) => [
    `CREATE TABLE reports (
       id ${id},
       kind ${text} NOT NULL CHECK (kind IN ('torrent', 'gallery', 'member')),
       target_id ${integer} NOT NULL,
       reporter_id ${integer} NOT NULL REFERENCES members (id),
       reason ${text} NOT NULL,
       text ${text} NOT NULL,
       created_at ${integer} NOT NULL,
       state ${text} NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected')),
       act ${text},
       verdict ${text},
       handled_by_id ${integer} REFERENCES members (id),
       handled_at ${integer},
       handled_with_id ${integer},
       CHECK ((state = 'open') = (handled_at IS NULL))
     ) ${table}`,
    `CREATE UNIQUE INDEX reports_open ON reports (kind, target_id, reporter_id) WHERE state = 'open'`,
    `CREATE INDEX reports_by_state ON reports (state, id)`,
    `CREATE INDEX reports_by_reporter ON reports (reporter_id, id)`,
    `CREATE INDEX reports_by_handling ON reports (handled_at, id) WHERE handled_at IS NOT NULL`,
    `CREATE INDEX reports_handled_with ON reports (handled_with_id) WHERE handled_with_id IS NOT NULL`,
  ],
}
