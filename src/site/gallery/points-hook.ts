/** Looks up the points of whoever is logged in, once for each page: `request.pointBalance`. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Points } from '#index/points/points'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { pointsPath } from './paths.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for everybody else, while the database is away, and where no page is asked for. */
    pointBalance: number | undefined
  }
}

/** Many of them stand on one page. */
const pictures = ['/assets/', '/covers/'] as const

export function addPointsHook(
  site: FastifyInstance,
  { balanceOf }: Pick<Points, 'balanceOf'>,
): void {
  site.decorateRequest('pointBalance')
  // After all hooks of the first kind: it is known by then who asks.
  site.addHook('preHandler', async (request) => {
    const { member, url } = request
    if (member === undefined || pictures.some((path) => url.startsWith(path))) return
    const found = await balanceOf(member.member.id).catch(() => undefined)
    request.pointBalance = found?.balance
  })
}

/** For the header, beside the name. */
export function pointsLine(
  texts: Texts,
  { pointBalance }: Pick<FastifyRequest, 'pointBalance'>,
): Html | undefined {
  if (pointBalance === undefined) return undefined
  const label = texts.points.header(formatCount(texts.locale, pointBalance))
  return html`<a href="${pointsPath}">${label}</a>`
}
