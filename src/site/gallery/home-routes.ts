/** My Home, and the list of all that is recorded of a member. */
import type { FastifyInstance } from 'fastify'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { readListPlace, rowsPerPage } from '../lists/list-place.ts'
import type { GalleryParts } from './gallery-options.ts'
import { memberOf } from './gallery-visitor.ts'
import { type HomeState, homePage, homeRowsMax } from './home-page.ts'
import { homePath, recordedPath } from './paths.ts'
import { recordedPage } from './recorded-page.ts'

const chartDays = 90

export function homeRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { requireMember: onRequest, statistics, clock, shell } = parts
  site.get(homePath, { onRequest }, async (request, reply) => {
    const state = await homeState(parts, memberOf(request).id)
    return sendPrivatePage(reply, homePage(shell(request), state))
  })
  site.get(recordedPath, { onRequest }, async (request, reply) => {
    const place = readListPlace(request.query)
    const part = { after: place.after, limit: rowsPerPage }
    const recorded = await statistics.torrentsOf(memberOf(request).id, part)
    const state = { recorded, place, nowSeconds: clock.nowSeconds() }
    return sendPrivatePage(reply, recordedPage(shell(request), state))
  })
}

async function homeState(
  { statistics, statisticsAgeSeconds, points: allPoints, toplists, purge, clock }: GalleryParts,
  memberId: number,
): Promise<HomeState> {
  const [sums, days, recorded, seedsNeeded, points, ranks, danger] = await Promise.all([
    statistics.ofMember(memberId),
    statistics.daysOf(memberId, chartDays),
    statistics.torrentsOf(memberId, { after: undefined, limit: homeRowsMax }),
    statistics.seedsNeeded(memberId, homeRowsMax),
    allPoints.balanceOf(memberId),
    toplists.ranksOf(memberId),
    purge.ofMember(memberId, homeRowsMax),
  ])
  const [ageSeconds, nowSeconds] = [statisticsAgeSeconds(), clock.nowSeconds()]
  const own = { recorded, seedsNeeded, danger, points, ranks }
  return { memberId, sums, days, ...own, ageSeconds, nowSeconds }
}
