/** Where members put a torrent or a gallery up for expunging. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findTorrent } from '#index/galleries/find-by-hash'
import type { Member } from '#index/members/member'
import { isInForce, isVotedOn, type Petition } from '#index/petitions/petition'
import { startPower } from '#index/petitions/petition-rules'
import { isInPlace, type Subject } from '#index/petitions/petition-targets'
import { weightOf } from '#index/petitions/power'
import { sendMessagePage } from '../account/send-message-page.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { formatCount } from '../format/format-count.ts'
import { findGallery, galleryRoute } from '../gallery/find-gallery.ts'
import { torrentRoute } from '../gallery/find-torrent.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import { sendNoGallery, sendNoTorrent } from '../gallery/send-gallery-message.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { petitionHref, petitionsPath, powerHref } from './paths.ts'
import { petitionFault } from './petition-fault.ts'
import type { PetitionParts } from './petition-options.ts'
import { isUploaderOf } from './send-petition.ts'
import { startPage } from './start-page.ts'

type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  subject: Subject,
) => Promise<FastifyReply>

type Wrapped = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

export function startRoutes(site: FastifyInstance, parts: PetitionParts): void {
  const onRequest = parts.requireMember
  const show: Handler = async (request, reply, subject) =>
    await sendStart(request, reply, parts, { subject })
  const open: Handler = async (request, reply, subject) =>
    await openOne(request, reply, parts, subject)
  for (const [route, withSubject] of [
    [torrentRoute, ofTorrent],
    [galleryRoute, ofGallery],
  ] as const) {
    const path = `${route}/petition`
    site.get(path, { onRequest }, withSubject(parts, show))
    site.post(path, { onRequest, config: formLimit }, withSubject(parts, open))
  }
}

function ofTorrent(parts: PetitionParts, handle: Handler): Wrapped {
  return async (request, reply) => {
    const hash = queryText(request.params, 'hash') ?? ''
    const torrent = await findTorrent(parts.torrents, hash)
    if (torrent === undefined) return sendNoTorrent(request, reply, parts)
    return await handle(request, reply, { kind: 'torrent', torrent })
  }
}

/** Of an older version the petition is that of the newest. */
function ofGallery(parts: PetitionParts, handle: Handler): Wrapped {
  return async (request, reply) => {
    const named = await findGallery(request, parts.galleries)
    if (named === undefined) return sendNoGallery(request, reply, parts)
    const { id, currentId } = named
    const gallery = id === currentId ? named : await parts.galleries.find(currentId)
    return await handle(request, reply, { kind: 'gallery', gallery })
  }
}

type Start = {
  readonly subject: Subject
  readonly explanation?: string
  readonly problem?: string
}

async function sendStart(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  { subject, explanation = '', problem }: Start,
): Promise<FastifyReply> {
  const { petitions, clock, shell } = parts
  if (!isInPlace(subject)) return sendNothing(reply, parts)
  const member = memberOf(request)
  const rules = petitions.rules()
  const power = await petitions.powerOf(member)
  const isDecisive = isUploaderOf(subject, member)
  const needed = startPower(subject.kind, rules)
  if (!isDecisive && power.total < needed) return sendTooLittle(reply, parts, needed, power.total)
  const others = (await petitions.ofSubject(subject)).filter(isVotedOn)
  const [open] = others
  // A torrent has one, on which everybody votes.
  if (subject.kind === 'torrent' && open !== undefined && !isDecisive)
    return await reply.redirect(petitionHref(open), 303)
  const page = startPage(shell(request), {
    subject,
    rules,
    others: subject.kind === 'gallery' ? others : [],
    weight: isDecisive ? undefined : weightOf(subject.kind, power, rules),
    explanation,
    problem,
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}

async function openOne(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  subject: Subject,
): Promise<FastifyReply> {
  const explanation = queryText(request.body, 'explanation') ?? ''
  const member = memberOf(request)
  try {
    const { id } = await parts.petitions.open(subject, explanation, member)
    return await reply.redirect(`${petitionHref({ id })}?done=opened`, 303)
  } catch (error) {
    const problem = petitionFault(error)
    const own = (await parts.petitions.ofSubject(subject)).find((one) => isDone(one, member))
    // Sent twice, it was done the first time.
    if (own !== undefined) return await reply.redirect(`${petitionHref(own)}?done=opened`, 303)
    return await sendStart(request, reply, parts, { subject, explanation, problem })
  }
}

/** Opened by the member, or in force with their vote. */
function isDone(petition: Petition, { id }: Member): boolean {
  return (
    petition.starter.id === id ||
    (isInForce(petition) && petition.votes.some(({ by }) => by.id === id))
  )
}

function sendNothing(reply: FastifyReply, { shell }: PetitionParts): FastifyReply {
  const { action, ...words } = shell().texts.petitions.start.nothing
  const message = { ...words, action: { href: petitionsPath, label: action } }
  return sendMessagePage(reply, shell, message, 410)
}

function sendTooLittle(
  reply: FastifyReply,
  { shell }: PetitionParts,
  needed: number,
  own: number,
): FastifyReply {
  const { texts } = shell()
  const { title, what, why, action } = texts.petitions.start.tooLittle
  const count = (value: number): string => formatCount(texts.locale, value)
  const message = {
    title,
    what: what(count(needed), count(own)),
    why,
    action: { href: powerHref, label: action },
  }
  // A page that links lead to; what was sent is refused.
  return sendMessagePage(reply, shell, message, reply.request.method === 'GET' ? 200 : 403)
}
