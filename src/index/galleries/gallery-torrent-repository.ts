/**
 * What the torrents of galleries need of a database beside what all torrents do. Every method is one transaction, which
 * keeps `torrentCount` of the galleries concerned right; both engines are held to it by one suite. All reject with
 * StorageError when the database cannot be reached or has no room.
 */

import type { NamedTorrent } from '#index/accounting/statistics-repository'
import type { EntriesOf } from '#index/audit/audit-repository'
import type { Tombstone } from '#index/torrents/tombstone'
import type { NewTorrent } from '#index/torrents/torrent'
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'
import type { GalleryTorrent } from './gallery-torrent.ts'

/** Nothing is added for an uploader who has more uploads since then that nobody else has completed. */
export type UploadBound = { readonly uncompletedMax: number; readonly since: number }

/** The parts of a .torrent file that are kept byte for byte. */
export type TorrentBlob = Pick<Metainfo, 'info' | 'pieceLayers'>

export type NewGalleryTorrent = NewTorrent & {
  readonly galleryId: number
  readonly uploaderId: number
  readonly comment: string
  readonly fileBytes: number
  readonly blob: TorrentBlob
}

/**
 * `existing` is there already under one of its info-hashes, banned, with a tombstone or without; `torrent` is undefined
 * where that one belongs to no gallery.
 */
export type AddRefusal =
  | { readonly outcome: 'existing'; readonly torrent: GalleryTorrent | undefined }
  | { readonly outcome: 'unknown_gallery' }
  | { readonly outcome: 'removed_gallery' }
  /** The gallery has a newer version. */
  | { readonly outcome: 'not_current'; readonly currentId: number }
  /** Uploads that nobody has completed: more than the bound allows, the oldest first. */
  | { readonly outcome: 'flood'; readonly uploads: readonly NamedTorrent[] }

export type AddGalleryTorrentOutcome =
  | {
      readonly outcome: 'added'
      readonly torrent: GalleryTorrent
      /** It was here before and had been purged. */
      readonly isRevived: boolean
    }
  | AddRefusal

/** `replaced` is the one that was there, with its tombstone. */
export type ReplaceOutcome =
  | {
      readonly outcome: 'added'
      readonly torrent: GalleryTorrent
      readonly replaced: GalleryTorrent
    }
  /** Somebody else replaced or buried it in between. */
  | { readonly outcome: 'gone' }
  | AddRefusal

/** Where a page of a member's torrents ended. */
export type MemberTorrentMark = { readonly addedAt: number; readonly id: number }

export type GalleryTorrentRepository = {
  /**
   * Into the newest version of a gallery that is live or expunged. One that was purged because nobody had seeded it comes back: under its id,
   * so that whoever has completed it has, with all else as it is given now.
   */
  readonly add: (
    torrent: NewGalleryTorrent,
    bound?: UploadBound,
    log?: EntriesOf<AddGalleryTorrentOutcome>,
  ) => Promise<AddGalleryTorrentOutcome>
  /** In the gallery of the other, in one transaction with its tombstone. */
  readonly replace: (
    torrentId: number,
    tombstone: Tombstone,
    torrent: NewGalleryTorrent,
    bound?: UploadBound,
    log?: EntriesOf<ReplaceOutcome>,
  ) => Promise<ReplaceOutcome>
  /** By either info-hash, 20 or 32 bytes; those with a tombstone too. */
  readonly find: (infoHash: Uint8Array) => Promise<GalleryTorrent | undefined>
  readonly findById: (torrentId: number) => Promise<GalleryTorrent | undefined>
  /** Of all versions of a gallery, newest first, with tombstones too; undefined where there is no such gallery. */
  readonly ofChain: (galleryId: number) => Promise<readonly GalleryTorrent[] | undefined>
  /**
   * What a member has personal files of, without tombstones and bans: what they uploaded, and what they announced with
   * their key. Newest first, after the mark.
   */
  readonly ofMember: (
    memberId: number,
    after: MemberTorrentMark | undefined,
    limit: number,
  ) => Promise<readonly GalleryTorrent[]>
  /** These give the torrent as it is then; undefined where there is none. */
  readonly edit: (
    torrentId: number,
    fields: { readonly name?: string | undefined; readonly comment?: string | undefined },
    log?: EntriesOf<GalleryTorrent>,
  ) => Promise<GalleryTorrent | undefined>
  /** One that has a tombstone keeps it, unless it is removed and was not before (`mayBury`). */
  readonly bury: (
    torrentId: number,
    tombstone: Tombstone,
    log?: EntriesOf<GalleryTorrent>,
  ) => Promise<GalleryTorrent | undefined>
  /** `before` in place of `removal`; undefined where that is not its tombstone any more. */
  readonly rebury: (
    torrentId: number,
    removal: Tombstone,
    before: Tombstone,
    log?: EntriesOf<GalleryTorrent>,
  ) => Promise<GalleryTorrent | undefined>
  /** Takes the tombstone away where the torrent's file is still there. */
  readonly restore: (
    torrentId: number,
    log?: EntriesOf<GalleryTorrent>,
  ) => Promise<GalleryTorrent | undefined>
  /** How long the tracker has been up since a torrent was taken out or purged. */
  readonly upSecondsGone: (torrentId: number) => Promise<number>
  /** Undefined where there is no such torrent, or its file is gone. */
  readonly blob: (torrentId: number) => Promise<TorrentBlob | undefined>
}
