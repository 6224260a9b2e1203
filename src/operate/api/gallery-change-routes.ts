/** The routes that change one gallery. */
import * as z from 'zod'
import { coverBytesMax } from '#base/limits'
import { defineRoute, noBody, nothing } from './define-route.ts'
import {
  addedAnswer,
  galleryChangesOfJson,
  galleryFieldsOfJson,
  galleryJson,
} from './gallery-json.ts'
import { galleriesOf, withoutGalleries } from './gallery-parts.ts'
import { galleryBytesMax, unknownGallery } from './gallery-routes.ts'
import {
  addedGallerySchema,
  galleryChangesSchema,
  galleryParams,
  gallerySchema,
  galleryStateSchema,
  galleryVersionSchema,
} from './gallery-schemas.ts'
import type { RouteAnswer, RouteCall } from './route.ts'

/** Bytes as they are; the three types of pictures are taken like it. */
export const pictureType = 'application/octet-stream'

/** Of a picture in base64. */
const coverBodyBytesMax = Math.ceil((coverBytesMax * 4) / 3) + 1024

export const editGallery = defineRoute({
  id: 'editGallery',
  method: 'PATCH',
  path: '/galleries/{id}',
  access: 'galleries:write',
  summary: 'Changes what is said of a gallery',
  description: 'What is left out stays as it is; `tags` takes the place of all tags.',
  statuses: { 200: 'The gallery.' },
  problems: { 404: unknownGallery, 409: withoutGalleries, 422: 'The gallery cannot be so.' },
  params: galleryParams,
  query: nothing,
  body: galleryChangesSchema,
  bodyBytesMax: galleryBytesMax,
  answer: gallerySchema,
  handle: async ({ params, body, parts, actor }) => {
    const changes = galleryChangesOfJson(body)
    const gallery = await galleriesOf(parts).edit(params.id, changes, actor)
    return { status: 200, body: galleryJson(gallery, parts) }
  },
})

export const addGalleryVersion = defineRoute({
  id: 'addGalleryVersion',
  method: 'POST',
  path: '/galleries/{id}/versions',
  access: 'galleries:write',
  summary: 'Makes a newer version of a gallery',
  description:
    'What is left out is as in this one. It is a gallery of its own that takes the place of this one in lists. Both have the same announce address, and torrents of the older one are shown as outdated. One with an `external_id` that a version of this gallery has already is `known` and stays unchanged.',
  statuses: { 201: 'It was added.', 200: 'It was known.' },
  problems: {
    404: unknownGallery,
    409: 'The gallery is not live or has a newer version already, another gallery has the `external_id`, or this tracker has no galleries.',
    422: 'The gallery cannot be so.',
  },
  params: galleryParams,
  query: nothing,
  body: galleryVersionSchema,
  bodyBytesMax: galleryBytesMax,
  answer: addedGallerySchema,
  handle: async ({ params, body, parts, actor }) => {
    const galleries = galleriesOf(parts)
    const fields = galleryFieldsOfJson(body, await galleries.find(params.id))
    const version = { ...fields, externalId: body.external_id }
    return addedAnswer(await galleries.registerVersion(params.id, version, actor), parts)
  },
})

export const setGalleryCover = defineRoute({
  id: 'setGalleryCover',
  method: 'PUT',
  path: '/galleries/{id}/cover',
  access: 'galleries:write',
  summary: 'Gives a gallery a cover',
  description:
    'A JPEG, PNG or WebP of up to 8 MiB and 40 million pixels, as the body (of type `image/jpeg`, `image/png`, `image/webp` or `application/octet-stream`) or in JSON. It is made smaller and written anew; nothing else of the file is kept.',
  statuses: { 200: 'The gallery with its cover.' },
  problems: { 404: unknownGallery, 409: withoutGalleries, 422: 'The picture cannot be used.' },
  params: galleryParams,
  query: nothing,
  body: z.strictObject({ picture: z.base64().meta({ description: 'Its bytes in base64.' }) }),
  bodyBytesMax: coverBodyBytesMax,
  binaryType: pictureType,
  answer: gallerySchema,
  handle: async (call) => await setCover(call, Buffer.from(call.body.picture, 'base64')),
  handleBinary: async (call) => await setCover(call, call.body),
})

type CoverCall = Pick<
  RouteCall<z.infer<typeof galleryParams>, unknown, unknown>,
  'params' | 'parts' | 'actor'
>

async function setCover(
  { params, parts, actor }: CoverCall,
  picture: Uint8Array | undefined,
): Promise<RouteAnswer<z.infer<typeof gallerySchema>>> {
  const gallery = await galleriesOf(parts).setCover(params.id, picture, actor)
  return { status: 200, body: galleryJson(gallery, parts) }
}

export const removeGalleryCover = defineRoute({
  id: 'removeGalleryCover',
  method: 'DELETE',
  path: '/galleries/{id}/cover',
  access: 'galleries:write',
  summary: 'Takes the cover of a gallery away',
  description:
    'Its files are removed, unless another gallery has the same. One without a cover stays as it is.',
  statuses: { 200: 'The gallery without a cover.' },
  problems: { 404: unknownGallery, 409: withoutGalleries },
  params: galleryParams,
  query: nothing,
  body: noBody,
  answer: gallerySchema,
  handle: async (call) => await setCover(call, undefined),
})

export const setGalleryState = defineRoute({
  id: 'setGalleryState',
  method: 'PUT',
  path: '/galleries/{id}/state',
  access: 'galleries:write',
  summary: 'Expunges, removes or restores a gallery',
  description:
    'All its versions share the state. Nothing of it is deleted, and its torrents work on. One that is in the state already stays as it is.',
  statuses: { 200: 'The gallery.' },
  problems: {
    404: unknownGallery,
    409: 'Somebody else has just put it into another state, or this tracker has no galleries.',
    422: 'There is no reason.',
  },
  params: galleryParams,
  query: nothing,
  body: z.strictObject({
    state: galleryStateSchema,
    reason: z.string().default('').meta({ description: 'One line; not needed for `live`.' }),
  }),
  answer: gallerySchema,
  handle: async ({ params, body, parts, actor }) => {
    const { state, reason } = body
    const gallery = await galleriesOf(parts).setState(params.id, state, reason, actor)
    return { status: 200, body: galleryJson(gallery, parts) }
  },
})
