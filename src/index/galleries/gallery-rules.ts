/** What a gallery must be like, in one place for every way that leads to one: form, API, command line, import. Pure. */
import {
  galleryDescriptionCharactersMax,
  galleryExternalIdCharactersMax,
  galleryIdMax,
  galleryPagesMax,
  galleryReasonCharactersMax,
  galleryTitleCharactersMax,
} from '#base/limits'
import type { GalleryFields, GalleryState } from './gallery.ts'
import { GalleryError } from './gallery-error.ts'
import { isGalleryKey, newGalleryKey } from './gallery-key.ts'
import { checkedText } from './gallery-text.ts'
import { checkedTags } from './tag-text.ts'

/** The fields as they are kept. `categories` are those that may be chosen. Throws GalleryError for the first fault. */
export function checkedFields(
  fields: GalleryFields,
  categories: readonly string[],
): Required<GalleryFields> {
  return {
    title: checkedText(fields.title, {
      what: 'the title',
      charactersMax: galleryTitleCharactersMax,
    }),
    originalTitle: checkedText(fields.originalTitle, {
      what: 'the original title',
      charactersMax: galleryTitleCharactersMax,
      mayBeEmpty: true,
    }),
    category: checkedCategory(fields.category, categories),
    tags: checkedTags(fields.tags),
    description: checkedText(fields.description, {
      what: 'the description',
      charactersMax: galleryDescriptionCharactersMax,
      mayBeEmpty: true,
      hasLines: true,
    }),
    pages: checkedPages(fields.pages),
  }
}

/** In any case; as it is configured. */
function checkedCategory(given: string, categories: readonly string[]): string {
  const wanted = given.normalize('NFC').trim().toLowerCase()
  const found =
    categories.find((one) => one === given) ??
    categories.find((one) => one.normalize('NFC').toLowerCase() === wanted)
  if (found !== undefined) return found
  const name = JSON.stringify(given.slice(0, 40).toWellFormed())
  throw new GalleryError(
    'invalid_gallery',
    `the category is ${name}; choose one of ${categories.join(', ')}`,
  )
}

function checkedPages(pages: number | undefined): number | undefined {
  if (pages === undefined) return undefined
  if (Number.isSafeInteger(pages) && pages >= 1 && pages <= galleryPagesMax) return pages
  throw new GalleryError(
    'invalid_gallery',
    `the number of pages is ${pages}; give a whole number from 1 to ${galleryPagesMax}, or leave it out`,
  )
}

/** Why a gallery comes into a state: '' for `live`, a line for the others. Throws GalleryError. */
export function checkedReason(reason: string, state: GalleryState): string {
  if (state === 'live') return ''
  return checkedText(reason, { what: 'the reason', charactersMax: galleryReasonCharactersMax })
}

/** Throws GalleryError. */
export function checkedExternalId(given: string): string {
  return checkedText(given, {
    what: 'the external id',
    charactersMax: galleryExternalIdCharactersMax,
  })
}

export type GalleryAddress = { readonly wantedId: number | undefined; readonly key: string }

/** The address that a gallery has already, or a new key. Throws GalleryError. */
export function checkedAddress(id: number | undefined, key: string | undefined): GalleryAddress {
  if (id !== undefined && !(Number.isSafeInteger(id) && id >= 1 && id <= galleryIdMax))
    throw new GalleryError(
      'invalid_gallery',
      `the id is ${id}; give a whole number from 1 to ${galleryIdMax}, or leave it out`,
    )
  if (key === undefined) return { wantedId: id, key: newGalleryKey() }
  if (id === undefined)
    throw new GalleryError(
      'invalid_gallery',
      'there is a key without an id; give the id that it stands beside in the address, or leave both out',
    )
  if (isGalleryKey(key)) return { wantedId: id, key }
  const shown = JSON.stringify(key.slice(0, 40).toWellFormed())
  throw new GalleryError(
    'invalid_gallery',
    `the key is ${shown}; give 10 lower-case letters and digits, or leave it out`,
  )
}
