/** Counts the appeals that wait, once for each request of somebody who moderates: `request.openAppeals`. */
import type { FastifyInstance } from 'fastify'
import type { Petitions } from '#index/petitions/petitions'
import { isOperator } from '../registered/operator.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for everybody else, while the database is away, and where there are no petitions. */
    openAppeals: number | undefined
  }
}

export function addOpenAppealsHook(
  site: FastifyInstance,
  { appealedTotal }: Pick<Petitions, 'appealedTotal'>,
): void {
  site.decorateRequest('openAppeals')
  // After all hooks of the first kind: it is known by then who asks.
  site.addHook('preHandler', async (request) => {
    if (!isOperator(request) || request.url.startsWith('/assets/')) return
    request.openAppeals = await appealedTotal().catch(() => undefined)
  })
}
