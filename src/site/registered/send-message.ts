/** Sends a page that has nothing to show but why. */
import type { FastifyReply } from 'fastify'
import { type Message, messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import { sendPage } from '../server/send-page.ts'
import type { Shell } from '../shell.ts'

export function sendMessage(
  reply: FastifyReply,
  shell: Shell,
  { title, ...message }: Message & { readonly title: string },
  status: number,
): FastifyReply {
  const content = messageContent(title, message)
  return sendPage(reply, page(shell, { title, tab: '/torrents', isProse: true, content }), status)
}
