/**
 * The tables as both engines have them; `migrations/` makes them. Times are unix seconds, flags 0 or 1, hashes
 * raw bytes. What is `Generated` is filled in by the database.
 */
import type { Generated, GeneratedAlways } from 'kysely'
import type { LinkKind } from '#index/members/link'
import type { MemberState } from '#index/members/member'
import type { Role } from '#index/members/role'

export type Flag = 0 | 1

export type Tables = {
  readonly schema_migrations: MigrationsTable
  readonly meta: MetaTable
  readonly flush_runs: FlushRunsTable
  readonly torrents: TorrentsTable
  readonly torrent_files: TorrentFilesTable
  readonly torrent_words: TorrentWordsTable
  readonly tokens: TokensTable
  readonly audit_log: AuditLogTable
  readonly members: MembersTable
  readonly sessions: SessionsTable
  readonly member_links: MemberLinksTable
  readonly revoked_torrent_keys: RevokedTorrentKeysTable
}

type MigrationsTable = {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly applied_at: number
}

/** `tracker_up_seconds`: how long the tracker has been up, over all its runs. */
type MetaTable = { readonly key: string; readonly value: string }

/** The last flush of each run of the server; the newest runs only. */
type FlushRunsTable = {
  readonly id: Generated<number>
  readonly run: string
  readonly sequence: number
}

type TorrentsTable = {
  readonly id: Generated<number>
  readonly info_hash: Uint8Array
  readonly info_hash_v2: Uint8Array | null
  readonly info_hash_v2_short: GeneratedAlways<Uint8Array | null>
  readonly name: string
  readonly name_key: GeneratedAlways<string>
  readonly size_bytes: number | null
  readonly size_key: GeneratedAlways<number>
  readonly piece_length_bytes: number | null
  readonly is_private: Flag
  readonly file_count: number | null
  readonly is_pinned: Generated<Flag>
  readonly added_at: number
  readonly announced_at: number | null
  readonly active_up_seconds: number
  readonly completed: number
  readonly seeders: Generated<number>
  readonly leechers: Generated<number>
  readonly banned_at: number | null
  readonly ban_reason: string | null
  readonly ban_is_public: Flag | null
  readonly removed_at: number | null
  readonly removed_by: 'operator' | 'housekeeping' | null
  readonly removal_reason: string | null
  readonly state: GeneratedAlways<'live' | 'banned' | 'removed'>
}

type TorrentFilesTable = {
  readonly torrent_id: number
  readonly position: number
  readonly path: string
  readonly size_bytes: number
}

/** See `search-dialect.ts`. */
type TorrentWordsTable = { readonly torrent_id: number; readonly words: string }

type TokensTable = {
  readonly id: Generated<number>
  readonly hash: Uint8Array
  readonly label: string
  /** Words with spaces between them. */
  readonly scopes: string
  readonly created_at: number
  readonly used_at: number | null
  readonly revoked_at: number | null
}

type AuditLogTable = {
  readonly id: Generated<number>
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly detail: string
}

type MembersTable = {
  readonly id: Generated<number>
  readonly name: string
  readonly name_key: string
  readonly role: Role
  readonly state: Generated<MemberState>
  /** A PHC string; null until it is set. */
  readonly password_hash: string | null
  readonly torrent_key: string
  readonly created_at: number
  /** To the day. */
  readonly last_seen_at: number | null
}

/** Times are to the hour. */
type SessionsTable = {
  readonly id: Generated<number>
  readonly hash: Uint8Array
  readonly member_id: number
  readonly created_at: number
  readonly seen_at: number
  readonly browser: string | null
  readonly system: string | null
}

type MemberLinksTable = {
  readonly id: Generated<number>
  readonly hash: Uint8Array
  readonly kind: LinkKind
  readonly member_id: number | null
  readonly created_at: number
  readonly expires_at: number
}

type RevokedTorrentKeysTable = {
  readonly id: Generated<number>
  readonly hash: Uint8Array
  readonly member_id: number
  readonly revoked_at: number
}
