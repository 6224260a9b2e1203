/** A torrent as a row of its table, and back. */
import { type RawBuilder, type Selectable, sql, type UpdateObject } from 'kysely'
import type { Tombstone, TombstoneKind } from '#index/torrents/tombstone'
import type { Ban, NewTorrent, Removal, Torrent } from '#index/torrents/torrent'
import { storedText } from '../stored-text.ts'
import type { Flag, Tables } from '../tables.ts'
import { upSecondsNow } from './up-seconds.ts'

/** Without what the database derives. */
export const torrentColumns = [
  'id',
  'info_hash',
  'info_hash_v2',
  'name',
  'size_bytes',
  'piece_length_bytes',
  'is_private',
  'file_count',
  'is_pinned',
  'added_at',
  'announced_at',
  'completed',
  'seeders',
  'leechers',
  'banned_at',
  'ban_reason',
  'ban_is_public',
  'removed_at',
  'removed_by',
  'removal_reason',
  'announce_id',
  'tombstone_kind',
  'tombstone_reason',
  'tombstone_at',
  'purged_at',
] as const

export type TorrentRow = Pick<Selectable<Tables['torrents']>, (typeof torrentColumns)[number]>
/** What an update sets; also what the database works out from the row. */
export type TorrentChanges = UpdateObject<Tables, 'torrents', 'torrents'>
export type NewTorrentRow = ReturnType<typeof newTorrentRow>

type BanColumns = Pick<TorrentRow, 'banned_at' | 'ban_reason' | 'ban_is_public'>

export function torrentOf(row: TorrentRow): Torrent {
  return {
    id: row.id,
    infoHash: row.info_hash,
    infoHashV2: row.info_hash_v2 ?? undefined,
    name: row.name,
    sizeBytes: row.size_bytes ?? undefined,
    pieceLengthBytes: row.piece_length_bytes ?? undefined,
    isPrivate: row.is_private === 1,
    fileCount: row.file_count ?? undefined,
    isPinned: row.is_pinned === 1,
    addedAt: row.added_at,
    announcedAt: row.announced_at ?? undefined,
    completed: row.completed,
    seeders: row.seeders,
    leechers: row.leechers,
    ban: banOf(row),
    removal: removalOf(row),
    ...(row.announce_id === null
      ? {}
      : { announceId: row.announce_id, tombstone: tombstoneOf(row) }),
  }
}

function banOf({ banned_at, ban_reason, ban_is_public }: TorrentRow): Ban | undefined {
  if (banned_at === null) return undefined
  return { bannedAt: banned_at, reason: ban_reason ?? '', isPublic: ban_is_public === 1 }
}

function removalOf({ removed_at, removed_by, removal_reason }: TorrentRow): Removal | undefined {
  if (removed_at === null || removed_by === null) return undefined
  return { removedAt: removed_at, by: removed_by, reason: removal_reason ?? '' }
}

function tombstoneOf(row: TorrentRow): Tombstone | undefined {
  const { tombstone_kind: kind, tombstone_at: at } = row
  if (kind === null || at === null) return undefined
  const purged = row.purged_at === null ? {} : { purgedAt: row.purged_at }
  return { kind, reason: row.tombstone_reason ?? '', at, ...purged }
}

/** `upSeconds` is how long the tracker has been up. */
// oxlint-disable-next-line typescript/explicit-function-return-type
export function newTorrentRow(torrent: NewTorrent, upSeconds: number) {
  return {
    info_hash: torrent.infoHash,
    info_hash_v2: torrent.infoHashV2 ?? null,
    name: storedText(torrent.name),
    size_bytes: torrent.sizeBytes ?? null,
    piece_length_bytes: torrent.pieceLengthBytes ?? null,
    is_private: flagOf(torrent.isPrivate),
    file_count: torrent.files?.length ?? null,
    added_at: torrent.addedAt,
    active_up_seconds: upSeconds,
    purge_up_seconds: upSeconds,
    completed: torrent.completed,
    ...banColumns(torrent.ban),
  }
}

/** The torrent that a new row is, once the database has numbered it. */
export function newTorrentOf(row: NewTorrentRow, id: number): Torrent {
  const unset = { is_pinned: 0, announced_at: null, seeders: 0, leechers: 0 } as const
  return torrentOf({ ...unset, ...noRemoval, announce_id: null, ...row, id })
}

export const banColumns = (ban: Ban | undefined): BanColumns =>
  ban === undefined
    ? { banned_at: null, ban_reason: null, ban_is_public: null }
    : {
        banned_at: ban.bannedAt,
        ban_reason: storedText(ban.reason),
        ban_is_public: flagOf(ban.isPublic),
      }

/** A torrent of a gallery has a tombstone that says the same. */
export const removalColumns = (
  { by, reason, removedAt }: Removal,
  kind: TombstoneKind = by === 'operator' ? 'removed' : 'purged',
): TorrentChanges => ({
  removed_at: removedAt,
  removed_by: by,
  removal_reason: storedText(reason),
  tombstone_kind: ofGalleries(sql<TombstoneKind>`${kind}`),
  tombstone_reason: ofGalleries(sql<string>`${storedText(reason)}`),
  tombstone_at: ofGalleries(sql<number>`CAST(${removedAt} AS BIGINT)`),
  purged_at: kind === 'purged' ? ofGalleries(sql<number>`CAST(${removedAt} AS BIGINT)`) : null,
  purge_up_seconds: upSecondsNow,
})

function ofGalleries<T>(value: RawBuilder<T>): RawBuilder<T | null> {
  return sql<T | null>`CASE WHEN gallery_id IS NULL THEN NULL ELSE ${value} END`
}

/** Those who bury are people, unless it is purged. */
export const tombstoneColumns = ({ kind, reason, at: removedAt }: Tombstone): TorrentChanges =>
  removalColumns({ by: kind === 'purged' ? 'housekeeping' : 'operator', reason, removedAt }, kind)

export const noRemoval = {
  removed_at: null,
  removed_by: null,
  removal_reason: null,
  tombstone_kind: null,
  tombstone_reason: null,
  tombstone_at: null,
  purged_at: null,
} as const

export function flagOf(value: boolean): Flag {
  return value ? 1 : 0
}
