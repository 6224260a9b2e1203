/** Where the pages of one torrent are, beside its own (`galleryTorrentPath`). */
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { queryHref } from '../lists/list-place.ts'

type Named = Pick<GalleryTorrent, 'infoHash'>

export type TorrentAct = 'expunge' | 'remove' | 'restore' | 'ban' | 'unban'

/** What its uploader sees after the upload. */
export function uploadedHref(torrent: Named): string {
  return `${galleryTorrentPath(torrent)}/uploaded`
}

export function editTorrentHref(torrent: Named): string {
  return `${galleryTorrentPath(torrent)}/edit`
}

export function replaceTorrentHref(torrent: Named): string {
  return `${galleryTorrentPath(torrent)}/replace`
}

/** Where a form sends that it should not be purged yet. */
export function keepTorrentHref(torrent: Named): string {
  return `${galleryTorrentPath(torrent)}/keep`
}

/** The page that asks whether it is meant. */
export function torrentActHref(torrent: Named, act: TorrentAct): string {
  return `${galleryTorrentPath(torrent)}/${act}`
}

/** The torrent's page, which then says what was done. */
export function torrentDoneHref(torrent: Named, done: string): string {
  return queryHref(galleryTorrentPath(torrent), { done })
}
