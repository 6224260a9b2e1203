/** A member's own points. */
import type { FastifyInstance } from 'fastify'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { readId, readListPlace, rowsPerPage } from '../lists/list-place.ts'
import type { GalleryParts } from './gallery-options.ts'
import { memberOf } from './gallery-visitor.ts'
import { pointsPath } from './paths.ts'
import { pointsPage } from './points-page.ts'

export function pointsRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { requireMember: onRequest, points, settings, clock, shell } = parts
  site.get(pointsPath, { onRequest }, async (request, reply) => {
    const { id } = memberOf(request)
    const place = readListPlace(request.query)
    const before = readId(place.after)
    const [balance, page] = await Promise.all([
      points.balanceOf(id),
      points.entriesOf(id, { before, limit: rowsPerPage }),
    ])
    const { pointsPerCompletion: perCompletion } = settings()
    const state = { balance, page, place, perCompletion, nowSeconds: clock.nowSeconds() }
    return sendPrivatePage(reply, pointsPage(shell(request), state))
  })
}
