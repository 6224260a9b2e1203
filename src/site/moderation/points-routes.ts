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
    const done =
      (await toldOf(parts, request, 'granted')) ?? (await toldOf(parts, request, 'again'))
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
      const { member, isNew } = await points.grant(grant, actorOf(request))
      const outcome: Outcome = isNew ? 'granted' : 'again'
      return await reply.redirect(`${pointsPath}?${outcome}=${member.id}`, 303)
    } catch (error) {
      const problem = moderationFault(error)
      return await sendPoints(request, reply, parts, { problem, sent: { name, amount, reason } })
    }
  })
}

/** `again`: it was done before, and nothing was changed. */
type Outcome = 'granted' | 'again'

/** What the member has now to whom points were given, whom the address names. */
async function toldOf(
  { members, points, shell }: ModerationParts,
  { query }: FastifyRequest,
  outcome: Outcome,
): Promise<string | undefined> {
  const memberId = readId(queryText(query, outcome))
  const member = memberId === undefined ? undefined : await members.findById(memberId)
  if (member === undefined) return undefined
  const { balance } = await points.balanceOf(member.id)
  const { locale, points: words } = shell().texts
  return words.staff[outcome](member.name, formatCount(locale, balance))
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
