/** Logging in and out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { clientOf } from '#index/members/client'
import { formLimit } from '../server/visitor-limits.ts'
import type { AccountParts } from './account-parts.ts'
import { type LoginState, loginPage } from './login-page.ts'
import { nextPath } from './next-path.ts'
import { accountPath, loginPath, logoutPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { visitorNetwork } from './visitor-network.ts'

const text = z.string().catch('')
const loginQuery = z.object({ next: text })
const loginForm = z.object({ name: text, password: text, next: text })

export function loginRoutes(site: FastifyInstance, parts: AccountParts): void {
  const { members, cookie } = parts
  site.get(loginPath, (request, reply) => {
    const next = nextPath(loginQuery.parse(request.query).next)
    if (request.member !== undefined) return reply.redirect(next ?? accountPath, 303)
    return sendPrivatePage(
      reply,
      loginPage(parts.shell(request), { ...offers(parts), next, name: '' }),
    )
  })
  site.post(loginPath, { config: formLimit }, (request, reply) => logIn(request, reply, parts))
  site.post(logoutPath, { config: formLimit }, async (request, reply) => {
    const secret = cookie.read(request)
    if (secret !== undefined) await members.logOut(secret)
    cookie.clear(reply)
    return await reply.redirect(loginPath, 303)
  })
}

async function logIn(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
): Promise<FastifyReply> {
  const { members, cookie, shell } = parts
  const { name, password, next: given } = loginForm.parse(request.body ?? {})
  const next = nextPath(given)
  try {
    const { secret } = await members.logIn({
      name,
      password,
      network: visitorNetwork(request.ip),
      client: clientOf(request.headers['user-agent']),
      replaced: cookie.read(request),
    })
    cookie.set(reply, secret)
    return await reply.redirect(next ?? accountPath, 303)
  } catch (error) {
    const refusal = refusalOf(shell().texts, error)
    if (refusal.retryAfterSeconds > 0) reply.header('Retry-After', refusal.retryAfterSeconds)
    const state: LoginState = { ...offers(parts), next, name, problem: refusal.text }
    return sendPrivatePage(reply, loginPage(shell(request), state), refusal.status)
  }
}

/** What else the page can lead to. */
function offers({ members, membership }: AccountParts): Pick<LoginState, 'hasMail' | 'isOpen'> {
  return {
    hasMail: membership !== undefined && members.hasMail(),
    isOpen: membership !== undefined && members.registration() === 'open',
  }
}
