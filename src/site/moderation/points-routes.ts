/** Giving and taking points: a form that gives once, however often it is sent. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newSecret } from '#index/members/secret'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { formatCount } from '../format/format-count.ts'
import { actorOf } from '../gallery/gallery-visitor.ts'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { moderationFault } from './moderation-fault.ts'
import type { ModerationParts } from './moderation-options.ts'
import { pointsPath } from './paths.ts'
import { type PointsState, pointsPage } from './points-page.ts'
import { requireAdministrator } from './require-administrator.ts'
import { staffLine } from './staff-line.ts'

export function pointsRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const { points } = parts
  const onRequest = requireAdministrator(parts, ({ points: { staff } }) => staff.refused)
  site.get(pointsPath, { onRequest }, async (request, reply) => {
    const done = await doneOf(parts, readId(queryText(request.query, 'done')))
    return await sendPoints(request, reply, parts, { done })
  })
  site.post(pointsPath, { onRequest, config: formLimit }, async (request, reply) => {
    const { body } = request
    const [name, amount, reason] = (['name', 'amount', 'reason'] as const).map((field) =>
      queryText(body, field),
    )
    const key = queryText(body, 'key')
    try {
      const grant = { name: name ?? '', amount: Number(amount ?? '0'), reason: reason ?? '', key }
      const { member } = await points.grant(grant, actorOf(request))
      return await reply.redirect(`${pointsPath}?done=${member.id}`, 303)
    } catch (error) {
      const problem = moderationFault(error)
      return await sendPoints(request, reply, parts, { problem, sent: { name, amount, reason } })
    }
  })
}

/** What the member has now to whom points were given. */
async function doneOf(
  { members, points, shell }: ModerationParts,
  memberId: number | undefined,
): Promise<string | undefined> {
  const member = memberId === undefined ? undefined : await members.findById(memberId)
  if (member === undefined) return undefined
  const { balance } = await points.balanceOf(member.id)
  const { locale, points: words } = shell().texts
  return words.staff.granted(member.name, formatCount(locale, balance))
}

const nothing = { name: undefined, amount: undefined, reason: undefined }

async function sendPoints(
  request: FastifyRequest,
  reply: FastifyReply,
  { shell }: ModerationParts,
  { sent = nothing, problem, done }: Partial<Pick<PointsState, 'sent' | 'problem' | 'done'>>,
): Promise<FastifyReply> {
  const made = shell(request)
  const filters = staffLine(made.texts, request, pointsPath)
  const page = pointsPage(made, { sent, problem, done, filters, key: newSecret() })
  return await sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}
