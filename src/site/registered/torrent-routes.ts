/** One torrent: its page, and what operators do with it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readInfoHash } from '#index/torrents/info-hash-text'
import type { Torrent } from '#index/torrents/torrent'
import { TorrentError } from '#index/torrents/torrent-error'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { sentence } from '../format/sentence.ts'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { type ActState, actPage } from './act-page.ts'
import { actorOf, isOperator, requireOperator } from './operator.ts'
import { performAct } from './perform-act.ts'
import type { RegisteredParts } from './registered-options.ts'
import { sendMessage } from './send-message.ts'
import { doneHref, type TorrentAct, torrentHref } from './torrent-address.ts'
import { readDone } from './torrent-done.ts'
import { torrentPage } from './torrent-page.ts'

const acts = ['ban', 'unban', 'remove', 'restore', 'pin', 'unpin'] as const satisfies TorrentAct[]

export function torrentRoutes(site: FastifyInstance, parts: RegisteredParts): void {
  site.get('/torrent/:hash', async (request, reply) => await sendTorrent(request, reply, parts))
  const onRequest = requireOperator(parts)
  for (const act of acts) {
    site.get(`/torrent/:hash/${act}`, { onRequest }, async (request, reply) => {
      const torrent = await findTorrent(request, parts)
      if (torrent === undefined) return sendMissing(reply, parts)
      // Done already, perhaps in another window.
      if (readDone(act, torrent) !== undefined && act !== 'ban')
        return await reply.redirect(torrentHref(torrent), 303)
      const { reason = '', isPublic = true } = (act === 'ban' && torrent.ban) || {}
      return sendPrivatePage(
        reply,
        actPage(parts.shell(request), { torrent, act, reason, isPublic }),
      )
    })
    site.post(`/torrent/:hash/${act}`, { onRequest, config: formLimit }, (request, reply) =>
      doAct(request, reply, parts, act),
    )
  }
}

async function sendTorrent(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: RegisteredParts,
): Promise<FastifyReply> {
  const { torrents, clock, flushSeconds, shell } = parts
  const torrent = await findTorrent(request, parts)
  if (torrent === undefined) return sendMissing(reply, parts)
  const isOperators = isOperator(request)
  if (torrent.removal !== undefined && !isOperators) {
    const { action, ...gone } = shell().texts.registered.torrent.gone
    return sendMessage(
      reply,
      shell(request),
      { ...gone, action: { href: '/torrents', label: action } },
      410,
    )
  }
  const files = torrent.fileCount === undefined ? [] : await torrents.files(torrent.infoHash)
  const done = readDone(isOperators ? queryText(request.query, 'done') : undefined, torrent)
  const nowSeconds = clock.nowSeconds()
  const state = { torrent, files, isOperators, done, flushSeconds, nowSeconds }
  return sendPage(reply, torrentPage(shell(request), state))
}

/** Undefined where no such torrent is registered. */
async function findTorrent(
  { params }: FastifyRequest,
  { torrents }: RegisteredParts,
): Promise<Torrent | undefined> {
  try {
    return await torrents.find(readInfoHash(queryText(params, 'hash') ?? ''))
  } catch (error) {
    if (error instanceof TorrentError) return undefined
    throw error
  }
}

function sendMissing(reply: FastifyReply, { shell }: RegisteredParts): FastifyReply {
  const { action, ...missing } = shell().texts.registered.torrent.missing
  const message = { ...missing, action: { href: '/torrents', label: action } }
  return sendMessage(reply, shell(reply.request), message, 404)
}

async function doAct(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: RegisteredParts,
  act: TorrentAct,
): Promise<FastifyReply> {
  const torrent = await findTorrent(request, parts)
  if (torrent === undefined) return sendMissing(reply, parts)
  const reason = queryText(request.body, 'reason') ?? ''
  const isPublic = queryText(request.body, 'public') === 'yes'
  try {
    await performAct(parts.torrents, torrent, { act, reason, isPublic, actor: actorOf(request) })
    return await reply.redirect(doneHref(torrent, act), 303)
  } catch (error) {
    if (!(error instanceof TorrentError)) throw error
    const problem = { text: sentence(error.message), isOfReason: error.code === 'invalid_reason' }
    const state: ActState = { torrent, act, reason, isPublic, problem }
    return sendPrivatePage(reply, actPage(parts.shell(request), state), 422)
  }
}
