/** The torrent that an address names by its info-hash. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findTorrent } from '#index/galleries/find-by-hash'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { queryText } from '../server/query-text.ts'
import type { GalleryParts } from './gallery-options.ts'
import { mayChangeTorrent, visitorOf } from './gallery-visitor.ts'
import { sendNoTorrent, sendRefused } from './send-gallery-message.ts'

/** Where the pages of one torrent are, for routes. */
export const torrentRoute = '/torrent/:hash'

type TorrentHandler = (
  request: FastifyRequest,
  reply: FastifyReply,
  torrent: GalleryTorrent,
) => Promise<FastifyReply> | FastifyReply

/** A handler of a route below `torrentRoute`. */
export function withTorrent(
  parts: GalleryParts,
  handle: TorrentHandler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const torrent = await findTorrent(parts.torrents, queryText(request.params, 'hash') ?? '')
    if (torrent === undefined) return sendNoTorrent(request, reply, parts)
    return await handle(request, reply, torrent)
  }
}

/** The same for its uploader and those who look after the site; everybody else is told that it is not theirs. */
export function withOwnTorrent(
  parts: GalleryParts,
  handle: TorrentHandler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return withTorrent(parts, async (request, reply, torrent) => {
    if (!mayChangeTorrent(visitorOf(request), torrent)) return sendRefused(request, reply, parts)
    return await handle(request, reply, torrent)
  })
}
