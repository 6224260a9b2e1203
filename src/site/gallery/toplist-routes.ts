/** The toplists: `/toplists?period=month&page=2`; without either the first page of all time. */
import type { FastifyInstance } from 'fastify'
import { toplistRanksMax } from '#base/limits'
import { isPeriod } from '#index/toplists/period'
import { ranksPerPage } from '#index/toplists/toplists'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import type { GalleryParts } from './gallery-options.ts'
import { visitorOf } from './gallery-visitor.ts'
import { toplistsPath } from './paths.ts'
import { toplistPage } from './toplist-page.ts'

export function toplistRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { toplists, settings, clock, shell } = parts
  site.get(toplistsPath, async (request, reply) => {
    const asked = queryText(request.query, 'period') ?? ''
    const period = isPeriod(asked) ? asked : 'all'
    const memberId = visitorOf(request).member?.id
    const [list, own] = await Promise.all([
      toplists.page(period, readPage(queryText(request.query, 'page'))),
      memberId === undefined ? undefined : toplists.ranksOf(memberId),
    ])
    const { scoreWeights: weights } = settings()
    const state = { period, list, weights, own, memberId, nowSeconds: clock.nowSeconds() }
    return sendPage(reply, toplistPage(shell(request), state))
  })
}

/** What is no number of a page is the first. */
function readPage(text = ''): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) return 1
  return Math.min(Number(text), Math.ceil(toplistRanksMax / ranksPerPage))
}
