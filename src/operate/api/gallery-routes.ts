/** The routes that make galleries, and those that tell of them. */
import * as z from 'zod'
import { galleryBulkMax } from '#base/limits'
import { galleryStates } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import type { GalleryRegistration } from '#index/galleries/gallery-registration'
import type { GalleryOutcome } from '#index/galleries/register-galleries'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { describeIssues } from './describe-issues.ts'
import { digits } from './digits.ts'
import { addedAnswer, galleryJson, galleryOfJson } from './gallery-json.ts'
import { galleriesOf, withoutGalleries } from './gallery-parts.ts'
import {
  addedGallerySchema,
  galleryParams,
  galleryRegistrationSchema,
  gallerySchema,
} from './gallery-schemas.ts'
import { seenGalleries } from './seen-galleries.ts'
import { pageMax } from './torrent-schemas.ts'

export const unknownGallery = 'There is no such gallery.'

/** Of one with the longest description. */
export const galleryBytesMax = 256 * 1024

/** A few hundred with a thousand words each. */
const bulkBytesMax = 32 * 1024 * 1024

export const addGallery = defineRoute({
  id: 'addGallery',
  method: 'POST',
  path: '/galleries',
  access: 'galleries:write',
  summary: 'Makes a gallery',
  description:
    'One with an `external_id` that is there already is `known` and stays unchanged. It is live once this is answered.',
  statuses: { 201: 'It was added.', 200: 'It was known.' },
  problems: {
    409: 'Another gallery is in its way, or this tracker has no galleries.',
    422: 'The gallery cannot be, or there is no such owner, or none that it is newer than.',
  },
  params: nothing,
  query: nothing,
  body: galleryRegistrationSchema,
  bodyBytesMax: galleryBytesMax,
  answer: addedGallerySchema,
  handle: async ({ body, parts, actor }) => {
    const [result] = await galleriesOf(parts).register([galleryOfJson(body)], actor)
    if (result === undefined) throw new Error('one gallery gave no outcome')
    if (result.outcome === 'refused') throw result.error
    return addedAnswer(result, parts)
  },
})

const outcomeSchema = z
  .object({
    outcome: z.enum(['added', 'known', 'refused']),
    id: z.int().nullable().meta({ description: 'Null where it was refused.' }),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why it was refused.' }),
  })
  .meta({ id: 'GalleryOutcome' })

type Outcome = z.infer<typeof outcomeSchema>

export const addGalleries = defineRoute({
  id: 'addGalleries',
  method: 'POST',
  path: '/galleries/bulk',
  access: 'galleries:write',
  summary: `Makes up to ${galleryBulkMax} galleries`,
  description:
    'For whoever moves a catalogue in. They are made in their order, so that one may be newer than another before it. Those that are refused hinder no other; those whose `external_id` is there already stay unchanged.',
  statuses: { 200: 'The outcomes, in the order given.' },
  problems: {
    409: withoutGalleries,
    422: `This is not a list of one to ${galleryBulkMax} galleries.`,
  },
  params: nothing,
  query: nothing,
  body: z.strictObject({
    // Each is read by itself; the document says what it should be.
    galleries: z
      .array(z.unknown().meta({ $ref: '#/components/schemas/GalleryRegistration' }))
      .min(1)
      .max(galleryBulkMax),
  }),
  bodyBytesMax: bulkBytesMax,
  answer: z.object({ outcomes: z.array(outcomeSchema) }),
  handle: async ({ body, parts, actor }) => {
    const galleries = galleriesOf(parts)
    const read = body.galleries.map(readOne)
    const sound = read.filter((one): one is GalleryRegistration => !('error' in one))
    const registered = sound.length === 0 ? [] : await galleries.register(sound, actor)
    const rest = registered.values()
    const outcomes = read.map((one) =>
      'error' in one ? refused(one.error) : outcomeOf(rest.next().value),
    )
    return { status: 200, body: { outcomes } }
  },
})

type Refusal = { readonly error: { readonly code: string; readonly message: string } }

