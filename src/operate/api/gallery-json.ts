/** Galleries between the index, which has tags and undefined, and JSON, which has texts and null. */
import { coverPath, type Gallery, type GalleryFields, galleryPath } from '#index/galleries/gallery'
import { galleryAddresses } from '#index/galleries/gallery-addresses'
import type { GalleryRegistration } from '#index/galleries/gallery-registration'
import type { AddedGallery } from '#index/galleries/gallery-repository'
import { readTag, tagText } from '#index/galleries/tag-text'
import type { ApiParts } from './api-parts.ts'
import type {
  AddedGalleryJson,
  GalleryChangesJson,
  GalleryJson,
  GalleryRegistrationJson,
} from './gallery-schemas.ts'
import type { RouteAnswer } from './route.ts'

/** Where its addresses lead. */
type Place = Pick<ApiParts, 'siteAddress' | 'announceBases'>

export function galleryJson(gallery: Gallery, { siteAddress, announceBases }: Place): GalleryJson {
  const { announceId } = gallery
  return {
    id: gallery.id,
    key: gallery.key,
    url: `${siteAddress()}${galleryPath(gallery)}`,
    announce_urls: [...galleryAddresses(announceBases?.() ?? [], announceId)],
    announce_id: announceId,
    parent_id: gallery.parentId ?? null,
    current_id: gallery.currentId,
    title: gallery.title,
    original_title: gallery.originalTitle,
    category: gallery.category,
    tags: gallery.tags.map(tagText),
    description: gallery.description,
    pages: gallery.pages ?? null,
    cover: coverJson(gallery, siteAddress()),
    owner: gallery.owner,
    posted_at: gallery.postedAt,
    state: gallery.state,
    state_reason: gallery.stateReason,
    state_at: gallery.stateAt ?? null,
    torrent_count: gallery.torrentCount,
    external_id: gallery.externalId ?? null,
  }
}

/** What whoever has added one is answered. */
export function addedAnswer(
  { outcome, gallery }: AddedGallery,
  place: Place,
): RouteAnswer<AddedGalleryJson> {
  const body = { outcome, gallery: galleryJson(gallery, place) }
  return { status: outcome === 'added' ? 201 : 200, body }
}

function coverJson({ cover }: Gallery, site: string): GalleryJson['cover'] {
  if (cover === undefined) return null
  const { width, height } = cover
  return {
    url: `${site}${coverPath(cover, 'large')}`,
    small_url: `${site}${coverPath(cover, 'small')}`,
    width,
    height,
  }
}

/** Throws GalleryError for what is no tag. */
export function galleryOfJson(json: GalleryRegistrationJson): GalleryRegistration {
  return {
    title: json.title,
    ...defined({
      originalTitle: json.original_title,
      category: json.category,
      tags: json.tags?.map(readTag),
      description: json.description,
    }),
    pages: json.pages ?? undefined,
    owner: { name: json.owner },
    postedAt: json.posted_at,
    externalId: json.external_id,
    newerThan: json.newer_than,
    wantedId: json.id,
    wantedKey: json.key,
    state: json.state,
    stateReason: json.state_reason,
  }
}

/** Throws GalleryError for what is no tag. */
export function galleryChangesOfJson(json: GalleryChangesJson): Partial<GalleryFields> {
  return {
    ...defined({
      title: json.title,
      originalTitle: json.original_title,
      category: json.category,
      tags: json.tags?.map(readTag),
      description: json.description,
    }),
    ...(json.pages === undefined ? {} : { pages: json.pages ?? undefined }),
  }
}

/** All fields of a newer version: what it does not say is as in the one before. Throws GalleryError. */
export function galleryFieldsOfJson(
  json: GalleryChangesJson,
  before: GalleryFields,
): GalleryFields {
  return { ...before, ...galleryChangesOfJson(json) }
}

/** Without what is undefined, which would take the place of what is there. */
function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(entries) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }
}
