/** A member's tokens of the API. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { tokenScopes } from '#index/tokens/token'
import { TokenError } from '#index/tokens/token-error'
import { formLimit } from '../server/visitor-limits.ts'
import type { MembershipRoutes } from './account-parts.ts'
import { doneOf } from './done-of.ts'
import { memberOf } from './member-hook.ts'
import { tokensPath } from './paths.ts'
import { requireMember } from './require-member.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { scopeField, type TokensState, tokensPage } from './tokens-page.ts'

const tokenForm = z.looseObject({ label: z.string().catch('') })
const revokeForm = z.object({ token: z.coerce.number().int().catch(0) })

export function tokensRoutes(site: FastifyInstance, parts: MembershipRoutes): void {
  const { tokens } = parts.membership
  const onRequest = requireMember(parts)
  const changing = { onRequest, config: formLimit }
  site.get(tokensPath, { onRequest }, (request, reply) => {
    const done = doneOf(request.query, { revoked: parts.shell().texts.members.tokens.done })
    return sendTokens(request, reply, parts, { done, label: '' })
  })
  site.post(tokensPath, changing, (request, reply) => create(request, reply, parts))
  site.post(`${tokensPath}/revoke`, changing, async (request, reply) => {
    const { token } = revokeForm.parse(request.body ?? {})
    await tokens.revokeOf(memberOf(request).member, token)
    return await reply.redirect(`${tokensPath}?done=revoked`, 303)
  })
}

async function create(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: MembershipRoutes,
): Promise<FastifyReply> {
  const sent = tokenForm.parse(request.body ?? {})
  const scopes = tokenScopes.filter((scope) => sent[scopeField(scope)] !== undefined)
  try {
    const { member } = memberOf(request)
    const { secret } = await parts.membership.tokens.createFor(member, sent.label, scopes)
    return await sendTokens(request, reply, parts, { made: secret, label: '' })
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    const text = parts.shell().texts.members.tokens.refusals[error.code]
    const problem = { text, isOfLabel: error.code === 'invalid_label' }
    return await sendTokens(request, reply, parts, { label: sent.label, problem })
  }
}

async function sendTokens(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: MembershipRoutes,
  state: Omit<TokensState, 'tokens' | 'nowSeconds'>,
): Promise<FastifyReply> {
  const tokens = await parts.membership.tokens.listOf(memberOf(request).member.id)
  const nowSeconds = parts.clock.nowSeconds()
  const page = tokensPage(request, parts, { ...state, tokens, nowSeconds })
  return sendPrivatePage(reply, page, state.problem === undefined ? 200 : 422)
}
