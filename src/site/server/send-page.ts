/** Sends a page as the reply to a request. Pages are asked for anew each time: their numbers are of the moment. */
import type { FastifyReply } from 'fastify'
import type { Html } from '../html.ts'

export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'private, no-cache')
    .send(page.toString())
}
