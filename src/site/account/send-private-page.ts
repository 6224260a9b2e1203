/** Sends a page that is for one person: nobody keeps a copy, not even the browser. */
import type { FastifyReply } from 'fastify'
import type { Html } from '../html.ts'

export function sendPrivatePage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('X-Robots-Tag', 'noindex')
    .send(page.toString())
}
