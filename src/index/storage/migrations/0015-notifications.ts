/**
 * What members are told, and which kinds of it they want. A notice is a row with a few facts; the words are made when it is
 * read. One of a member and key is kept, so that nothing is told twice.
 *
 * How far the jobs have come that look for what is to be told stands in `meta`: they begin with what comes after this step.
 */
import type { Migration } from './migration.ts'

export const notifications: Migration = {
  number: 15,
  name: 'notifications',
  statements: ({ id, byId, integer, flag, text, table, keyedTable }) => [
    `CREATE TABLE notices (
       id ${id},
       member_id ${integer} NOT NULL REFERENCES members (id),
       kind ${text} NOT NULL,
       event ${text} NOT NULL,
       target_kind ${text} NOT NULL,
       target_id ${integer} NOT NULL,
       facts ${text} NOT NULL,
       notice_key ${text} NOT NULL,
       at ${integer} NOT NULL,
       is_shown ${flag} NOT NULL CHECK (is_shown IN (0, 1)),
       read_at ${integer},
       is_mail_due ${flag} NOT NULL CHECK (is_mail_due IN (0, 1)),
       mailed_at ${integer},
       UNIQUE (member_id, notice_key)
     ) ${table}`,
    `CREATE INDEX notices_by_member ON notices (member_id${byId})`,
    `CREATE INDEX notices_unread ON notices (member_id)
       WHERE read_at IS NULL AND is_shown = 1`,
    `CREATE INDEX notices_to_mail ON notices (member_id) WHERE is_mail_due = 1`,
    `CREATE INDEX notices_mailed ON notices (member_id, mailed_at) WHERE mailed_at IS NOT NULL`,
    `CREATE INDEX notices_by_time ON notices (at)`,
    `CREATE TABLE notice_settings (
       member_id ${integer} NOT NULL REFERENCES members (id),
       kind ${text} NOT NULL,
       on_site ${flag} NOT NULL CHECK (on_site IN (0, 1)),
       by_mail ${flag} NOT NULL CHECK (by_mail IN (0, 1)),
       PRIMARY KEY (member_id, kind)
     ) ${keyedTable}`,
    beginAfter('completions', 'completions'),
    beginAfter('versions', 'galleries'),
    beginAfter('acts', 'audit_log'),
  ],
}

function beginAfter(source: string, table: string): string {
  return `INSERT INTO meta (key, value)
    SELECT 'noticed_${source}', CAST(coalesce(max(id), 0) AS TEXT) FROM ${table}`
}
