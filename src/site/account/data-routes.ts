/** What is stored of a member, to take along, and the end of the account. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { formLimit } from '../server/visitor-limits.ts'
import type { MembershipRoutes } from './account-parts.ts'
import { dataPage, deletePage } from './data-page.ts'
import { memberOf } from './member-hook.ts'
import { dataPath, deletePath, exportPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { requireMember } from './require-member.ts'
import { sendMessagePage } from './send-message-page.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { visitorNetwork } from './visitor-network.ts'

const deleteForm = z.object({ password: z.string().catch('') })

export function dataRoutes(site: FastifyInstance, parts: MembershipRoutes): void {
  const onRequest = requireMember(parts)
  site.get(dataPath, { onRequest }, (request, reply) =>
    sendPrivatePage(reply, dataPage(request, parts)),
  )
  site.get(exportPath, { onRequest, config: formLimit }, (request, reply) =>
    sendExport(request, reply, parts),
  )
  site.get(deletePath, { onRequest }, (request, reply) =>
    sendPrivatePage(reply, deletePage(request, parts)),
  )
  site.post(deletePath, { onRequest, config: formLimit }, (request, reply) =>
    deleteAccount(request, reply, parts),
  )
}

async function sendExport(
  request: FastifyRequest,
  reply: FastifyReply,
  { membership }: MembershipRoutes,
): Promise<FastifyReply> {
  const pieces = membership.memberExport.exportOf(memberOf(request).member)
  const iterator = pieces[Symbol.asyncIterator]()
  // A database that is away is told of by a page, as long as nothing was sent.
  const first = await iterator.next()
  return reply
    .type('application/json; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('Content-Disposition', 'attachment; filename="account.json"')
    .send(Readable.from(continued(first, iterator)))
}

async function* continued(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string, void, undefined> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value
}

async function deleteAccount(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: MembershipRoutes,
): Promise<FastifyReply> {
  const { members, cookie, shell } = parts
  const { password } = deleteForm.parse(request.body ?? {})
  try {
    const network = visitorNetwork(request.ip)
    await members.deleteAccount(memberOf(request).member, { password, network })
    cookie.clear(reply)
    // From here on it is a guest's page.
    request.member = undefined
    return sendMessagePage(reply, shell, shell().texts.members.data.deleted)
  } catch (error) {
    const problem = refusalOf(shell().texts, error)
    if (problem.retryAfterSeconds > 0) reply.header('Retry-After', problem.retryAfterSeconds)
    return sendPrivatePage(reply, deletePage(request, parts, problem), problem.status)
  }
}
