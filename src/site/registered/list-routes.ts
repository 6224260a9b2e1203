/** The list of torrents and its search. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { siteRequestsPerMinuteMax, siteSearchesPerMinuteMax } from '#base/limits'
import { StorageError } from '#index/storage/storage-error'
import { TorrentError } from '#index/torrents/torrent-error'
import type { TorrentPage } from '#index/torrents/torrent-repository'
import type { Torrents } from '#index/torrents/torrents'
import { sendPage } from '../server/send-page.ts'
import { type ListAddress, listHref, readListAddress } from './list-address.ts'
import { type ListState, listPage, rowsPerPage } from './list-page.ts'
import { isOperator } from './operator.ts'
import { listTotals } from './operator-line.ts'
import { queryText } from './query-text.ts'
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
  const { state, search, after, before } = address
  const [found, totals, total] = await Promise.all([
    listOf(torrents, address),
    isOperators ? listTotals(torrents, search) : undefined,
    torrents.total({ state, search }),
  ])
  const isFirst = after === undefined && before === undefined
  // A mark that is none of ours, or that leads back to the beginning.
  const isBack = before !== undefined && found !== undefined && found.newer === undefined
  if (found === undefined || isBack)
    return await reply.redirect(
      listHref({ ...address, after: undefined, before: undefined, from: 1 }),
      303,
    )
  const from = isFirst ? 1 : address.from
  const nowSeconds = clock.nowSeconds()
  const page = listPage(shell(reply.request), {
    ...found,
    address: { ...address, from },
    total,
    totals,
    nowSeconds,
  })
  return sendPage(reply, page)
}

type Found = Pick<ListState, 'torrents' | 'newer' | 'older'>

/** Undefined where the mark is not of such a list. */
async function listOf(torrents: Torrents, address: ListAddress): Promise<Found | undefined> {
  const { state, search, order, isDescending, after, before } = address
  const query = { state, search, order, limit: rowsPerPage }
  try {
    if (before === undefined)
      return forwards(await torrents.list({ ...query, isDescending, after }), after)
    return backwards(await torrents.list({ ...query, isDescending: !isDescending, after: before }))
  } catch (error) {
    if (error instanceof StorageError && error.code === 'invalid_page') return undefined
    throw error
  }
}

function forwards({ torrents, next, first }: TorrentPage, after: string | undefined): Found {
  return { torrents, older: next, newer: after === undefined ? undefined : first }
}

/** The list in the other direction, turned round. */
function backwards({ torrents, next, first }: TorrentPage): Found {
  return { torrents: torrents.toReversed(), older: first, newer: next }
}

const hashForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

/** Where the torrent is whose info-hash was searched for. */
async function findByHash(torrents: Torrents, search: string): Promise<string | undefined> {
  if (!hashForm.test(search)) return undefined
  const torrent = await torrents.find(Buffer.from(search, 'hex')).catch((error: unknown) => {
    if (error instanceof TorrentError && error.code === 'unknown_torrent') return undefined
    throw error
  })
  return torrent && torrentHref(torrent)
}
