/**
 * The torrents of galleries: uploading, the files that members and others download, and what is done with them. What was
 * answered is in the database and in force in every thread of the tracker. Who may do what is asked at the door.
 */
import type { Tombstone } from '#index/torrents/tombstone'
import type { GalleryTorrent } from './gallery-torrent.ts'

/** One file of an upload: `torrent` where it was taken, `fault` with what is wrong with exactly this file. */
export type UploadOutcome =
  | { readonly fileName: string; readonly torrent: GalleryTorrent }
  | { readonly fileName: string; readonly fault: UploadFault }

/** `code` is stable; `message` is one sentence for whoever sent the file. `existing` is what is there already. */
export type UploadFault = {
  readonly code: string
  readonly message: string
  readonly existing?: GalleryTorrent | undefined
}

export type UploadedFile = { readonly fileName: string; readonly bytes: Uint8Array }

/** A .torrent file as it is sent to a browser. */
export type TorrentDownload = {
  readonly bytes: Uint8Array
  /** With `.torrent` at its end; not yet written for a header. */
  readonly fileName: string
}

/**
 * The torrents of a gallery, of all its versions, newest first. Expunged ones are among them and cannot be downloaded;
 * those that were removed, banned, purged or replaced are not.
 */
export type TorrentWindow = {
  readonly current: readonly GalleryTorrent[]
  /** Of versions of the gallery that are not the newest. */
  readonly outdated: readonly GalleryTorrent[]
}

/** Rejects with GalleryError where what is asked cannot be, with StorageError when the database is away. */
export type GalleryTorrents = {
  /** Each file for itself: one that is wrong keeps no other out. */
  readonly upload: (
    files: readonly UploadedFile[],
    to: {
      readonly galleryId: number
      readonly uploaderId: number
      readonly comment?: string
      /** Limits of members do not bind operators. */
      readonly isByOperator?: boolean
    },
    actor: string,
  ) => Promise<readonly UploadOutcome[]>
  readonly window: (galleryId: number) => Promise<TorrentWindow>
  /** By an info-hash of 20 or 32 bytes; those with a tombstone too. */
  readonly find: (infoHash: Uint8Array) => Promise<GalleryTorrent>
  readonly findById: (torrentId: number) => Promise<GalleryTorrent>
  /** What is gone or banned is changed by the staff alone. */
  readonly edit: (
    torrentId: number,
    fields: {
      readonly name?: string
      readonly comment?: string
      readonly isByStaff?: boolean
    },
    actor: string,
  ) => Promise<GalleryTorrent>
  /** Another file takes the place of this torrent, which keeps its page and tells clients where to find the new one. */
  readonly replace: (torrentId: number, file: UploadedFile, actor: string) => Promise<UploadOutcome>
  readonly expunge: (torrentId: number, reason: string, actor: string) => Promise<GalleryTorrent>
  /** In place of another tombstone, too. */
  readonly remove: (torrentId: number, reason: string, actor: string) => Promise<GalleryTorrent>
  /** Takes a removal back where there was a tombstone before it. As it is where that is not its tombstone any more. */
  readonly rebury: (
    torrentId: number,
    tombstones: { readonly removal: Tombstone; readonly before: Tombstone },
    actor: string,
  ) => Promise<GalleryTorrent>
  /** Within 30 days, and while its file is there. */
  readonly restore: (torrentId: number, actor: string) => Promise<GalleryTorrent>
  /** With the announce addresses of one member: whatever it reports is theirs. */
  readonly personalFile: (torrent: GalleryTorrent, memberId: number) => Promise<TorrentDownload>
  /** With the announce address of the gallery, which records nothing. */
  readonly publicFile: (torrent: GalleryTorrent) => Promise<TorrentDownload>
  /** A ZIP of the personal files of all torrents that a member has uploaded or downloaded, piece by piece. */
  readonly personalArchive: (memberId: number) => AsyncIterable<Uint8Array>
  /** Announce addresses of a gallery, HTTP ones first; with a member, those that record what they do. */
  readonly announceAddresses: (
    announceId: number,
    member?: { readonly id: number; readonly key: string },
  ) => readonly string[]
}
