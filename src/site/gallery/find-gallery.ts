/** The gallery that an address names by id and key. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Galleries } from '#index/galleries/galleries'
import type { Gallery } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import type { GalleryParts } from './gallery-options.ts'
import { mayChangeGallery, visitorOf } from './gallery-visitor.ts'
import { sendNoGallery, sendRefused } from './send-gallery-message.ts'

/** Where the pages of one gallery are, for routes. */
export const galleryRoute = '/g/:gid/:key'

/** Undefined where there is none, or the key is another. */
export async function findGallery(
  { params }: FastifyRequest,
  galleries: Galleries,
): Promise<Gallery | undefined> {
  const id = readId(queryText(params, 'gid'))
  const gallery = id && (await galleryById(galleries, id))
  return gallery && gallery.key === queryText(params, 'key') ? gallery : undefined
}

export async function galleryById(galleries: Galleries, id: number): Promise<Gallery | undefined> {
  return await galleries.find(id).catch((error: unknown) => {
    if (error instanceof GalleryError && error.code === 'unknown_gallery') return undefined
    throw error
  })
}

type GalleryHandler = (
  request: FastifyRequest,
  reply: FastifyReply,
  gallery: Gallery,
) => Promise<FastifyReply> | FastifyReply

/** A handler of a route below `galleryRoute`. */
export function withGallery(
  parts: GalleryParts,
  handle: GalleryHandler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const gallery = await findGallery(request, parts.galleries)
    if (gallery === undefined) return sendNoGallery(request, reply, parts)
    return await handle(request, reply, gallery)
  }
}

/** The same for its owner and those who look after the site; everybody else is told that it is not theirs. */
export function withOwnGallery(
  parts: GalleryParts,
  handle: GalleryHandler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return withGallery(parts, async (request, reply, gallery) => {
    if (!mayChangeGallery(visitorOf(request), gallery)) return sendRefused(request, reply, parts)
    return await handle(request, reply, gallery)
  })
}
