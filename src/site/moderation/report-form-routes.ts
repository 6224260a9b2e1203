/** Where members report. What somebody has reported already is said in place of the form. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReportTarget } from '#index/moderation/report'
import { reportKinds } from '#index/moderation/report'
import { ReportError } from '#index/moderation/report-error'
import { type FoundTarget, isInPlace } from '#index/moderation/report-targets'
import { sendMessagePage } from '../account/send-message-page.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import type { ModerationParts } from './moderation-options.ts'
import { reportHref } from './paths.ts'
import { reportFormPage } from './report-form-page.ts'
import { targetHref } from './target-link.ts'

const route = '/report/:kind/:id'

export function reportFormRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const onRequest = parts.requireMember
  site.get(
    route,
    { onRequest },
    withTarget(parts, async (request, reply, { found, target }) => {
      const waiting = await parts.reports.findOpen(target, memberOf(request))
      if (waiting !== undefined) return sendWaiting(reply, parts, found)
      const state = { found, targetId: target.id, reason: '', text: '', problem: undefined }
      return sendPrivatePage(reply, reportFormPage(parts.shell(request), state))
    }),
  )
  site.post(
    route,
    { onRequest, config: formLimit },
    withTarget(parts, async (request, reply, { found, target }) => {
      const reason = queryText(request.body, 'reason') ?? ''
      const text = queryText(request.body, 'text') ?? ''
      try {
        await parts.reports.report(target, { reason, text }, memberOf(request))
      } catch (error) {
        const problem = problemOf(error, parts)
        const state = { found, targetId: target.id, reason, text, problem }
        if (problem !== undefined)
          return sendPrivatePage(reply, reportFormPage(parts.shell(request), state), 422)
      }
      return await reply.redirect(reportHref(target), 303)
    }),
  )
}

type Reported = { readonly found: FoundTarget; readonly target: ReportTarget }

type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  reported: Reported,
) => Promise<FastifyReply>

function withTarget(
  parts: ModerationParts,
  handle: Handler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const target = readTarget(request.params)
    const found = target && (await parts.reports.findTarget(target))
    if (found !== undefined && isInPlace(found, parts.clock.nowSeconds()))
      return await handle(request, reply, { found, target: target as ReportTarget })
    const { action, ...words } = parts.shell().texts.moderation.report.noTarget
    const message = { ...words, action: { href: '/', label: action } }
    return sendMessagePage(reply, parts.shell, message, 404)
  }
}

function readTarget(params: unknown): ReportTarget | undefined {
  const kind = reportKinds.find((one) => one === queryText(params, 'kind'))
  const id = readId(queryText(params, 'id'))
  return kind === undefined || id === undefined ? undefined : { kind, id }
}

/** Undefined where it was reported before: sent twice, it was done the first time. */
function problemOf(error: unknown, { shell }: ModerationParts): string | undefined {
  if (!(error instanceof ReportError)) throw error
  if (error.code === 'already_reported') return undefined
  return shell().texts.moderation.report.faults[error.code] ?? error.message
}

function sendWaiting(
  reply: FastifyReply,
  { shell }: ModerationParts,
  found: FoundTarget,
): FastifyReply {
  const { action, ...words } = shell().texts.moderation.report.waiting
  const content = { ...words, action: { href: targetHref(found), label: action } }
  return sendMessagePage(reply, shell, content)
}
