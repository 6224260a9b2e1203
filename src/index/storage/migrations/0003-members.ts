/**
 * Members, the browsers in which they are logged in, links that set a password, and keys that were revoked. Of sessions,
 * links and revoked keys hashes alone are kept.
 */
import type { Migration } from './migration.ts'

export const members: Migration = {
  number: 3,
  name: 'members',
  statements: ({ id, integer, text, bytes, table }) => [
    `CREATE TABLE members (
       id ${id},
       name ${text} NOT NULL,
       name_key ${text} NOT NULL UNIQUE CHECK (name_key <> ''),
       role ${text} NOT NULL CHECK (role IN ('member', 'uploader', 'moderator', 'administrator')),
       state ${text} NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'deleted')),
       password_hash ${text},
       torrent_key ${text} NOT NULL UNIQUE CHECK (length(torrent_key) = 16),
       created_at ${integer} NOT NULL,
       last_seen_at ${integer}
     ) ${table}`,
    `CREATE INDEX members_by_role ON members (role, state)`,
    `CREATE TABLE sessions (
       id ${id},
       hash ${bytes} NOT NULL UNIQUE CHECK (length(hash) = 32),
       member_id ${integer} NOT NULL REFERENCES members (id),
       created_at ${integer} NOT NULL,
       seen_at ${integer} NOT NULL,
       browser ${text},
       system ${text}
     ) ${table}`,
    `CREATE INDEX sessions_by_member ON sessions (member_id, seen_at)`,
    `CREATE INDEX sessions_by_creation ON sessions (created_at)`,
    `CREATE INDEX sessions_by_sight ON sessions (seen_at)`,
    `CREATE TABLE member_links (
       id ${id},
       hash ${bytes} NOT NULL UNIQUE CHECK (length(hash) = 32),
       kind ${text} NOT NULL CHECK (kind IN ('set_up', 'reset', 'administrator')),
       member_id ${integer} REFERENCES members (id),
       created_at ${integer} NOT NULL,
       expires_at ${integer} NOT NULL,
       CHECK ((kind = 'administrator') = (member_id IS NULL))
     ) ${table}`,
    `CREATE INDEX member_links_by_member ON member_links (member_id)`,
    `CREATE TABLE revoked_torrent_keys (
       id ${id},
       hash ${bytes} NOT NULL UNIQUE CHECK (length(hash) = 32),
       member_id ${integer} NOT NULL REFERENCES members (id),
       revoked_at ${integer} NOT NULL
     ) ${table}`,
    `CREATE INDEX revoked_torrent_keys_by_member ON revoked_torrent_keys (member_id)`,
  ],
}
