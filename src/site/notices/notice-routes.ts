/** A member's notices: the list, the way on from each, and the button that marks them as read. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { galleryPath } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { NoticeTarget } from '#index/notifications/notice'
import { accountPath } from '../account/paths.ts'
import { sendMessagePage } from '../account/send-message-page.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import { pointsPath } from '../gallery/paths.ts'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import type { NoticeParts } from './notice-options.ts'
import { noticesPage } from './notices-page.ts'
import { noticeReadPath, noticesPath } from './paths.ts'

const rowsMax = 50

export function noticeRoutes(site: FastifyInstance, parts: NoticeParts): void {
  const { notices, requireMember: onRequest } = parts
  site.get(noticesPath, { onRequest }, (request, reply) => sendNotices(request, reply, parts))
  site.post(noticeReadPath, { onRequest, config: formLimit }, async (request, reply) => {
    // What came after the page was made is still new.
    const upToId = readId(queryText(request.body, 'up-to'))
    if (upToId !== undefined) await notices.markRead(memberOf(request).id, upToId)
    return await reply.redirect(noticesPath, 303)
  })
  site.get(`${noticesPath}/:id`, { onRequest }, async (request, reply) => {
    const id = readId(queryText(request.params, 'id'))
    const href = id && (await targetHref(parts, memberOf(request).id, id))
    if (href !== undefined && href !== 0) return await reply.redirect(href, 303)
    const { action, ...words } = parts.shell().texts.notices.unknown
    const message = { ...words, action: { href: noticesPath, label: action } }
    return sendMessagePage(reply, parts.shell, message, 404)
  })
}

async function sendNotices(
  request: FastifyRequest,
  reply: FastifyReply,
  { notices, clock, shell }: NoticeParts,
): Promise<FastifyReply> {
  const before = readId(queryText(request.query, 'before'))
  const found = await notices.page(memberOf(request).id, before, rowsMax + 1)
  const shown = found.slice(0, rowsMax)
  const page = noticesPage(shell(request), {
    notices: shown,
    isFirst: before === undefined,
    next: found.length > rowsMax ? shown.at(-1)?.id : undefined,
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page)
}

async function targetHref(
  parts: NoticeParts,
  memberId: number,
  noticeId: number,
): Promise<string | undefined> {
  const notice = await parts.notices.find(memberId, noticeId)
  if (notice === undefined) return undefined
  if (notice.event === 'points_changed') return pointsPath
  return await hrefOf(parts, notice.target).catch((error: unknown) => {
    if (error instanceof GalleryError) return undefined
    throw error
  })
}

async function hrefOf(
  { torrents, galleries }: NoticeParts,
  { kind, id }: NoticeTarget,
): Promise<string> {
  switch (kind) {
    case 'torrent':
      return galleryTorrentPath(await torrents.findById(id))
    case 'gallery':
      return galleryPath(await galleries.find(id))
    case 'petition':
      return `/petitions/${id}`
    case 'member':
    default:
      return accountPath
  }
}
