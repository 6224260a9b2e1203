/** Where the .torrent files of a torrent are. */

import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { infoHashText } from '#index/torrents/info-hash-text'

/** The file that can be given to others. */
export function publicHref({ announceId, infoHash }: GalleryTorrent): string {
  return `/get/${announceId}/${infoHashText(infoHash)}.torrent`
}

/** The file of whoever is logged in. */
export function personalHref(torrent: Pick<GalleryTorrent, 'infoHash'>): string {
  return `${galleryTorrentPath(torrent)}/personal.torrent`
}
