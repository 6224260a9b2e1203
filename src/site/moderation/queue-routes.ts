/** Where moderators handle reports. What was decided twice, in two windows or by two of them, was done the first time. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Report, type ReportAct, reportActs } from '#index/moderation/report'
import { ReportError } from '#index/moderation/report-error'
import { sendMessagePage } from '../account/send-message-page.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import { readId } from '../lists/list-place.ts'
import { requireOperator } from '../registered/operator.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { handlePage } from './handle-page.ts'
import { moderationFault } from './moderation-fault.ts'
import type { ModerationParts } from './moderation-options.ts'
import { handleHref, moderationPath } from './paths.ts'
import { queuePage } from './queue-page.ts'
import { readReason, sentReason } from './reason-fields.ts'
import { withTargets } from './shown-report.ts'
import { staffLine } from './staff-line.ts'

const rowsMax = 50
const handledMax = 10
const route = `${moderationPath}/:id`

export function queueRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const onRequest = requireOperator(parts)
  const changing = { onRequest, config: formLimit }
  site.get(moderationPath, { onRequest }, (request, reply) => sendQueue(request, reply, parts))
  site.get(
    route,
    { onRequest },
    withReport(parts, (request, reply, report) => sendReport(request, reply, parts, { report })),
  )
  site.post(
    route,
    changing,
    withReport(parts, (request, reply, report) => decide(request, reply, parts, report)),
  )
  site.post(
    `${route}/undo`,
    changing,
    withReport(parts, async (request, reply, report) => {
      try {
        const isAsBefore = await parts.reports.undo(report.id, memberOf(request))
        return await reply.redirect(`${doneHref(report)}${isAsBefore ? '' : '&kept=yes'}`, 303)
      } catch (error) {
        const problem = moderationFault(error)
        return await sendReport(request, reply, parts, { report, problem })
      }
    }),
  )
}

async function sendQueue(
  request: FastifyRequest,
  reply: FastifyReply,
  { reports, clock, shell }: ModerationParts,
): Promise<FastifyReply> {
  const after = readId(queryText(request.query, 'after'))
  const done = readId(queryText(request.query, 'done'))
  const found = await reports.open(after ?? 0, rowsMax + 1)
  const shown = found.slice(0, rowsMax)
  const made = shell(request)
  const page = queuePage(made, {
    open: await withTargets(reports, shown),
    isFirst: after === undefined,
    next: found.length > rowsMax ? shown.at(-1)?.id : undefined,
    handled: await withTargets(reports, await reports.handled(handledMax)),
    done: done === undefined ? undefined : await findReport(reports, done),
    isKept: queryText(request.query, 'kept') === 'yes',
    filters: staffLine(made.texts, request, moderationPath),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page)
}

type Sent = { readonly report: Report; readonly problem?: string }

async function sendReport(
  request: FastifyRequest,
  reply: FastifyReply,
  { reports, clock, shell }: ModerationParts,
  { report, problem }: Sent,
): Promise<FastifyReply> {
  const made = shell(request)
  const page = handlePage(made, {
    shown: { report, found: await reports.findTarget(report.target) },
    filters: staffLine(made.texts, request, moderationPath),
    nowSeconds: clock.nowSeconds(),
    sent: sentReason(request.body),
    problem,
  })
  return sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}

async function decide(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ModerationParts,
  report: Report,
): Promise<FastifyReply> {
  const { reports, clock, shell } = parts
  const { body } = request
  const act = readAct(body)
  if (act === undefined) return await reply.redirect(handleHref(report), 303)
  const { reason, until } = readReason(shell().texts, sentReason(body), clock.nowSeconds())
  const decision = { act, reason: act === 'reject' || act === 'close' ? '' : reason, until }
  if (report.handling?.act === act) return await reply.redirect(doneHref(report), 303)
  try {
    await reports.handle(report.id, decision, memberOf(request))
    return await reply.redirect(doneHref(report), 303)
  } catch (error) {
    const problem = moderationFault(error)
    const now = (await findReport(reports, report.id)) ?? report
    return await sendReport(request, reply, parts, { report: now, problem })
  }
}

function readAct(body: unknown): ReportAct | undefined {
  return reportActs.find((act) => act === queryText(body, 'act'))
}

function doneHref({ id }: Report): string {
  return `${moderationPath}?done=${id}`
}

async function findReport(
  reports: ModerationParts['reports'],
  id: number,
): Promise<Report | undefined> {
  return await reports.find(id).catch((error: unknown) => {
    if (error instanceof ReportError) return undefined
    throw error
  })
}

type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  report: Report,
) => Promise<FastifyReply>

function withReport(
  parts: ModerationParts,
  handle: Handler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const id = readId(queryText(request.params, 'id'))
    const report = id && (await findReport(parts.reports, id))
    if (report !== undefined && report !== 0) return await handle(request, reply, report)
    const { action, ...words } = parts.shell().texts.moderation.handle.unknown
    const message = { ...words, action: { href: moderationPath, label: action } }
    return sendMessagePage(reply, parts.shell, message, 404)
  }
}
