/**
 * How the routes come to what the API has where there are galleries. The services themselves are not loaded by it: most
 * commands know routes, and ask a server.
 */
import type { Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Purge } from '#index/purge/purge'
import type { ApiParts } from './api-parts.ts'
import { Problem } from './problem.ts'

/** Throws Problem where this tracker has none. */
export function galleriesOf({ galleries }: Pick<ApiParts, 'galleries'>): Galleries {
  if (galleries === undefined) throw noGalleries
  return galleries
}

/** Throws Problem where this tracker has no galleries. */
export function galleryTorrentsOf({
  galleryTorrents,
}: Pick<ApiParts, 'galleryTorrents'>): GalleryTorrents {
  if (galleryTorrents === undefined) throw noGalleries
  return galleryTorrents
}

/** Throws Problem where this tracker has no galleries. */
export function purgeOf({ purge }: Pick<ApiParts, 'purge'>): Purge {
  if (purge === undefined) throw noGalleries
  return purge
}

/** Throws Problem where torrents belong to galleries: they are tidied by rules of their own. */
export function refuseWherePurged({ purge }: Pick<ApiParts, 'purge'>): void {
  if (purge !== undefined) throw needsPurge
}

/** Throws Problem where torrents belong to galleries, for routes that register others. */
export function refuseWithoutGallery({ galleryTorrents }: Pick<ApiParts, 'galleryTorrents'>): void {
  if (galleryTorrents !== undefined) throw needsGallery
}

const needsGallery = new Problem(
  409,
  'needs_gallery',
  'the torrents of this tracker belong to galleries; upload the file to one with POST /galleries/{id}/torrents, or: waggle torrent add FILE --gallery ID --uploader NAME',
)

const needsPurge = new Problem(
  409,
  'needs_purge',
  'the torrents of galleries are purged by rules of their own; use POST /purge, or: waggle purge --dry-run',
)

const noGalleries = new Problem(
  409,
  'no_galleries',
  'this tracker has no galleries; they are there with mode = "gallery"',
)

/** For the descriptions of routes. */
export const withoutGalleries = 'This tracker has no galleries.'
