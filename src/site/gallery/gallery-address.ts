/** Where the pages of one gallery are, beside its own (`galleryPath`). */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { queryHref } from '../lists/list-place.ts'
import { makingPath } from './paths.ts'

type Named = Pick<Gallery, 'id' | 'key'>

export type GalleryAct = 'expunge' | 'remove' | 'restore'

export function windowHref(gallery: Named): string {
  return `${galleryPath(gallery)}/torrents`
}

export function editGalleryHref(gallery: Named): string {
  return `${galleryPath(gallery)}/edit`
}

export function newVersionHref(gallery: Named): string {
  return `${galleryPath(gallery)}/version`
}

/** The page that asks whether it is meant. */
export function galleryActHref(gallery: Named, act: GalleryAct): string {
  return `${galleryPath(gallery)}/${act}`
}

/** The gallery's page, which then says what was done. */
export function galleryDoneHref(gallery: Named, done: string): string {
  return queryHref(galleryPath(gallery), { done })
}

/** How to make a torrent for this gallery. */
export function makingHref({ id }: Pick<Gallery, 'id'>): string {
  return queryHref(makingPath, { gid: String(id) })
}
