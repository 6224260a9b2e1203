/** Counts what a member has not read, once for each page: `request.unreadNotices`. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { noticesCountedMax } from '#base/limits'
import type { Notices } from '#index/notifications/notices'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { noticesPath } from './paths.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for guests, while the database is away, and where no page is asked for. */
    unreadNotices: number | undefined
  }
}

/** Many of them stand on one page. */
const pictures = ['/assets/', '/covers/'] as const

export function addUnreadHook(site: FastifyInstance, { unread }: Pick<Notices, 'unread'>): void {
  site.decorateRequest('unreadNotices')
  // After all hooks of the first kind: it is known by then who asks.
  site.addHook('preHandler', async (request) => {
    const { member, url } = request
    if (member === undefined || pictures.some((path) => url.startsWith(path))) return
    request.unreadNotices = await unread(member.member.id).catch(() => undefined)
  })
}

/** For the header, beside the name. */
export function noticesLine(
  texts: Texts,
  { unreadNotices: count }: Pick<FastifyRequest, 'unreadNotices'>,
): Html | undefined {
  if (count === undefined) return undefined
  return html`<a href="${noticesPath}">${texts.notices.link(countText(texts, count))}</a>`
}

function countText({ notices, locale }: Texts, count: number): string | undefined {
  if (count === 0) return undefined
  if (count < noticesCountedMax) return formatCount(locale, count)
  return notices.more(formatCount(locale, noticesCountedMax - 1))
}
