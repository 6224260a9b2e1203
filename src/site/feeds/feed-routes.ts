/** Feeds for everybody, and those of members, whose torrents are theirs without a session. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { siteFeedsPerMinuteMax } from '#base/limits'
import { findTorrent } from '#index/galleries/find-by-hash'
import { GalleryError } from '#index/galleries/gallery-error'
import type { TorrentDownload } from '#index/galleries/gallery-torrents'
import type { Member } from '#index/members/member'
import { keptSearch } from '#index/search/catalogue-query'
import { sendPersonalFile } from '../gallery/send-torrent-file.ts'
import { sendError } from '../server/errors.ts'
import { queryText } from '../server/query-text.ts'
import { atomType, writeAtom } from './atom.ts'
import { sendConditional } from './conditional.ts'
import { type FeedAddress, feedFormats, feedKinds } from './feed-address.ts'
import type { FeedParts } from './feed-options.ts'
import { makeFeed } from './make-feed.ts'
import { rssType, writeRss } from './rss.ts'

const feedLimit = { rateLimit: { max: siteFeedsPerMinuteMax } } as const

/** The token is no part of any pattern, and so of no log. */
const tokenFolder = '/feeds/:token'

export function feedRoutes(site: FastifyInstance, parts: FeedParts): void {
  for (const kind of feedKinds)
    for (const format of feedFormats) {
      const addressOf = (request: FastifyRequest): FeedAddress => ({
        kind,
        format,
        search: keptSearch(queryText(request.query, 'q') ?? ''),
      })
      site.get(`/feeds/${kind}.${format}`, { config: feedLimit }, (request, reply) =>
        sendFeed(request, reply, parts, addressOf(request)),
      )
      site.get(`${tokenFolder}/${kind}.${format}`, { config: feedLimit }, (request, reply) =>
        sendPersonalFeed(request, reply, parts, addressOf(request)),
      )
    }
  site.get(`${tokenFolder}/:hash.torrent`, (request, reply) => sendFile(request, reply, parts))
}

async function sendPersonalFeed(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: FeedParts,
  address: FeedAddress,
): Promise<FastifyReply> {
  const token = queryText(request.params, 'token') ?? ''
  const member = await parts.feedTokens.memberByToken(token)
  if (member === undefined) return sendError(request, reply, parts.shell(request), 404)
  return await sendFeed(request, reply, parts, { ...address, token }, member)
}

async function sendFeed(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: FeedParts,
  address: FeedAddress,
  member?: Member,
): Promise<FastifyReply> {
  const shell = parts.shell(request)
  const feed = await makeFeed(
    { address, memberId: member?.id, shell, base: baseOf(request, parts) },
    parts,
  )
  const isAtom = address.format === 'atom'
  return sendConditional(request, keptPrivate(reply, member), {
    type: isAtom ? atomType : rssType,
    text: isAtom ? writeAtom(feed) : writeRss(feed),
    cache: member === undefined ? 'public, max-age=60' : 'private, no-cache',
  })
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: FeedParts,
): Promise<FastifyReply> {
  const { feedTokens, torrents, shell } = parts
  const member = await feedTokens.memberByToken(queryText(request.params, 'token') ?? '')
  const torrent = member && (await findTorrent(torrents, queryText(request.params, 'hash') ?? ''))
  const file = torrent && (await unlessGone(torrents.personalFile(torrent, member.id)))
  if (file === undefined) return sendError(request, reply, shell(request), 404)
  return sendPersonalFile(reply, file)
}

/** Undefined where it cannot be downloaded any more, which its page tells the reason of. */
async function unlessGone(file: Promise<TorrentDownload>): Promise<TorrentDownload | undefined> {
  return await file.catch((error: unknown) => {
    if (error instanceof GalleryError && error.code === 'gone_torrent') return undefined
    throw error
  })
}

/** The address of a member's feed is in no search engine, if it should get to where one finds it. */
function keptPrivate(reply: FastifyReply, member: Member | undefined): FastifyReply {
  return member === undefined ? reply : reply.header('X-Robots-Tag', 'noindex')
}

/** Feed readers need whole addresses; without a configured one it is that under which the feed was asked for. */
function baseOf(request: FastifyRequest, { settings }: FeedParts): string {
  const { siteUrl } = settings()
  return siteUrl === '' ? `${request.protocol}://${request.host}` : siteUrl
}
