/**
 * What a visitor is told when a request fails: a page for browsers, one line for programs. The page never says more of
 * an error of ours than that there was one; the log does.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '#telemetry/log'
import { messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import type { MakeShell, Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { sendPage } from './send-page.ts'

export type ErrorOptions = {
  readonly shell: MakeShell
  readonly log: Pick<Log, 'error'>
}

type Status = Exclude<keyof Texts['errors'], 'home'>

/** To be called when the limits on visitors are registered: they hold for pages that do not exist, too. */
export function answerErrors(site: FastifyInstance, { shell, log }: ErrorOptions): void {
  site.setNotFoundHandler({ preHandler: site.rateLimit() }, (request, reply) =>
    sendError(request, reply, shell(request), 404),
  )
  site.setErrorHandler((error, request, reply) => {
    const status = statusOf(error)
    if (status === 500)
      log.error('site_failed', 'A page could not be made.', {
        err: error,
        method: request.method,
        // The pattern, not the address: that may hold what nobody else may know.
        route: request.routeOptions.url,
      })
    return sendError(request, reply, shell(request), status)
  })
}

/** The reply to an address that cannot even be decoded; no page, because it comes before everything else. */
export function answerBadUrl(_error: unknown, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).type('text/plain').send('The address could not be understood.\n')
}

export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  shell: Shell,
  status: Status,
): FastifyReply {
  const { errors } = shell.texts
  const { title, what, why } = errors[status]
  if (!wantsPage(request)) return reply.code(status).type('text/plain').send(`${what}\n`)
  const action = { href: '/', label: errors.home }
  const content = messageContent(title, { what, why, action })
  return sendPage(reply, page(shell, { title, isProse: true, content }), status)
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false
}

/** Errors of Fastify and its plugins carry a status; what carries none is our mistake. */
function statusOf(error: unknown): Status {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (typeof status !== 'number' || status >= 500) return 500
  return known.find((one) => one === status) ?? 400
}

const known: readonly Status[] = [400, 403, 404, 413, 415, 429]
