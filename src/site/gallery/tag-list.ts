/**
 * Tags in forms and addresses: several stand in lines of their own or apart by commas, each as `index/galleries/tag-text.ts`
 * writes it.
 */
import type { Tag } from '#index/galleries/gallery'
import { readTag, tagText } from '#index/galleries/tag-text'

/** Throws GalleryError `invalid_gallery`. */
export function readTags(text: string): Tag[] {
  const written = text.split(/[,\n]/).map((one) => one.trim())
  return written.filter((one) => one !== '').map(readTag)
}

/** A line for each. */
export function tagsText(tags: readonly Tag[]): string {
  return tags.map(tagText).join('\n')
}

/** The search for all galleries that have the tag. */
export function tagQuery(tag: Tag): string {
  const text = tagText(tag)
  return /\s/.test(text) ? `tag:"${text}"` : `tag:${text}`
}

/** In the order in which namespaces appear. */
export function tagsByNamespace(tags: readonly Tag[]): ReadonlyMap<string, readonly Tag[]> {
  return Map.groupBy(tags, ({ namespace }) => namespace)
}
