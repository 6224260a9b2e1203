/**
 * What a copy of a database consists of: every table but those that a migration fills, with its columns but those that
 * the database derives, in an order in which no row refers to one that comes later. A new table has its line here; a
 * test compares the list with the schema.
 */

/** Each has an `id`. */
export const copiedTables: Readonly<Record<string, readonly string[]>> = {
  flush_runs: columns('id run sequence'),
  torrents: columns(
    'id info_hash info_hash_v2 name size_bytes piece_length_bytes is_private file_count is_pinned added_at',
    'announced_at active_up_seconds completed seeders leechers banned_at ban_reason ban_is_public',
    'removed_at removed_by removal_reason',
  ),
  tokens: columns('id hash label scopes created_at used_at revoked_at'),
  audit_log: columns('id at actor action target detail'),
  members: columns('id name name_key role state password_hash torrent_key created_at last_seen_at'),
  sessions: columns('id hash member_id created_at seen_at browser system'),
  member_links: columns('id hash kind member_id created_at expires_at'),
  revoked_torrent_keys: columns('id hash member_id revoked_at'),
}

/** Kept by torrent and position. */
export const copiedFileColumns = columns('torrent_id position path size_bytes')

function columns(...names: string[]): readonly string[] {
  return names.flatMap((line) => line.split(' '))
}
