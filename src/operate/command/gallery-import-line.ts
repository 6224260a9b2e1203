/**
 * One line of a file of galleries: an object as the API takes it, and a little more, because another system has written
 * it. What is null is left out, times may be ISO 8601, an external id may be a number, and keys without a meaning here
 * are left alone.
 *
 *     {"title": "…", "original_title": "…", "category": "…", "tags": ["artist:name"], "description": "…",
 *      "pages": 12, "owner": "member", "posted_at": 1700000000, "external_id": 7, "newer_than": 6,
 *      "id": 7, "key": "0123456789", "state": "removed", "state_reason": "…"}
 *
 * `title` must be there, and `owner` unless one is given for all.
 */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { decodeUtf8 } from '#index/imports/clean-text'
import { isoSeconds } from '#index/imports/stored-number'
import { describeIssues } from '../api/describe-issues.ts'
import { type GalleryRegistrationJson, galleryRegistrationSchema } from '../api/gallery-schemas.ts'

export type GalleryLine = {
  readonly gallery: GalleryRegistrationJson
  readonly unknownKeys: readonly string[]
}

const { shape } = galleryRegistrationSchema

const externalIdSchema = z.union([z.string(), z.int().transform(String)], {
  error: 'must be a text or a whole number',
})

const lineSchema = z.object({
  ...shape,
  posted_at: z
    .union([z.int().min(0), z.string().transform((text, issues) => secondsOf(text, issues))], {
      error: 'must be unix seconds, or a time such as "2024-05-01 12:00:00"',
    })
    .optional(),
  external_id: externalIdSchema.optional(),
  newer_than: externalIdSchema.optional(),
})

/** The gallery, a fault, or undefined for an empty line. `owner` is that of all galleries, whoever the line names. */
export function readGalleryLine(
  bytes: Uint8Array,
  owner: string | undefined,
): GalleryLine | string | undefined {
  if (!isUtf8(bytes)) return 'it is not UTF-8; write the file in UTF-8'
  const text = decodeUtf8(bytes)
  if (text.trim() === '') return undefined
  const value = parseObject(text)
  if (typeof value === 'string') return value
  const given = Object.entries(value).filter(([, one]) => one !== null)
  const fields = { ...Object.fromEntries(given), ...(owner === undefined ? {} : { owner }) }
  const parsed = lineSchema.safeParse(fields)
  if (!parsed.success) return describeIssues(parsed.error)
  const unknownKeys = given.map(([key]) => key).filter((key) => !(key in shape))
  return { gallery: { ...parsed.data, external_id: externalIdOf(parsed.data, bytes) }, unknownKeys }
}

/** A line without an id is known again by all that it says. */
function externalIdOf({ external_id, id }: ExternalIds, bytes: Uint8Array): string {
  return external_id ?? id?.toString() ?? `line:${digestOf(bytes)}`
}

type ExternalIds = Pick<GalleryRegistrationJson, 'external_id' | 'id'>

function secondsOf(text: string, issues: z.core.$RefinementCtx): number {
  const seconds = isoSeconds(text.trim())
  if (seconds !== undefined) return seconds
  issues.addIssue('must be unix seconds, or a time such as "2024-05-01 12:00:00"')
  return z.NEVER
}

function parseObject(text: string): object | string {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
    return 'it is not an object: write {"title": …, "owner": …} on each line, as jq -c ".[]" does of an array'
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
