/** The list of members, for those who look after them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Member } from '#index/members/member'
import { mayDo } from '#index/members/role'
import type { AccountParts } from './account-parts.ts'
import { memberOf } from './member-hook.ts'
import { membersPage } from './members-page.ts'
import { accountPath, membersPath } from './paths.ts'
import { requireMember } from './require-member.ts'
import { sendMessagePage } from './send-message-page.ts'
import { sendPrivatePage } from './send-private-page.ts'

const membersQuery = z.object({ after: z.coerce.number().int().min(0).catch(0) })

const rowsMax = 100

export function membersRoutes(site: FastifyInstance, parts: AccountParts): void {
  const { members, clock } = parts
  site.get(membersPath, { onRequest: requireStaff(parts) }, async (request, reply) => {
    const { after } = membersQuery.parse(request.query)
    const found = await members.after(after, rowsMax + 1)
    const shown = found.slice(0, rowsMax)
    const page = membersPage(request, parts, {
      members: shown,
      inviters: await invitersOf(parts, shown),
      isFirst: after === 0,
      next: found.length > rowsMax ? shown.at(-1)?.id : undefined,
      nowSeconds: clock.nowSeconds(),
    })
    return sendPrivatePage(reply, page)
  })
}

function requireStaff(parts: AccountParts) {
  const asMember = requireMember(parts)
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const sent = await asMember(request, reply)
    if (sent !== undefined || mayDo(memberOf(request).member.role, 'moderate')) return sent
    const { action, ...words } = parts.shell().texts.members.staff.refused
    const message = { ...words, action: { href: accountPath, label: action } }
    return sendMessagePage(reply, parts.shell, message, 403)
  }
}

async function invitersOf(
  { members }: AccountParts,
  invited: readonly Member[],
): Promise<ReadonlyMap<number, string>> {
  const ids = new Set(invited.flatMap(({ invitedById }) => invitedById ?? []))
  const inviters = new Map<number, string>()
  for (const id of ids) {
    const inviter = await members.findById(id)
    if (inviter !== undefined) inviters.set(id, inviter.name)
  }
  return inviters
}
