/** A word to whoever announces to the site instead of the tracker: nothing is announced here, in any mode. */
import type { FastifyInstance } from 'fastify'

export function announceHint(site: FastifyInstance, announceUrls: () => readonly string[]): void {
  for (const path of ['/announce', '/scrape'])
    site.get(path, (_request, reply) =>
      reply
        .code(404)
        .type('text/plain')
        .send(`The tracker is elsewhere. ${hintText(announceUrls())}\n`),
    )
}

function hintText(urls: readonly string[]): string {
  return urls.length === 0 ? 'It has no address.' : `Announce to ${urls.join(' or ')}`
}
