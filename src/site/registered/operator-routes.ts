/** The pages that operators read in every mode with a database: the overview, and the audit log. */
import type { FastifyInstance } from 'fastify'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { auditRoutes } from './audit-routes.ts'
import { requireOperator } from './operator.ts'
import { overviewPath } from './operator-line.ts'
import type { OperatorParts } from './operator-options.ts'
import { overviewPage } from './overview-page.ts'

export function operatorRoutes(site: FastifyInstance, parts: OperatorParts): void {
  const { clock, overview, shell, place } = parts
  auditRoutes(site, parts)
  site.get(overviewPath, { onRequest: requireOperator(parts) }, (request, reply) => {
    const made = shell(request)
    const filters = place.line(made.texts, request, overviewPath)
    const frame = { tab: place.tab, filters, nowSeconds: clock.nowSeconds() }
    return sendPrivatePage(reply, overviewPage(made, overview(), frame))
  })
}
