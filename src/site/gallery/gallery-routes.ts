/** One gallery: its page and its torrent window. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Gallery } from '#index/galleries/gallery'
import { sentence } from '../format/sentence.ts'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import { galleryRoute, withGallery } from './find-gallery.ts'
import { windowHref } from './gallery-address.ts'
import type { GalleryParts } from './gallery-options.ts'
import { type GalleryDone, galleryPage } from './gallery-page.ts'
import { mayChangeGallery, maySeeGallery, visitorOf } from './gallery-visitor.ts'
import { sendGalleryMessage } from './send-gallery-message.ts'
import { sendWindow } from './send-window.ts'

export function galleryRoutes(site: FastifyInstance, parts: GalleryParts): void {
  site.get(
    galleryRoute,
    withGallery(parts, (request, reply, gallery) => sendGallery(request, reply, parts, gallery)),
  )
  site.get(
    `${galleryRoute}/torrents`,
    withGallery(parts, (request, reply, gallery) => sendWindow(request, reply, parts, gallery)),
  )
}

async function sendGallery(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  gallery: Gallery,
): Promise<FastifyReply> {
  const { galleries, petitions, settings, clock, shell } = parts
  const visitor = visitorOf(request)
  if (!maySeeGallery(visitor, gallery)) return sendRemoved(request, reply, parts, gallery)
  const versions = await galleries.versions(gallery.id)
  const page = galleryPage(shell(request), {
    gallery,
    versions: versions.filter((version) => maySeeGallery(visitor, version)),
    categories: settings().categories,
    visitor,
    petitions:
      visitor.member === undefined || gallery.id !== gallery.currentId
        ? []
        : await petitions.ofSubject({ kind: 'gallery', gallery }),
    done: readDone(queryText(request.query, 'done'), gallery, mayChangeGallery(visitor, gallery)),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPage(reply, page)
}

/** Its torrents work all the same. */
function sendRemoved(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  gallery: Gallery,
): FastifyReply {
  const { texts } = parts.shell()
  const { title, what, why, action } = texts.gallery.removedGallery
  const message = {
    title,
    what: gallery.stateReason === '' ? what : `${what} ${sentence(gallery.stateReason)}`,
    why,
    action: { href: windowHref(gallery), label: action },
  }
  return sendGalleryMessage(request, reply, parts, { message, status: 410 })
}

/** Whether it is so. Anybody can write an address that says something was done. */
const isSo: Readonly<Record<GalleryDone, (gallery: Gallery) => boolean>> = {
  created: ({ parentId }) => parentId === undefined,
  version: ({ parentId }) => parentId !== undefined,
  edited: () => true,
  expunge: ({ state }) => state === 'expunged',
  remove: ({ state }) => state === 'removed',
  restore: ({ state }) => state === 'live',
}

function readDone(
  text: string | undefined,
  gallery: Gallery,
  isTheirs: boolean,
): GalleryDone | undefined {
  const done = (Object.keys(isSo) as GalleryDone[]).find((one) => one === text)
  return isTheirs && done !== undefined && isSo[done](gallery) ? done : undefined
}
