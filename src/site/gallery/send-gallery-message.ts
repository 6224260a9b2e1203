/** Sends a page that has nothing to show but why. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Message, messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import { sendPage } from '../server/send-page.ts'
import type { GalleryParts } from './gallery-options.ts'
import { frontPath, torrentsPath } from './paths.ts'

export type GalleryMessage = Message & { readonly title: string }

export function sendGalleryMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  { shell }: Pick<GalleryParts, 'shell'>,
  { message: { title, ...message }, status }: { message: GalleryMessage; status: number },
): FastifyReply {
  const content = messageContent(title, message)
  return sendPage(reply, page(shell(request), { title, isProse: true, content }), status)
}

/** To a member who may not do what they asked for. */
export function sendRefused(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Pick<GalleryParts, 'shell'>,
): FastifyReply {
  const { action, ...refused } = parts.shell().texts.gallery.refused
  const message = { ...refused, action: { href: frontPath, label: action } }
  return sendGalleryMessage(request, reply, parts, { message, status: 403 })
}

/** That there is no such gallery, or that the key in its address is another. */
export function sendNoGallery(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Pick<GalleryParts, 'shell'>,
): FastifyReply {
  const { action, ...missing } = parts.shell().texts.gallery.noGallery
  const message = { ...missing, action: { href: frontPath, label: action } }
  return sendGalleryMessage(request, reply, parts, { message, status: 404 })
}

export function sendNoTorrent(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Pick<GalleryParts, 'shell'>,
): FastifyReply {
  const { action, ...missing } = parts.shell().texts.gallery.noTorrent
  const message = { ...missing, action: { href: torrentsPath, label: action } }
  return sendGalleryMessage(request, reply, parts, { message, status: 404 })
}
