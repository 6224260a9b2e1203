/** Tags as they are written: `namespace:name`, or a name alone. They are kept in lower case. */
import { galleryTagCharactersMax, galleryTagsMax } from '#base/limits'
import type { Tag } from './gallery.ts'
import { GalleryError } from './gallery-error.ts'
import { checkedText } from './gallery-text.ts'

/** What separates tags where they are typed, and what a search writes around them. */
const separators = /["“”„,;$*]/u

export function tagText({ namespace, name }: Tag): string {
  return namespace === '' ? name : `${namespace}:${name}`
}

/** Throws GalleryError `invalid_gallery`. */
export function readTag(text: string): Tag {
  const rule = { what: `the tag "${shown(text)}"`, charactersMax: galleryTagCharactersMax }
  const whole = checkedText(text.toLowerCase(), rule).replaceAll(/\s+/gu, ' ')
  if (separators.test(whole)) throw faulty(text, 'has a quote, comma, semicolon, "$" or "*"')
  const colon = whole.indexOf(':')
  const namespace = whole.slice(0, Math.max(0, colon)).trim()
  const name = whole.slice(colon + 1).trim()
  if (colon === 0 || name === '') throw faulty(text, 'has nothing before or after its colon')
  return { namespace, name }
}

/** Each once, by namespace and name. Throws GalleryError `invalid_gallery`. */
export function checkedTags(tags: readonly Tag[]): readonly Tag[] {
  const read = new Map(tags.map(checkedTag).map((tag) => [tagText(tag), tag]))
  if (read.size > galleryTagsMax)
    throw new GalleryError(
      'invalid_gallery',
      `there are ${read.size} tags, and ${galleryTagsMax} is the most; leave some out`,
    )
  return [...read.values()].toSorted(
    (one, other) => compare(one.namespace, other.namespace) || compare(one.name, other.name),
  )
}

function checkedTag(tag: Tag): Tag {
  const { namespace, name } = tag
  if (namespace.includes(':')) throw faulty(tagText(tag), 'has a colon in its namespace')
  if (namespace === '' && name.includes(':')) throw faulty(name, 'has a colon and no namespace')
  return readTag(tagText(tag))
}

function faulty(text: string, problem: string): GalleryError {
  return new GalleryError(
    'invalid_gallery',
    `the tag "${shown(text)}" ${problem}; write namespace:name, or a name`,
  )
}

function shown(text: string): string {
  return Array.from(text.toWellFormed().replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' '))
    .slice(0, galleryTagCharactersMax)
    .join('')
}

/** As both databases sort: by code points. */
function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
