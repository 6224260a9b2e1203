/**
 * What members of a gallery site have beyond an account: an address for mail, a token for feeds, tokens of the API, and
 * bans that end; and how they came: invited or not.
 *
 * An address is no name: several accounts may have the same, because whoever asked for one that is taken would learn
 * that somebody has it. Of invitations and confirmations hashes alone are kept.
 */
import type { Migration } from './migration.ts'

export const registration: Migration = {
  number: 9,
  name: 'registration',
  statements: ({ id, integer, flag, text, bytes, table }) => [
    `ALTER TABLE members ADD COLUMN email ${text}`,
    `ALTER TABLE members ADD COLUMN email_key ${text}`,
    `ALTER TABLE members ADD COLUMN feed_token ${text} CHECK (length(feed_token) = 32)`,
    `ALTER TABLE members ADD COLUMN invited_by_id ${integer} REFERENCES members (id)`,
    `ALTER TABLE members ADD COLUMN banned_at ${integer}`,
    `ALTER TABLE members ADD COLUMN ban_reason ${text}`,
    `ALTER TABLE members ADD COLUMN ban_is_public ${flag} CHECK (ban_is_public IN (0, 1))`,
    `ALTER TABLE members ADD COLUMN banned_until ${integer}`,
    `CREATE INDEX members_by_email ON members (email_key) WHERE email_key IS NOT NULL`,
    `CREATE UNIQUE INDEX members_by_feed_token ON members (feed_token)`,
    `CREATE INDEX members_by_inviter ON members (invited_by_id) WHERE invited_by_id IS NOT NULL`,
    `CREATE INDEX members_by_ban_end ON members (banned_until) WHERE banned_until IS NOT NULL`,
    `CREATE TABLE invitations (
       id ${id},
       hash ${bytes} NOT NULL UNIQUE CHECK (length(hash) = 32),
       member_id ${integer} NOT NULL REFERENCES members (id),
       created_at ${integer} NOT NULL,
       expires_at ${integer} NOT NULL
     ) ${table}`,
    `CREATE INDEX invitations_by_member ON invitations (member_id)`,
    `CREATE TABLE email_confirmations (
       id ${id},
       hash ${bytes} NOT NULL UNIQUE CHECK (length(hash) = 32),
       member_id ${integer} NOT NULL UNIQUE REFERENCES members (id),
       email ${text} NOT NULL,
       email_key ${text} NOT NULL,
       created_at ${integer} NOT NULL,
       expires_at ${integer} NOT NULL
     ) ${table}`,
    `ALTER TABLE tokens ADD COLUMN member_id ${integer} REFERENCES members (id)`,
    `CREATE INDEX tokens_by_member ON tokens (member_id)`,
    `CREATE INDEX audit_log_by_actor ON audit_log (actor, id)`,
  ],
}
