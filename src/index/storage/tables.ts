/**
 * The tables as both engines have them; `migrations/` makes them. Times are unix seconds, flags 0 or 1, hashes
 * raw bytes. What is `Generated` is filled in by the database.
 */
import type { Generated, GeneratedAlways } from 'kysely'
import type { GalleryState } from '#index/galleries/gallery'
import type { LinkKind } from '#index/members/link'
import type { MemberState } from '#index/members/member'
import type { Role } from '#index/members/role'
import type { ReportAct, ReportKind, ReportReason, ReportState } from '#index/moderation/report'
import type { TombstoneKind } from '#index/torrents/tombstone'
import type { NoticeTables } from './tables-notices.ts'
import type { PetitionTables } from './tables-petitions.ts'
import type { PointTables } from './tables-points.ts'
import type { PurgeTables } from './tables-purge.ts'
import type { SuspicionTables } from './tables-suspicions.ts'
import type { ToplistTables } from './tables-toplists.ts'

export type Flag = 0 | 1

export type Tables = PointTables &
  PetitionTables &
  NoticeTables &
  PurgeTables &
  SuspicionTables &
  ToplistTables & {
    readonly schema_migrations: MigrationsTable
    readonly meta: MetaTable
    readonly flush_runs: FlushRunsTable
    readonly torrents: TorrentsTable
    readonly torrent_files: TorrentFilesTable
    readonly torrent_words: TorrentWordsTable
    readonly torrent_blobs: TorrentBlobsTable
    readonly tokens: TokensTable
    readonly audit_log: AuditLogTable
    readonly members: MembersTable
    readonly sessions: SessionsTable
    readonly member_links: MemberLinksTable
    readonly revoked_torrent_keys: RevokedTorrentKeysTable
    readonly announce_marks: AnnounceMarksTable
    readonly member_torrents: MemberTorrentsTable
    readonly member_days: MemberDaysTable
    readonly member_totals: MemberTotalsTable
    readonly torrent_totals: AccountedTorrentsTable
    readonly completions: CompletionsTable
    readonly anonymous_completions: AnonymousCompletionsTable
    readonly invitations: InvitationsTable
    readonly email_confirmations: EmailConfirmationsTable
    readonly reports: ReportsTable
    readonly galleries: GalleriesTable
    readonly gallery_tags: GalleryTagsTable
    readonly gallery_words: GalleryWordsTable
    readonly gallery_file_words: GalleryWordsTable
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
  /** What is counted of torrents of galleries: see `count-completions.ts`. */
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
  readonly gallery_id: number | null
  readonly announce_id: number | null
  readonly uploader_id: number | null
  readonly comment: string | null
  readonly file_bytes: number | null
  readonly tombstone_kind: TombstoneKind | null
  readonly tombstone_reason: string | null
  readonly tombstone_at: number | null
  readonly replaced_by_id: number | null
  /** The last time that somebody was seen seeding it. */
  readonly seeded_at: number | null
  /** See `0016-purge.ts`. */
  readonly purge_up_seconds: Generated<number>
  readonly purged_at: number | null
}

/** What a torrent's file is made of again, byte for byte; gone once the torrent is purged. */
type TorrentBlobsTable = {
  readonly torrent_id: number
  readonly info: Uint8Array
  readonly piece_layers: Uint8Array | null
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
  /** Null where the operator made it. */
  readonly member_id: number | null
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
  /** Of the key before; null where it was never reset. */
  readonly old_key_mark: Uint8Array | null
  readonly created_at: number
  /** To the day. */
  readonly last_seen_at: number | null
  /** Null until one is confirmed. */
  readonly email: string | null
  /** See `email-address.ts`. */
  readonly email_key: string | null
  /** Null until it is asked for. */
  readonly feed_token: string | null
  readonly invited_by_id: number | null
  readonly banned_at: number | null
  readonly ban_reason: string | null
  readonly ban_is_public: Flag | null
  /** Null where it holds until it is lifted. */
  readonly banned_until: number | null
}

type InvitationsTable = {
  readonly id: Generated<number>
  readonly hash: Uint8Array
  readonly member_id: number
  readonly created_at: number
  readonly expires_at: number
}

