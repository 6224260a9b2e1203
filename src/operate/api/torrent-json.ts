/** Torrents between the index, which has raw bytes and undefined, and JSON, which has hex digits and null. */
import { infoHashText, readInfoHash } from '#index/torrents/info-hash-text'
import type { Registration } from '#index/torrents/registration'
import type { Ban, Torrent } from '#index/torrents/torrent'
import type { RegistrationJson, TorrentJson } from './torrent-schemas.ts'

/** The reason of a ban that clients are not told is for the staff alone. */
export function torrentJson(torrent: Torrent, isToStaff: boolean): TorrentJson {
  const { infoHashV2, ban, removal } = torrent
  return {
    id: torrent.id,
    info_hash: infoHashText(torrent.infoHash),
    info_hash_v2: infoHashV2 === undefined ? null : infoHashText(infoHashV2),
    name: torrent.name,
    state: stateOf(torrent),
    size_bytes: torrent.sizeBytes ?? null,
    piece_length_bytes: torrent.pieceLengthBytes ?? null,
    file_count: torrent.fileCount ?? null,
    private: torrent.isPrivate,
    pinned: torrent.isPinned,
    added_at: torrent.addedAt,
    announced_at: torrent.announcedAt ?? null,
    completed: torrent.completed,
    seeders: torrent.seeders,
    leechers: torrent.leechers,
    ban: ban === undefined ? null : banJson(ban, isToStaff),
    removal:
      removal === undefined
        ? null
        : { by: removal.by, reason: removal.reason, removed_at: removal.removedAt },
  }
}

function banJson({ reason, isPublic, bannedAt }: Ban, isToStaff: boolean): TorrentJson['ban'] {
  const isTold = isPublic || isToStaff
  return { reason: isTold ? reason : null, public: isPublic, banned_at: bannedAt }
}

function stateOf({ ban, removal }: Torrent): TorrentJson['state'] {
  if (removal !== undefined) return 'removed'
  return ban === undefined ? 'live' : 'banned'
}

/** Throws TorrentError for what is no info-hash. */
export function registrationOfJson(json: RegistrationJson): Registration {
  const first = readInfoHash(json.info_hash)
  const second = json.info_hash_v2 === undefined ? undefined : readInfoHash(json.info_hash_v2)
  return {
    infoHash: first.length === 20 ? first : undefined,
    infoHashV2: second ?? (first.length === 32 ? first : undefined),
    name: json.name,
    sizeBytes: json.size_bytes,
    pieceLengthBytes: json.piece_length_bytes,
    isPrivate: json.private,
    files: json.files?.map((file) => ({ path: file.path, sizeBytes: file.size_bytes })),
    completed: json.completed,
    addedAt: json.added_at,
    ban:
      json.ban === undefined ? undefined : { reason: json.ban.reason, isPublic: json.ban.public },
  }
}

/** What a caller sends to have a torrent registered; the inverse of `registrationOfJson`. */
export function registrationJson(registration: Registration): RegistrationJson {
  const { infoHash, infoHashV2, files, ban } = registration
  const hash = infoHash ?? infoHashV2 ?? new Uint8Array()
  return {
    info_hash: infoHashText(hash),
    ...(infoHashV2 === undefined || infoHash === undefined
      ? {}
      : { info_hash_v2: infoHashText(infoHashV2) }),
    name: registration.name,
    size_bytes: registration.sizeBytes,
    piece_length_bytes: registration.pieceLengthBytes,
    private: registration.isPrivate,
    files: files?.map(({ path, sizeBytes }) => ({ path, size_bytes: sizeBytes })),
    completed: registration.completed,
    added_at: registration.addedAt,
    ban: ban === undefined ? undefined : { reason: ban.reason, public: ban.isPublic },
  }
}
