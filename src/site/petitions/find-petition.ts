/** The petition that an address names by its number. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PetitionError } from '#index/petitions/petition-error'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { sendMessagePage } from '../account/send-message-page.ts'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { petitionsPath } from './paths.ts'
import type { PetitionParts } from './petition-options.ts'

type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundPetition,
) => Promise<FastifyReply> | FastifyReply

/** A handler of a route with `:id`. */
export function withPetition(
  parts: Pick<PetitionParts, 'petitions' | 'shell'>,
  handle: Handler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const id = readId(queryText(request.params, 'id'))
    const found = id === undefined ? undefined : await find(parts, id)
    if (found !== undefined) return await handle(request, reply, found)
    const { action, ...words } = parts.shell().texts.petitions.page.unknown
    const message = { ...words, action: { href: petitionsPath, label: action } }
    return sendMessagePage(reply, parts.shell, message, 404)
  }
}

async function find(
  { petitions }: Pick<PetitionParts, 'petitions'>,
  id: number,
): Promise<FoundPetition | undefined> {
  return await petitions.find(id).catch((error: unknown) => {
    if (error instanceof PetitionError && error.code === 'unknown_petition') return undefined
    throw error
  })
}
