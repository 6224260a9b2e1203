/** The front page: the list of galleries and its search. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { siteRequestsPerMinuteMax, siteSearchesPerMinuteMax } from '#base/limits'
import { findByHash } from '#index/galleries/find-by-hash'
import { checkedPlace, fromStart, rowsAt } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import {
  type GalleryListAddress,
  galleryListHref,
  readGalleryListAddress,
} from './gallery-list-address.ts'
import { galleryListPage } from './gallery-list-page.ts'
import { lookOf } from './gallery-look.ts'
import type { GalleryParts } from './gallery-options.ts'
import { frontPath } from './paths.ts'

export function galleryListRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const config = { rateLimit: { max: listRequestsMax } }
  site.get(frontPath, { config }, async (request, reply) => {
    const address = readGalleryListAddress(request.query)
    const known = await findByHash(parts.torrents, address.search)
    if (known !== undefined) return await reply.redirect(known, 303)
    return await sendList(request, reply, parts, address)
  })
}

/** Of one network in a minute. */
export function listRequestsMax({ query }: FastifyRequest): number {
  return queryText(query, 'q') === undefined ? siteRequestsPerMinuteMax : siteSearchesPerMinuteMax
}

async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { lists, clock, settings, shell }: GalleryParts,
  address: GalleryListAddress,
): Promise<FastifyReply> {
  const { category, order, isDescending } = address
  const { search, withTorrents, searchFileNames, expunged, ownerId } = address
  const categories = category === undefined ? undefined : [category]
  const query = { search, withTorrents, searchFileNames, expunged, ownerId, categories }
  const [found, total] = await Promise.all([
    rowsAt(address, isDescending, async (part) => {
      const { galleries: rows, ...marks } = await lists.galleries({ ...query, order, ...part })
      return { rows, ...marks }
    }),
    lists.galleryTotal(query),
  ])
  if (found === undefined) return await reply.redirect(galleryListHref(fromStart(address)), 303)
  const page = galleryListPage(shell(request), {
    address: checkedPlace(address),
    found,
    total,
    categories: settings().categories,
    look: lookOf(request, reply),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPage(reply, page)
}
