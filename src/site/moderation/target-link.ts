/** What was reported, by its name, as a link to its page. */
import { galleryPath } from '#index/galleries/gallery'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { FoundTarget } from '#index/moderation/report-targets'
import { torrentListHref } from '../gallery/torrent-list-address.ts'
import { type Html, html } from '../html.ts'

/** Of a member it is the list of their torrents. */
export function targetHref(found: FoundTarget): string {
  if (found.kind === 'torrent') return galleryTorrentPath(found.torrent)
  if (found.kind === 'gallery') return galleryPath(found.gallery)
  return torrentListHref({ uploaderId: found.member.id })
}

export function targetName(found: FoundTarget): string {
  if (found.kind === 'torrent') return found.torrent.name
  return found.kind === 'gallery' ? found.gallery.title : found.member.name
}

export function targetLink(found: FoundTarget): Html {
  return html`<a href="${targetHref(found)}"><bdi>${targetName(found)}</bdi></a>`
}
