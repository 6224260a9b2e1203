/** What members do with their own account. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { formLimit } from '../server/visitor-limits.ts'
import { accountLine } from './account-line.ts'
import { accountPage, type Done, dones } from './account-page.ts'
import type { AccountParts } from './account-parts.ts'
import { keyRoutes } from './key-routes.ts'
import { memberOf } from './member-hook.ts'
import type { FormProblem } from './new-password-fields.ts'
import { accountPath, loginPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { requireMember } from './require-member.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { visitorNetwork } from './visitor-network.ts'

const text = z.string().catch('')
const doneQuery = z.object({ done: z.enum(dones).optional().catch(undefined) })
const passwordForm = z.object({ current: text, password: text, again: text })
const sessionForm = z.object({ session: z.coerce.number().int().catch(0) })

export function accountRoutes(site: FastifyInstance, parts: AccountParts): void {
  const { members, hasTorrentKeys } = parts
  const onRequest = requireMember(parts)
  const form = { onRequest, config: formLimit }

  site.get(accountPath, { onRequest }, (request, reply) =>
    sendAccount(request, reply, parts, { done: doneQuery.parse(request.query).done }),
  )
  site.post(`${accountPath}/password`, form, (request, reply) =>
    changePassword(request, reply, parts),
  )
  site.post(`${accountPath}/sessions/end`, form, async (request, reply) => {
    const { member, session } = memberOf(request)
    const ended = sessionForm.parse(request.body ?? {}).session
    await members.endSession(member.id, ended)
    return ended === session.id ? reply.redirect(loginPath, 303) : toAccount(reply, 'session')
  })
  site.post(`${accountPath}/sessions/end-others`, form, async (request, reply) => {
    await members.endOtherSessions(memberOf(request).session)
    return toAccount(reply, 'sessions')
  })
  if (hasTorrentKeys) keyRoutes(site, parts)
}

function toAccount(reply: FastifyReply, done: Done): FastifyReply {
  return reply.redirect(`${accountPath}?done=${done}`, 303)
}

async function changePassword(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
): Promise<FastifyReply> {
  const { members, cookie, shell } = parts
  const { current, password, again } = passwordForm.parse(request.body ?? {})
  if (password !== again) return await sendAccount(request, reply, parts, { problem: 'different' })
  try {
    const change = { current, next: password, network: visitorNetwork(request.ip) }
    const { secret } = await members.changePassword(memberOf(request), change)
    cookie.set(reply, secret)
    return toAccount(reply, 'password')
  } catch (error) {
    const problem = refusalOf(shell().texts, error)
    if (problem.retryAfterSeconds > 0) reply.header('Retry-After', problem.retryAfterSeconds)
    return await sendAccount(request, reply, parts, { problem })
  }
}

type Outcome = {
  readonly done?: Done | undefined
  readonly problem?: FormProblem
}

async function sendAccount(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
  { done, problem }: Outcome,
): Promise<FastifyReply> {
  const { members, membership, clock, hasTorrentKeys } = parts
  const who = memberOf(request)
  const shell = parts.shell(request)
  const page = accountPage(shell, {
    who,
    sessions: await members.sessionsOf(who.member.id),
    torrentKey: hasTorrentKeys ? await members.torrentKeyOf(who.member) : undefined,
    hasTokens: membership !== undefined,
    nowSeconds: clock.nowSeconds(),
    done,
    problem,
    line: accountLine(shell.texts, parts, request, accountPath),
  })
  const status = problem === undefined ? 200 : problem === 'different' ? 422 : problem.status
  return sendPrivatePage(reply, page, status)
}
