/** Where galleries are expunged, removed and brought back. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Gallery, type GalleryState, galleryPath } from '#index/galleries/gallery'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { faultText } from './fault-text.ts'
import { galleryRoute, withOwnGallery } from './find-gallery.ts'
import { galleryActPage } from './gallery-act-page.ts'
import { type GalleryAct, galleryDoneHref } from './gallery-address.ts'
import type { GalleryParts } from './gallery-options.ts'
import { actsOf } from './gallery-page.ts'
import { actorOf, visitorOf } from './gallery-visitor.ts'
import { sendRefused } from './send-gallery-message.ts'

const states = {
  expunge: 'expunged',
  remove: 'removed',
  restore: 'live',
} as const satisfies Record<GalleryAct, GalleryState>

export function galleryActRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const onRequest = parts.requireMember
  for (const act of ['expunge', 'remove', 'restore'] as const) {
    const path = `${galleryRoute}/${act}`
    site.get(
      path,
      { onRequest },
      withOwnGallery(parts, async (request, reply, gallery) => {
        // Done already, perhaps in another window.
        if (gallery.state === states[act]) return await reply.redirect(galleryPath(gallery), 303)
        if (!actsOf(visitorOf(request), gallery).includes(act))
          return sendRefused(request, reply, parts)
        return sendPrivatePage(reply, galleryActPage(parts.shell(request), { gallery, act }))
      }),
    )
    site.post(
      path,
      { onRequest, config: formLimit },
      withOwnGallery(parts, (request, reply, gallery) =>
        doAct(request, reply, parts, gallery, act),
      ),
    )
  }
}

async function doAct(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  gallery: Gallery,
  act: GalleryAct,
): Promise<FastifyReply> {
  const done = galleryDoneHref(gallery, act)
  // Sent twice, it was done the first time.
  if (gallery.state === states[act]) return await reply.redirect(done, 303)
  if (!actsOf(visitorOf(request), gallery).includes(act)) return sendRefused(request, reply, parts)
  const reason = queryText(request.body, 'reason') ?? ''
  try {
    const { id, state } = gallery
    await parts.galleries.setState(id, states[act], reason, actorOf(request), state)
    return await reply.redirect(done, 303)
  } catch (error) {
    const state = { gallery, act, reason, problem: faultText(error) }
    return sendPrivatePage(reply, galleryActPage(parts.shell(request), state), 422)
  }
}
