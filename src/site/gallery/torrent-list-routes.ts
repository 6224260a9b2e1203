/** The list of all torrents and its search. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findByHash } from '#index/galleries/find-by-hash'
import { checkedPlace, fromStart, rowsAt } from '../lists/list-place.ts'
import { sendPage } from '../server/send-page.ts'
import { listRequestsMax } from './gallery-list-routes.ts'
import type { GalleryParts } from './gallery-options.ts'
import { type GalleryVisitor, visitorOf } from './gallery-visitor.ts'
import { torrentsPath } from './paths.ts'
import {
  readTorrentListAddress,
  type TorrentListAddress,
  torrentListHref,
} from './torrent-list-address.ts'
import { torrentListPage } from './torrent-list-page.ts'

export function torrentListRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const config = { rateLimit: { max: listRequestsMax } }
  site.get(torrentsPath, { config }, async (request, reply) => {
    const address = readTorrentListAddress(request.query)
    // Whose they are is known of those who are logged in.
    if (address.isMine) {
      const sent = await parts.requireMember(request, reply)
      if (sent !== undefined) return sent
    }
    const known = await findByHash(parts.torrents, address.search)
    if (known !== undefined) return await reply.redirect(known, 303)
    return await sendList(request, reply, parts, address)
  })
}

async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { lists, clock, shell }: GalleryParts,
  address: TorrentListAddress,
): Promise<FastifyReply> {
  const { search, status, order, isDescending } = address
  const query = { search, status, uploaderId: uploaderOf(address, visitorOf(request)) }
  const [found, total] = await Promise.all([
    rowsAt(address, isDescending, async (part) => {
      const { torrents: rows, ...marks } = await lists.torrents({ ...query, order, ...part })
      return { rows, ...marks }
    }),
    lists.torrentTotal(query),
  ])
  if (found === undefined) return await reply.redirect(torrentListHref(fromStart(address)), 303)
  const page = torrentListPage(shell(request), {
    address: checkedPlace(address),
    found,
    total,
    visitor: visitorOf(request),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPage(reply, page)
}

function uploaderOf(
  { isMine, uploaderId }: TorrentListAddress,
  { member }: GalleryVisitor,
): number | undefined {
  return isMine ? member?.id : uploaderId
}