/** One of a member. */
type EmailConfirmationsTable = {
  readonly id: Generated<number>
  readonly hash: Uint8Array
  readonly member_id: number
  readonly email: string
  readonly email_key: string
  readonly created_at: number
  readonly expires_at: number
}

/**
 * `target_id`: of the row of its kind. From `act` on they are null while it is open; those that begin with `before` are of
 * a torrent that was gone already.
 */
type ReportsTable = {
  readonly id: Generated<number>
  readonly kind: ReportKind
  readonly target_id: number
  readonly reporter_id: number
  readonly reason: ReportReason
  readonly text: string
  readonly created_at: number
  readonly state: Generated<ReportState>
  readonly act: ReportAct | null
  readonly verdict: string | null
  readonly handled_by_id: number | null
  readonly handled_at: number | null
  readonly handled_with_id: number | null
  readonly before_kind: TombstoneKind | null
  readonly before_reason: string | null
  readonly before_at: number | null
  readonly before_purged_at: number | null
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

type GalleriesTable = {
  readonly id: Generated<number>
  readonly key: string
  readonly external_id: string | null
  readonly owner_id: number
  readonly title: string
  readonly title_key: GeneratedAlways<string>
  readonly original_title: string
  readonly category: string
  readonly description: string
  readonly pages: number | null
  /** 0 where there is no number of pages. */
  readonly pages_key: GeneratedAlways<number>
  readonly cover_hash: Uint8Array | null
  readonly cover_width: number | null
  readonly cover_height: number | null
  /** Id of the first version; 0 until the row has its number, within one transaction. */
  readonly announce_id: Generated<number>
  readonly parent_id: number | null
  /** Id of the newest version; 0 as before. */
  readonly current_id: Generated<number>
  readonly posted_at: number
  readonly state: Generated<GalleryState>
  readonly state_reason: Generated<string>
  readonly state_at: number | null
  readonly list_state: GeneratedAlways<GalleryState | 'outdated'>
  /** Of live torrents of all versions; the same on each. */
  readonly torrent_count: Generated<number>
}

type GalleryTagsTable = {
  readonly gallery_id: number
  readonly namespace: string
  readonly name: string
}

/** Of newest versions; see `search-dialect.ts`. */
type GalleryWordsTable = { readonly gallery_id: number; readonly words: string }

/** How far the counters of each client are credited; see `0011-accounting.ts`. */
type AnnounceMarksTable = {
  readonly member_id: number
  readonly torrent_id: number
  readonly peer: Uint8Array
  readonly uploaded: number
  readonly downloaded: number
  readonly remaining: number
  readonly announced_at: number
  readonly is_active: Flag
  /** 0 where counters are not below. */
  readonly below_since: number
}

type MemberTorrentsTable = {
  readonly member_id: number
  readonly torrent_id: number
  readonly uploaded: number
  readonly downloaded: number
  readonly seed_seconds: number
  /** 0 for never. */
  readonly seeded_until: number
  readonly first_at: number
  readonly last_at: number
  readonly completed_at: number | null
  /** Of the last announce; '' where it is unknown. */
  readonly client: string
}

type MemberSums = {
  readonly uploaded: number
  readonly downloaded: number
  readonly seed_seconds: number
  /** Of the member's own uploads, and of torrents in the member's galleries. */
  readonly torrent_completes: number
  readonly gallery_completes: number
}

/** `day`: since 1970, UTC. */
type MemberDaysTable = MemberSums & { readonly member_id: number; readonly day: number }

type MemberTotalsTable = MemberSums & { readonly member_id: number }

/** Of members together; of those without a key, ends of downloads alone are counted. */
type AccountedTorrentsTable = {
  readonly torrent_id: number
  readonly uploaded: number
  readonly downloaded: number
  readonly completes: number
  readonly anonymous_completes: number
}

/** One of a member with a torrent, for ever. */
type CompletionsTable = {
  readonly id: Generated<number>
  readonly member_id: number
  readonly torrent_id: number
  readonly completed_at: number
  /** When it was stored. */
  readonly credited_at: number
  readonly is_inferred: Flag
  readonly uploader_id: number | null
  /** Null where it is the member. */
  readonly gallery_owner_id: number | null
  /** What it paid to each of the two. */
  readonly points: Generated<number>
}

type AnonymousCompletionsTable = {
  readonly torrent_id: number
  readonly peer: Uint8Array
  readonly completed_at: number
}
