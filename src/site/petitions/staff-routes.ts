/** Where those who moderate decide about petitions. What two of them decide at once is decided once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { petitionActs } from '#index/petitions/petition'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import { staffLine } from '../moderation/staff-line.ts'
import { requireOperator } from '../registered/operator.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { withPetition } from './find-petition.ts'
import { petitionHref, staffPetitionsPath } from './paths.ts'
import { petitionFault } from './petition-fault.ts'
import type { PetitionParts } from './petition-options.ts'
import { sendPetition } from './send-petition.ts'
import { staffPetitionsPage } from './staff-page.ts'

const appealsMax = 50
const decidedMax = 20
const route = `${staffPetitionsPath}/:id`

export function staffRoutes(site: FastifyInstance, parts: PetitionParts): void {
  const onRequest = requireOperator(parts)
  const changing = { onRequest, config: formLimit }
  site.get(staffPetitionsPath, { onRequest }, async (request, reply) => {
    const { petitions, clock, shell } = parts
    const made = shell(request)
    const page = staffPetitionsPage(made, {
      appeals: await petitions.list({ states: ['appealed'], limit: appealsMax }),
      decided: await petitions.decided(decidedMax),
      filters: staffLine(made.texts, request, staffPetitionsPath),
      nowSeconds: clock.nowSeconds(),
    })
    return sendPrivatePage(reply, page)
  })
  site.post(
    route,
    changing,
    withPetition(parts, (request, reply, found) => decide(request, reply, parts, found)),
  )
  site.post(
    `${route}/undo`,
    changing,
    withPetition(parts, (request, reply, found) =>
      perform(request, reply, parts, found, 'undone', () =>
        parts.petitions.undo(found.petition.id, memberOf(request)),
      ),
    ),
  )
}

async function decide(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  found: FoundPetition,
): Promise<FastifyReply> {
  const { id, decision } = found.petition
  const act = petitionActs.find((one) => one === queryText(request.body, 'act'))
  const verdict = queryText(request.body, 'verdict') ?? ''
  const member = memberOf(request)
  if (act === undefined) return await reply.redirect(petitionHref({ id }), 303)
  // Sent twice, it was done the first time.
  if (decision?.act === act && decision.by.id === member.id)
    return await reply.redirect(`${petitionHref({ id })}?done=decided`, 303)
  return await perform(request, reply, parts, found, 'decided', () =>
    parts.petitions.decide(id, { act, verdict }, member),
  )
}

async function perform(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  { petition: { id } }: FoundPetition,
  done: 'decided' | 'undone',
  work: () => Promise<unknown>,
): Promise<FastifyReply> {
  try {
    await work()
    return await reply.redirect(`${petitionHref({ id })}?done=${done}`, 303)
  } catch (error) {
    const problem = petitionFault(error)
    return await sendPetition(request, reply, parts, {
      found: await parts.petitions.find(id),
      problem,
    })
  }
}
