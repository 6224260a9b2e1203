/**
 * What a copy of a database consists of: every table but those that a migration fills, with its columns but those that
 * the database derives, in an order in which no row refers to one that comes later. A new table has its line here; a
 * test compares the list with the schema.
 */

/** Each has an `id`. */
export const copiedTables: Readonly<Record<string, readonly string[]>> = {
  flush_runs: columns('id run sequence'),
  members: columns(
    'id name name_key role state password_hash torrent_key created_at last_seen_at email email_key feed_token',
    'invited_by_id banned_at ban_reason ban_is_public banned_until old_key_mark',
  ),
  tokens: columns('id hash label scopes created_at used_at revoked_at member_id'),
  galleries: columns(
    'id key external_id owner_id title original_title category description pages',
    'cover_hash cover_width cover_height announce_id parent_id current_id posted_at',
    'state state_reason state_at torrent_count',
  ),
  torrents: columns(
    'id info_hash info_hash_v2 name size_bytes piece_length_bytes is_private file_count is_pinned added_at',
    'announced_at active_up_seconds completed seeders leechers banned_at ban_reason ban_is_public',
    'removed_at removed_by removal_reason gallery_id announce_id uploader_id comment file_bytes',
    'tombstone_kind tombstone_reason tombstone_at replaced_by_id seeded_at purge_up_seconds purged_at',
  ),
  audit_log: columns('id at actor action target detail'),
  sessions: columns('id hash member_id created_at seen_at browser system'),
  member_links: columns('id hash kind member_id created_at expires_at'),
  revoked_torrent_keys: columns('id hash member_id revoked_at'),
  completions: columns(
    'id member_id torrent_id completed_at credited_at is_inferred uploader_id gallery_owner_id points',
  ),
  point_entries: columns('id member_id kind amount completion_id grant_key reason credited_at'),
  invitations: columns('id hash member_id created_at expires_at'),
  reports: columns(
    'id kind target_id reporter_id reason text created_at state act verdict handled_by_id handled_at',
    'handled_with_id before_kind before_reason before_at before_purged_at',
  ),
  notices: columns(
    'id member_id kind event target_kind target_id facts notice_key at is_shown read_at is_mail_due mailed_at',
  ),
  purge_runs: columns('id at actor is_forced warned purged forgotten is_capped ended_at'),
  petitions: columns(
    'id kind target_id starter_id explanation opened_at threshold hold_seconds vote_seconds clears_at',
    'state state_at ended_by ended_at appealed_by_id appeal_statement appealed_at',
    'decision_act decision_verdict decided_by_id decided_at decided_from is_expunge_due due_at',
    'expunged_at expunged_reason',
  ),
  email_confirmations: columns('id hash member_id email email_key created_at expires_at'),
}

export type CopiedPart = {
  /** Whose rows they belong to. */
  readonly whole: string
  /** The column with the id of that row. */
  readonly by: string
  readonly columns: readonly string[]
  /** Rows of the other table whose parts are read at once, where they are large. */
  readonly wholesAtOnce?: number
}

/** Tables without an `id`: rows for one of another table. */
export const copiedParts: Readonly<Record<string, CopiedPart>> = {
  gallery_tags: {
    whole: 'galleries',
    by: 'gallery_id',
    columns: columns('gallery_id namespace name'),
  },
  torrent_files: {
    whole: 'torrents',
    by: 'torrent_id',
    columns: columns('torrent_id position path size_bytes'),
  },
  torrent_blobs: {
    whole: 'torrents',
    by: 'torrent_id',
    columns: columns('torrent_id info piece_layers'),
    // Each has 10 MiB at most.
    wholesAtOnce: 10,
  },
  petition_votes: {
    whole: 'petitions',
    by: 'petition_id',
    columns: columns('petition_id member_id is_for weight position at'),
  },
  announce_marks: {
    whole: 'members',
    by: 'member_id',
    columns: columns(
      'member_id torrent_id peer uploaded downloaded remaining announced_at is_active below_since',
    ),
  },
  member_torrents: {
    whole: 'members',
    by: 'member_id',
    columns: columns(
      'member_id torrent_id uploaded downloaded seed_seconds seeded_until first_at last_at completed_at client',
    ),
  },
  member_days: {
    whole: 'members',
    by: 'member_id',
    columns: columns(
      'member_id day uploaded downloaded seed_seconds torrent_completes gallery_completes',
    ),
  },
  member_totals: {
    whole: 'members',
    by: 'member_id',
    columns: columns(
      'member_id uploaded downloaded seed_seconds torrent_completes gallery_completes',
    ),
  },
  member_points: {
    whole: 'members',
    by: 'member_id',
    columns: columns('member_id balance from_torrents from_galleries'),
  },
  toplist_ranks: {
    whole: 'members',
    by: 'member_id',
    columns: columns('period rank member_id score computed_at'),
  },
  torrent_totals: {
    whole: 'torrents',
    by: 'torrent_id',
    columns: columns('torrent_id uploaded downloaded completes anonymous_completes'),
  },
  suspicions: {
    whole: 'members',
    by: 'member_id',
    columns: columns(
      'member_id torrent_id kind times bytes worst_bytes worst_seconds first_at last_at',
    ),
  },
  unbalanced_torrents: {
    whole: 'torrents',
    by: 'torrent_id',
    columns: columns('torrent_id excess computed_at'),
  },
  notice_settings: {
    whole: 'members',
    by: 'member_id',
    columns: columns('member_id kind on_site by_mail'),
  },
  purge_warnings: {
    whole: 'torrents',
    by: 'torrent_id',
    columns: columns('torrent_id purge_up_seconds days warned_up_seconds warned_at due_up_seconds'),
  },
  anonymous_completions: {
    whole: 'torrents',
    by: 'torrent_id',
    columns: columns('torrent_id peer completed_at'),
  },
}

function columns(...names: string[]): readonly string[] {
  return names.flatMap((line) => line.split(' '))
}
