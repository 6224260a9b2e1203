/** Where moderators keep a member out, and let them in again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayKeepOut } from '#index/members/may-keep-out'
import type { Member } from '#index/members/member'
import { banOf } from '#index/members/member-ban'
import { banPath, membersPath } from '../account/paths.ts'
import { sendMessagePage } from '../account/send-message-page.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { actorOf, memberOf } from '../gallery/gallery-visitor.ts'
import { readId } from '../lists/list-place.ts'
import { requireOperator } from '../registered/operator.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { memberBanPage } from './member-ban-page.ts'
import { moderationFault } from './moderation-fault.ts'
import type { ModerationParts } from './moderation-options.ts'
import { readReason, sentReason } from './reason-fields.ts'
import { staffLine } from './staff-line.ts'

const route = `${membersPath}/:id/ban`

export function memberBanRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const onRequest = requireOperator(parts)
  const changing = { onRequest, config: formLimit }
  site.get(
    route,
    { onRequest },
    withMember(parts, (request, reply, member) => sendMember(request, reply, parts, { member })),
  )
  site.post(
    route,
    changing,
    withMember(parts, (request, reply, member) => ban(request, reply, parts, member)),
  )
  site.post(
    `${route}/end`,
    changing,
    withMember(parts, async (request, reply, member) => {
      await parts.members.unban(member.name, actorOf(request))
      return await reply.redirect(`${banPath(member)}?done=yes`, 303)
    }),
  )
}

async function ban(
  request: FastifyRequest,
  reply: FastifyReply,
  { members, clock, ...parts }: ModerationParts,
  member: Member,
): Promise<FastifyReply> {
  const now = clock.nowSeconds()
  const given = readReason(parts.shell().texts, sentReason(request.body), now)
  try {
    // Sent twice, it was done the first time.
    if (banOf(member, now) === undefined)
      await members.ban(member.name, { ...given, isPublic: true }, actorOf(request))
    return await reply.redirect(`${banPath(member)}?done=yes`, 303)
  } catch (error) {
    const problem = moderationFault(error)
    return sendMember(request, reply, { ...parts, members, clock }, { member, problem })
  }
}

type Sent = { readonly member: Member; readonly problem?: string }

function sendMember(
  request: FastifyRequest,
  reply: FastifyReply,
  { clock, shell }: ModerationParts,
  { member, problem }: Sent,
): FastifyReply {
  const made = shell(request)
  const page = memberBanPage(made, {
    member,
    sent: sentReason(request.body),
    problem,
    done: queryText(request.query, 'done') === 'yes',
    filters: staffLine(made.texts, request, membersPath),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}

type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  member: Member,
) => Promise<FastifyReply> | FastifyReply

/** Whom the visitor may keep out; a deleted account is nobody's. */
function withMember(
  { members, shell }: ModerationParts,
  handle: Handler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const id = readId(queryText(request.params, 'id'))
    const member = id === undefined ? undefined : await members.findById(id)
    const { unknown, refused } = shell().texts.moderation.memberBan
    const isThere = member !== undefined && member.state !== 'deleted'
    if (isThere && mayKeepOut(memberOf(request), member))
      return await handle(request, reply, member)
    const { action, ...words } = isThere ? refused : unknown
    const message = { ...words, action: { href: membersPath, label: action } }
    return sendMessagePage(reply, shell, message, isThere ? 403 : 404)
  }
}
