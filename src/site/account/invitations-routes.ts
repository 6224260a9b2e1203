/** A member invites others. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { invitationAddress } from '#index/members/invitation'
import { formLimit } from '../server/visitor-limits.ts'
import type { AccountParts } from './account-parts.ts'
import { doneOf } from './done-of.ts'
import { type InvitationsState, invitationsPage } from './invitations-page.ts'
import { memberOf } from './member-hook.ts'
import { accountPath, invitationsPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { requireMember } from './require-member.ts'
import { sendPrivatePage } from './send-private-page.ts'

const endForm = z.object({ invitation: z.coerce.number().int().catch(0) })

export function invitationsRoutes(site: FastifyInstance, parts: AccountParts): void {
  const { members, shell } = parts
  const onRequest = requireMember(parts)
  const changing = { onRequest, config: formLimit }
  site.get(invitationsPath, { onRequest }, (request, reply) => {
    if (members.invitationsMax() === 0) return reply.redirect(accountPath, 303)
    const done = doneOf(request.query, { ended: shell().texts.members.invitations.ended })
    return sendInvitations(request, reply, parts, { done })
  })
  site.post(invitationsPath, changing, async (request, reply) => {
    try {
      const made = await members.invite(memberOf(request).member)
      return await sendInvitations(request, reply, parts, {
        made: invitationAddress(addressOf(request, parts), made),
      })
    } catch (error) {
      const problem = refusalOf(shell().texts, error).text
      return await sendInvitations(request, reply, parts, { problem })
    }
  })
  site.post(`${invitationsPath}/end`, changing, async (request, reply) => {
    const { invitation } = endForm.parse(request.body ?? {})
    await members.endInvitation(memberOf(request).member.id, invitation)
    return await reply.redirect(`${invitationsPath}?done=ended`, 303)
  })
}

/** Where the member sees the site: the link is shown to nobody else. */
function addressOf({ protocol, host }: FastifyRequest, { siteUrl }: AccountParts): string {
  return siteUrl() === '' ? `${protocol}://${host}` : siteUrl()
}

async function sendInvitations(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
  state: Omit<InvitationsState, 'invitations' | 'invited' | 'nowSeconds'>,
): Promise<FastifyReply> {
  const { members, clock } = parts
  const { id } = memberOf(request).member
  const page = invitationsPage(request, parts, {
    ...state,
    invitations: await members.invitationsOf(id),
    invited: await members.invitedBy(id),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page, state.problem === undefined ? 200 : 422)
}
