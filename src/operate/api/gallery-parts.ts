/** What the API has where there are galleries, and how its routes come to it. */
import { join } from 'node:path'
import type { Clock } from '#base/clock'
import { createCovers } from '#index/galleries/covers'
import { createGalleryTorrents } from '#index/galleries/create-gallery-torrents'
import { createGalleries, type Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { GalleryTorrentsOptions } from '#index/galleries/gallery-torrents-options'
import type { UploadRules } from '#index/galleries/read-upload'
import type { Database } from '#index/storage/database'
import type { ApiParts } from './api-parts.ts'
import { Problem } from './problem.ts'

/** What is a function is asked for each time, because a reload may change it. */
export type GalleryPartsOptions = {
  readonly database: Database
  readonly clock: Clock
  /** `data.directory`; covers are in a directory of it. */
  readonly dataDirectory: string
  /** `gallery.categories`. */
  readonly categories: () => readonly string[]
  /** See `ApiParts`. */
  readonly announceBases: () => readonly string[]
  /** `upload.*`. */
  readonly uploadRules: () => UploadRules
} & Pick<GalleryTorrentsOptions, 'changes' | 'room' | 'siteAddress' | 'siteName' | 'mayUpload'>

/** What a server or a command has to give; the rest is there in every mode. */
export type GallerySettings = Omit<
  GalleryPartsOptions,
  'database' | 'clock' | 'changes' | 'room' | 'siteAddress'
>

type GalleryParts = Pick<ApiParts, 'galleries' | 'galleryTorrents' | 'covers' | 'announceBases'>

export function createGalleryParts(options: GalleryPartsOptions): GalleryParts {
  const { database, clock, dataDirectory, categories, announceBases } = options
  const covers = createCovers({ directory: join(dataDirectory, 'covers') })
  const galleries = createGalleries({
    repository: database.galleries,
    members: database.members,
    audit: database.audit,
    covers,
    categories,
    clock,
  })
  const galleryTorrents = createGalleryTorrents({
    ...options,
    repository: database.galleryTorrents,
    audit: database.audit,
    rules: options.uploadRules,
    torrentKeyOf: (memberId) => database.members.torrentKey(memberId),
  })
  return { galleries, galleryTorrents, covers, announceBases }
}

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

/** Throws Problem where torrents belong to galleries, for routes that register others. */
export function refuseWithoutGallery({ galleryTorrents }: Pick<ApiParts, 'galleryTorrents'>): void {
  if (galleryTorrents !== undefined) throw needsGallery
}

const needsGallery = new Problem(
  409,
  'needs_gallery',
  'the torrents of this tracker belong to galleries; upload the file to one with POST /galleries/{id}/torrents, or: waggle torrent add FILE --gallery ID --uploader NAME',
)

const noGalleries = new Problem(
  409,
  'no_galleries',
  'this tracker has no galleries; they are there with mode = "gallery"',
)

/** For the descriptions of routes. */
export const withoutGalleries = 'This tracker has no galleries.'
