/** The list of torrents and its search. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { siteRequestsPerMinuteMax, siteSearchesPerMinuteMax } from '#base/limits'
import { isInfoHash } from '#index/torrents/info-hash-text'
import { TorrentError } from '#index/torrents/torrent-error'
import type { Torrents } from '#index/torrents/torrents'
import { checkedPlace, fromStart, rowsAt } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import { type ListAddress, listHref, readListAddress } from './list-address.ts'
import { listPage } from './list-page.ts'
import { isOperator } from './operator.ts'
import { listTotals } from './operator-line.ts'
import type { RegisteredParts } from './registered-options.ts'
import { torrentHref } from './torrent-address.ts'

export function listRoutes(site: FastifyInstance, parts: RegisteredParts): void {
  site.get('/torrents', { config: { rateLimit: { max: requestsMax } } }, async (request, reply) => {
    const given = readListAddress(request.query)
    const isTheirs = isOperator(request)
    // Lists of what clients are refused are for operators.
    const address: ListAddress = isTheirs ? given : { ...given, state: 'live' }
    const known = await findByHash(parts.torrents, address.search)
    if (known !== undefined) return await reply.redirect(known, 303)
    return await sendList(reply, parts, address, isTheirs)
  })
}

/** Of one network in a minute. */
function requestsMax({ query }: FastifyRequest): number {
  return queryText(query, 'q') === undefined ? siteRequestsPerMinuteMax : siteSearchesPerMinuteMax
}

async function sendList(
  reply: FastifyReply,
  { torrents, clock, shell }: RegisteredParts,
  address: ListAddress,
  isOperators: boolean,
): Promise<FastifyReply> {
  const { state, search, order, isDescending } = address
  const [found, totals, total] = await Promise.all([
    rowsAt(address, isDescending, async (part) => {
      const { torrents: rows, ...marks } = await torrents.list({ state, search, order, ...part })
      return { rows, ...marks }
    }),
    isOperators ? listTotals(torrents, search) : undefined,
    torrents.total({ state, search }),
  ])
  if (found === undefined) return await reply.redirect(listHref(fromStart(address)), 303)
  const page = listPage(shell(reply.request), {
    address: checkedPlace(address),
    found,
    total,
    totals,
    nowSeconds: clock.nowSeconds(),
  })
  return sendPage(reply, page)
}

/** Where the torrent is whose info-hash was searched for. */
async function findByHash(torrents: Torrents, search: string): Promise<string | undefined> {
  if (!isInfoHash(search)) return undefined
  const torrent = await torrents.find(Buffer.from(search, 'hex')).catch((error: unknown) => {
    if (error instanceof TorrentError && error.code === 'unknown_torrent') return undefined
    throw error
  })
  return torrent && torrentHref(torrent)
}
