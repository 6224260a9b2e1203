/** Tokens of the API, of which only hashes are kept, and the log of who changed what. */
import type { Migration } from './migration.ts'

export const tokensAndAudit: Migration = {
  number: 2,
  name: 'tokens-and-audit',
  statements: ({ id, integer, text, bytes, table }) => [
    `CREATE TABLE tokens (
       id ${id},
       hash ${bytes} NOT NULL UNIQUE CHECK (length(hash) = 32),
       label ${text} NOT NULL,
       scopes ${text} NOT NULL,
       created_at ${integer} NOT NULL,
       used_at ${integer},
       revoked_at ${integer}
     ) ${table}`,
    `CREATE TABLE audit_log (
       id ${id},
       at ${integer} NOT NULL,
       actor ${text} NOT NULL,
       action ${text} NOT NULL,
       target ${text} NOT NULL,
       detail ${text} NOT NULL
     ) ${table}`,
    `CREATE INDEX audit_log_by_target ON audit_log (target, id)`,
  ],
}