function readOne(given: unknown): GalleryRegistration | Refusal {
  const parsed = galleryRegistrationSchema.safeParse(given)
  if (!parsed.success)
    return { error: { code: 'invalid_gallery', message: describeIssues(parsed.error) } }
  try {
    return galleryOfJson(parsed.data)
  } catch (error) {
    if (error instanceof GalleryError) return { error }
    throw error
  }
}

function outcomeOf(outcome: GalleryOutcome | undefined): Outcome {
  if (outcome === undefined) throw new Error('a gallery gave no outcome')
  if (outcome.outcome === 'refused') return refused(outcome.error)
  return { outcome: outcome.outcome, id: outcome.gallery.id, error: null }
}

function refused({ code, message }: Refusal['error']): Outcome {
  return { outcome: 'refused', id: null, error: { code, message } }
}

export const listGalleries = defineRoute({
  id: 'listGalleries',
  method: 'GET',
  path: '/galleries',
  access: 'galleries:read',
  summary: 'Lists galleries by their ids, a page at a time',
  description:
    'Versions that are not the newest too; removed ones for their owners and the staff. The next page is had with `after` set to the `next` of this one.',
  statuses: { 200: 'A page; `next` is null on the last one.' },
  problems: { 409: withoutGalleries },
  params: nothing,
  query: z.strictObject({
    state: z.enum([...galleryStates, 'all']).default('live'),
    after: digits(z.int().min(0)).default(0),
    limit: digits(z.int().min(1).max(pageMax)).default(100),
    external_id: z.string().optional().meta({
      description: 'The one that was made with it, in whatever state it is, and no other.',
    }),
  }),
  body: noBody,
  answer: z.object({ galleries: z.array(gallerySchema), next: z.int().nullable() }),
  handle: async ({ query, parts, memberId }) => {
    const { after, state, limit, external_id } = query
    const { removedOfMember, isSeen } = await seenGalleries({ parts, memberId })
    const galleriesHere = galleriesOf(parts)
    const found =
      external_id === undefined
        ? await galleriesHere.after(after, { state, limit: limit + 1, removedOfMember })
        : (await galleriesHere.findExternal(external_id)).filter(isSeen)
    const page = found.slice(0, limit)
    const next = found.length > page.length ? (page.at(-1)?.id ?? null) : null
    const galleries = page.map((gallery) => galleryJson(gallery, parts))
    return { status: 200, body: { galleries, next } }
  },
})

export const findGallery = defineRoute({
  id: 'findGallery',
  method: 'GET',
  path: '/galleries/{id}',
  access: 'galleries:read',
  summary: 'Tells about one gallery',
  description: 'In whatever state it is; a removed one for its owner and the staff.',
  statuses: { 200: 'The gallery.' },
  problems: { 404: unknownGallery, 409: withoutGalleries },
  params: galleryParams,
  query: nothing,
  body: noBody,
  answer: gallerySchema,
  handle: async ({ params, parts, memberId }) => {
    const { find } = await seenGalleries({ parts, memberId })
    const gallery = await find(params.id)
    return { status: 200, body: galleryJson(gallery, parts) }
  },
})

export const listGalleryVersions = defineRoute({
  id: 'listGalleryVersions',
  method: 'GET',
  path: '/galleries/{id}/versions',
  access: 'galleries:read',
  summary: 'Lists all versions of a gallery',
  description: 'Of the whole chain that it belongs to, oldest first.',
  statuses: { 200: 'The versions.' },
  problems: { 404: unknownGallery, 409: withoutGalleries },
  params: galleryParams,
  query: nothing,
  body: noBody,
  answer: z.object({ galleries: z.array(gallerySchema) }),
  handle: async ({ params, parts, memberId }) => {
    const { find, isSeen } = await seenGalleries({ parts, memberId })
    const { id } = await find(params.id)
    const versions = (await galleriesOf(parts).versions(id)).filter(isSeen)
    const galleries = versions.map((gallery) => galleryJson(gallery, parts))
    return { status: 200, body: { galleries } }
  },
})
