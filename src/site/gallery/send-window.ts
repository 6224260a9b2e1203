/** Sends the torrent window of a gallery, by itself or with what is wrong with an upload. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Gallery } from '#index/galleries/gallery'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { sendPage } from '../server/send-page.ts'
import { siteBaseOf } from './curl-line.ts'
import { galleryById } from './find-gallery.ts'
import type { GalleryParts } from './gallery-options.ts'
import { visitorOf } from './gallery-visitor.ts'
import { torrentWindowPage } from './torrent-window.ts'

/** As a sentence. */
export type WindowProblem = { readonly text: string; readonly status: 409 | 422 }

export async function sendWindow(
  request: FastifyRequest,
  reply: FastifyReply,
  { galleries, torrents, settings, shell }: GalleryParts,
  gallery: Gallery,
  problem?: WindowProblem,
): Promise<FastifyReply> {
  const isNewest = gallery.id === gallery.currentId
  const page = torrentWindowPage(shell(request), {
    gallery,
    newest: isNewest ? undefined : await galleryById(galleries, gallery.currentId),
    window: await torrents.window(gallery.id),
    announceAddresses: torrents.announceAddresses(gallery.announceId),
    torrentBytesMax: settings().torrentBytesMax,
    siteBase: siteBaseOf(request, settings()),
    visitor: visitorOf(request),
    problem: problem?.text,
  })
  if (problem === undefined) return sendPage(reply, page)
  return sendPrivatePage(reply, page, problem.status)
}
