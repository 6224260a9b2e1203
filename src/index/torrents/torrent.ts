/**
 * A registered torrent as the index knows it: what it is, whether it may be announced, and what the tracker
 * last saw of its swarm. Times are unix seconds; info-hashes are raw bytes.
 */
import type { Tombstone } from './tombstone.ts'

/** Why a torrent may not be announced, until it is unbanned. */
export type Ban = {
  readonly reason: string
  /** Whether clients are told the reason. */
  readonly isPublic: boolean
  readonly bannedAt: number
}

/** Who took a torrent out. It can be restored until it is forgotten. */
export type Removal = {
  readonly by: 'operator' | 'housekeeping'
  readonly reason: string
  readonly removedAt: number
}

/** What is known of a torrent when it is registered; what is undefined is not known. */
export type NewTorrent = {
  /** 20 bytes: of version 1, or the first 20 of `infoHashV2` where there is no version 1. */
  readonly infoHash: Uint8Array
  /** 32 bytes (BEP 52). */
  readonly infoHashV2: Uint8Array | undefined
  readonly name: string
  readonly sizeBytes: number | undefined
  readonly pieceLengthBytes: number | undefined
  readonly isPrivate: boolean
  /** Without pad files; undefined where only a hash and a name were given. */
  readonly files: readonly TorrentFile[] | undefined
  /** Completions that another tracker counted before. */
  readonly completed: number
  readonly addedAt: number
  readonly ban: Ban | undefined
}

export type TorrentFile = {
  /** Path components joined with `/`. */
  readonly path: string
  readonly sizeBytes: number
}

export type Torrent = Omit<NewTorrent, 'files'> & {
  readonly id: number
  readonly fileCount: number | undefined
  readonly removal: Removal | undefined
  /** Housekeeping leaves it alone. */
  readonly isPinned: boolean
  /** When somebody last announced it. */
  readonly announcedAt: number | undefined
  /** As the tracker last saw them. */
  readonly seeders: number
  readonly leechers: number
  /** The id in its announce addresses; of torrents of galleries only. */
  readonly announceId?: number | undefined
  /** Of torrents of galleries only, and never without a removal: the tracker goes on telling why it is gone. */
  readonly tombstone?: Tombstone | undefined
}

/** The info-hashes that clients announce this torrent with, 20 bytes each: two for a hybrid (BEP 52). */
export function announcedHashes(
  torrent: Pick<NewTorrent, 'infoHash' | 'infoHashV2'>,
): readonly Uint8Array[] {
  const { infoHash, infoHashV2 } = torrent
  if (infoHashV2 === undefined) return [infoHash]
  const truncated = infoHashV2.subarray(0, 20)
  return Buffer.compare(truncated, infoHash) === 0 ? [infoHash] : [infoHash, truncated]
}
