/** Where staff look who ask whether somebody cheats. Nothing is changed here. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPrivatePage } from '../account/send-private-page.ts'
import type { Html } from '../html.ts'
import { requireOperator } from '../registered/operator.ts'
import { queryText } from '../server/query-text.ts'
import type { Shell } from '../shell.ts'
import { commonMembersPage } from './common-members-page.ts'
import type { ModerationParts } from './moderation-options.ts'
import { type SuspicionView, suspicionsHref, suspicionsPath } from './paths.ts'
import { staffLine } from './staff-line.ts'
import { announcesPage, type SuspicionsState, unbalancedPage } from './suspicions-page.ts'

const rowsMax = 50

type Made = {
  readonly shell: Shell
  readonly state: SuspicionsState
  readonly after: string | undefined
}

export function suspicionsRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const { suspicions } = parts
  const onRequest = requireOperator(parts)
  const show = (
    view: SuspicionView,
    pageOf: (made: Made, request: FastifyRequest) => Promise<Html>,
  ): void => {
    site.get(suspicionsHref(view), { onRequest }, async (request, reply): Promise<FastifyReply> => {
      const shell = parts.shell(request)
      const state = {
        filters: staffLine(shell.texts, request, suspicionsPath),
        settings: parts.suspicionSettings(),
        nowSeconds: parts.clock.nowSeconds(),
      }
      const after = queryText(request.query, 'after')
      return sendPrivatePage(reply, await pageOf({ shell, state, after }, request))
    })
  }
  show('balance', async ({ shell, state, after }) => {
    const list = await suspicions.unbalanced({ after, limit: rowsMax })
    return unbalancedPage(shell, { ...state, list, isFirst: after === undefined })
  })
  for (const kind of ['rate', 'empty'] as const)
    show(kind, async ({ shell, state, after }) => {
      const list = await suspicions.ofKind(kind, { after, limit: rowsMax })
      return announcesPage(shell, { ...state, kind, list, isFirst: after === undefined })
    })
  show('common', async ({ shell, state }, request) => {
    const asked = queryText(request.query, 'hashes') ?? ''
    const hashes = asked
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((word) => word !== '')
    const found = hashes.length === 0 ? undefined : await suspicions.common(hashes)
    return commonMembersPage(shell, { ...state, asked, found })
  })
}
