/** Where the staff sees what will be purged, and keeps what should stay. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PurgeMark } from '#index/purge/purge-repository'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { actorOf } from '../gallery/gallery-visitor.ts'
import { readId } from '../lists/list-place.ts'
import { requireOperator } from '../registered/operator.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import type { ModerationParts } from './moderation-options.ts'
import { keepPath, purgePath } from './paths.ts'
import { purgePage } from './purge-page.ts'
import { staffLine } from './staff-line.ts'

const rowsMax = 50
const runsMax = 10

export function purgeRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const onRequest = requireOperator(parts)
  site.get(purgePath, { onRequest }, (request, reply) => sendPurge(request, reply, parts))
  site.post(keepPath, { onRequest, config: formLimit }, async (request, reply) => {
    const id = readId(queryText(request.body, 'torrent'))
    const isKept = id !== undefined && (await parts.purge.keep(id, actorOf(request)))
    return await reply.redirect(`${purgePath}?done=${isKept ? 'kept' : 'notKept'}`, 303)
  })
}

async function sendPurge(
  request: FastifyRequest,
  reply: FastifyReply,
  { purge, clock, shell }: ModerationParts,
): Promise<FastifyReply> {
  const after = readMark(queryText(request.query, 'after'))
  const done = queryText(request.query, 'done')
  const found = await purge.coming('unseeded', after, rowsMax + 1)
  const unseeded = found.slice(0, rowsMax)
  const last = found.length > rowsMax ? unseeded.at(-1) : undefined
  const made = shell(request)
  const page = purgePage(made, {
    unseeded,
    expunged: await purge.coming('expunged', undefined, rowsMax),
    isFirst: after === undefined,
    nextHref: last && `${purgePath}?after=${last.countedUpSeconds}-${last.torrentId}`,
    runs: await purge.runs(runsMax),
    done: done === 'kept' || done === 'notKept' ? done : undefined,
    filters: staffLine(made.texts, request, purgePath),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page)
}

function readMark(text: string | undefined): PurgeMark | undefined {
  const [, countedUpSeconds, torrentId] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? []
  if (countedUpSeconds === undefined || torrentId === undefined) return undefined
  return { countedUpSeconds: Number(countedUpSeconds), torrentId: Number(torrentId) }
}
