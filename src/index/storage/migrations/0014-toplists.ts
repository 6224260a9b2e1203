/** The best members of each period, computed anew every so often. Of members alone: what is gone leaves no row behind. */
import type { Migration } from './migration.ts'

export const toplists: Migration = {
  number: 14,
  name: 'toplists',
  statements: ({ integer, text, keyedTable }) => [
    `CREATE TABLE toplist_ranks (
       period ${text} NOT NULL CHECK (period IN ('all', 'year', 'month', 'yesterday')),
       rank ${integer} NOT NULL CHECK (rank BETWEEN 1 AND 1000),
       member_id ${integer} NOT NULL,
       score ${integer} NOT NULL CHECK (score > 0),
       computed_at ${integer} NOT NULL,
       PRIMARY KEY (period, rank)
     ) ${keyedTable}`,
    `CREATE INDEX toplist_ranks_by_member ON toplist_ranks (member_id)`,
  ],
}
