/** Where members read petitions, vote and appeal. What is sent twice was done the first time. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { petitionKinds } from '#index/petitions/petition'
import { PetitionError } from '#index/petitions/petition-error'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { appealPage } from './appeal-page.ts'
import { withPetition } from './find-petition.ts'
import { petitionListPage } from './list-page.ts'
import { petitionHref, petitionsPath } from './paths.ts'
import { petitionFault } from './petition-fault.ts'
import type { PetitionParts } from './petition-options.ts'
import type { PetitionDone } from './petition-page.ts'
import { sendPetition } from './send-petition.ts'

const rowsMax = 25
const endedMax = 10
const route = `${petitionsPath}/:id`

export function petitionRoutes(site: FastifyInstance, parts: PetitionParts): void {
  const onRequest = parts.requireMember
  const changing = { onRequest, config: formLimit }
  site.get(petitionsPath, { onRequest }, (request, reply) => sendList(request, reply, parts))
  site.get(
    route,
    { onRequest },
    withPetition(parts, (request, reply, found) => sendPetition(request, reply, parts, { found })),
  )
  site.post(
    `${route}/vote`,
    changing,
    withPetition(parts, (request, reply, found) => vote(request, reply, parts, found)),
  )
  site.get(
    `${route}/appeal`,
    { onRequest },
    withPetition(parts, async (request, reply, found) => {
      if (found.petition.state !== 'active') return await toPetition(reply, found)
      const state = { found, statement: '', problem: undefined }
      return sendPrivatePage(reply, appealPage(parts.shell(request), state))
    }),
  )
  site.post(
    `${route}/appeal`,
    changing,
    withPetition(parts, (request, reply, found) => appeal(request, reply, parts, found)),
  )
}

async function toPetition(
  reply: FastifyReply,
  { petition }: FoundPetition,
  done?: PetitionDone,
): Promise<FastifyReply> {
  const href = petitionHref(petition)
  return await reply.redirect(done === undefined ? href : `${href}?done=${done}`, 303)
}

async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { petitions, clock, shell }: PetitionParts,
): Promise<FastifyReply> {
  const beforeId = readId(queryText(request.query, 'before'))
  const kind = petitionKinds.find((one) => one === queryText(request.query, 'kind'))
  const limit = rowsMax + 1
  const found = await petitions.list({ states: ['open', 'held'], kind, beforeId, limit })
  const open = found.slice(0, rowsMax)
  const isFirst = beforeId === undefined
  const page = petitionListPage(shell(request), {
    kind,
    open,
    isFirst,
    next: found.length > rowsMax ? open.at(-1)?.petition.id : undefined,
    ended: isFirst && kind === undefined ? await petitions.ended(endedMax) : [],
    power: await petitions.powerOf(memberOf(request)),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page)
}

async function vote(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  found: FoundPetition,
): Promise<FastifyReply> {
  const sent = queryText(request.body, 'vote')
  if (sent !== 'for' && sent !== 'against') return await toPetition(reply, found)
  const { id } = found.petition
  const member = memberOf(request)
  try {
    await parts.petitions.vote(id, sent === 'for', member)
    return await toPetition(reply, found, 'voted')
  } catch (error) {
    const problem = petitionFault(error)
    const now = await parts.petitions.find(id)
    const cast = now.petition.votes.find(({ by }) => by.id === member.id)
    if (cast?.isFor === (sent === 'for')) return await toPetition(reply, found, 'voted')
    return await sendPetition(request, reply, parts, { found: now, problem })
  }
}

async function appeal(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  found: FoundPetition,
): Promise<FastifyReply> {
  const statement = queryText(request.body, 'statement') ?? ''
  const member = memberOf(request)
  if (found.petition.appeal?.by.id === member.id) return await toPetition(reply, found, 'appealed')
  try {
    await parts.petitions.appeal(found.petition.id, statement, member)
    return await toPetition(reply, found, 'appealed')
  } catch (error) {
    const problem = petitionFault(error)
    const isText = error instanceof PetitionError && error.code === 'invalid_petition'
    if (!isText) return await sendPetition(request, reply, parts, { found, problem })
    const state = { found, statement, problem }
    return sendPrivatePage(reply, appealPage(parts.shell(request), state), 422)
  }
}
