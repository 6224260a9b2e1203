/** Puts the services of galleries over a database: for a server, and for a command that works without one. */
import { join } from 'node:path'
import type { Clock } from '#base/clock'
import { createStatistics } from '#index/accounting/statistics'
import { createCovers } from '#index/galleries/covers'
import { createGalleryTorrents } from '#index/galleries/create-gallery-torrents'
import { createGalleries } from '#index/galleries/galleries'
import type { GalleryTorrentsOptions } from '#index/galleries/gallery-torrents-options'
import type { UploadRules } from '#index/galleries/read-upload'
import { createUploadLimit, type UploadLimitRules } from '#index/galleries/upload-limit'
import { hasMail, type MemberMail } from '#index/members/member-post'
import type { PetitionRules } from '#index/petitions/petition-rules'
import { createPetitionTargets } from '#index/petitions/petition-targets'
import { createPetitions } from '#index/petitions/petitions'
import type { PurgeRules } from '#index/purge/purge-rules'
import type { Database } from '#index/storage/database'
import type { ApiParts } from './api-parts.ts'

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
  /** `limits.*`. */
  readonly uploadLimit: () => UploadLimitRules
  /** `petitions.*`. */
  readonly petitionRules: () => PetitionRules
  /** None goes without it. */
  readonly mail: MemberMail | undefined
  /** `purge.*`. */
  readonly purgeRules: () => PurgeRules
} & Pick<GalleryTorrentsOptions, 'changes' | 'room' | 'siteAddress' | 'siteName'>

/** What a server or a command has to give; the rest is there in every mode. */
export type GallerySettings = Omit<
  GalleryPartsOptions,
  'database' | 'clock' | 'changes' | 'room' | 'siteAddress' | 'mail'
>

type GalleryParts = Pick<
  ApiParts,
  'galleries' | 'galleryTorrents' | 'covers' | 'announceBases' | 'petitions'
>

export function createGalleryParts(options: GalleryPartsOptions): GalleryParts {
  const { database, clock, dataDirectory, categories, announceBases, mail } = options
  const covers = createCovers({ directory: join(dataDirectory, 'covers') })
  const galleries = createGalleries({
    repository: database.galleries,
    members: database.members,
    covers,
    categories,
    clock,
  })
  const galleryTorrents = createGalleryTorrents({
    ...options,
    repository: database.galleryTorrents,
    rules: options.uploadRules,
    torrentKeyOf: (memberId) => database.members.torrentKey(memberId),
    uploadLimit: createUploadLimit({
      statistics: createStatistics({ repository: database.statistics, clock }),
      rules: options.uploadLimit,
      clock,
    }),
  })
  const petitions = createPetitions({
    repository: database.petitions,
    targets: createPetitionTargets({ torrents: galleryTorrents, galleries }),
    statistics: database.statistics,
    hasMail: () => mail !== undefined && hasMail(mail),
    rules: options.petitionRules,
    clock,
  })
  return { galleries, galleryTorrents, covers, announceBases, petitions }
}
