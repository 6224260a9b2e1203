/** Where petitions are read, opened, voted on and decided. */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { Subject } from '#index/petitions/petition-targets'

type Numbered = { readonly id: number }

/** The list; the pages of single petitions are below it. */
export const petitionsPath = '/petitions'

/** Where moderators decide about appeals. */
export const staffPetitionsPath = '/moderation/petitions'

/** Where a member sees what their power is made of. */
export const powerHref = `${petitionsPath}#power`

export function petitionHref({ id }: Numbered): string {
  return `${petitionsPath}/${id}`
}

export function voteHref(petition: Numbered): string {
  return `${petitionHref(petition)}/vote`
}

export function appealHref(petition: Numbered): string {
  return `${petitionHref(petition)}/appeal`
}

export function decideHref({ id }: Numbered): string {
  return `${staffPetitionsPath}/${id}`
}

export function undoHref(petition: Numbered): string {
  return `${decideHref(petition)}/undo`
}

/** The form that opens one. */
export function startHref(subject: Subject): string {
  return `${subjectHref(subject)}/petition`
}

export function subjectHref(subject: Subject): string {
  if (subject.kind === 'torrent') return torrentHref(subject.torrent)
  return galleryPath(subject.gallery satisfies Pick<Gallery, 'id' | 'key'>)
}

function torrentHref(torrent: Pick<GalleryTorrent, 'infoHash'>): string {
  return galleryTorrentPath(torrent)
}
