/** A page that says one thing: what, why, and what to do. */
import type { FastifyReply } from 'fastify'
import { messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import type { MakeShell } from '../shell.ts'
import { sendPrivatePage } from './send-private-page.ts'

export type MessagePage = {
  readonly title: string
  readonly what: string
  readonly why: string
  readonly action?: { readonly href: string; readonly label: string }
}

export function sendMessagePage(
  reply: FastifyReply,
  shell: MakeShell,
  { title, ...message }: MessagePage,
  status = 200,
): FastifyReply {
  const content = messageContent(title, message)
  return sendPrivatePage(
    reply,
    page(shell(reply.request), { title, isProse: true, content }),
    status,
  )
}
