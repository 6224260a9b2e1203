/** Counts what waits, once for each request of somebody who moderates: `request.openReports`. */
import type { FastifyInstance } from 'fastify'
import type { Reports } from '#index/moderation/reports'
import { isOperator } from '../registered/operator.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for everybody else, and while the database is away. */
    openReports: number | undefined
  }
}

export function addOpenReportsHook(
  site: FastifyInstance,
  { openTotal }: Pick<Reports, 'openTotal'>,
): void {
  site.decorateRequest('openReports')
  // After all hooks of the first kind: it is known by then who asks.
  site.addHook('preHandler', async (request) => {
    if (!isOperator(request) || request.url.startsWith('/assets/')) return
    request.openReports = await openTotal().catch(() => undefined)
  })
}
