/** A torrent of a gallery: what every registered torrent is, and where it belongs. Times are unix seconds. */
import type { Tombstone } from '#index/torrents/tombstone'
import type { Torrent } from '#index/torrents/torrent'

export type GalleryTorrent = Torrent & {
  readonly gallery: {
    /** Of the version that it was uploaded to. */
    readonly id: number
    readonly key: string
    readonly title: string
    readonly category: string
    readonly isRemoved: boolean
  }
  /** The id in its announce addresses: that of the gallery's first version. It never changes. */
  readonly announceId: number
  readonly uploader: { readonly id: number; readonly name: string }
  /** What the uploader says of it: plain text, or ''. */
  readonly comment: string
  /** Bytes of the .torrent file. */
  readonly fileBytes: number
  /** Its gallery has a newer version. */
  readonly isOutdated: boolean
  /** Undefined while it may be announced and downloaded, unless it is banned. */
  readonly tombstone: Tombstone | undefined
  /** The torrent that took its place. */
  readonly replacedById: number | undefined
}

/** The path of its page, by the version 1 info-hash or the first 20 bytes of the other. */
export function galleryTorrentPath({ infoHash }: Pick<Torrent, 'infoHash'>): string {
  return `/torrent/${Buffer.from(infoHash).toString('hex')}`
}

type Standing = Pick<Torrent, 'tombstone' | 'ban'>

/** Whether clients are refused it, whoever took it out: its uploader changes nothing of it any more. */
export function isGone({ tombstone, ban }: Standing): boolean {
  return tombstone !== undefined || ban !== undefined
}

/** Whether the staff has taken it out: its comment and its files are for nobody else then. */
export function isWithheld({ tombstone, ban }: Standing): boolean {
  return tombstone?.kind === 'removed' || ban !== undefined
}

/** Undefined where the gallery is removed and who looks is not one of the staff: then its title stands nowhere. */
export function shownGalleryTitle(
  { gallery }: Pick<GalleryTorrent, 'gallery'>,
  isToStaff: boolean,
): string | undefined {
  return gallery.isRemoved && !isToStaff ? undefined : gallery.title
}
