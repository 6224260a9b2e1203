/** The part of the site that has the feeds of a gallery tracker. */
import { StorageError } from '#index/storage/storage-error'
import type { Section } from '../section.ts'
import { sendError } from '../server/errors.ts'
import type { FeedOptions } from './feed-options.ts'
import { feedRoutes } from './feed-routes.ts'

/** When a reader that found the database away may try again. */
const awaySeconds = 60

export function galleryFeeds(options: FeedOptions): Section {
  return {
    tabs: () => [],
    register: (site, shell) => {
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => {
        own.setErrorHandler((error, request, reply) => {
          // The site knows what to say of everything else.
          if (!(error instanceof StorageError)) throw error
          reply.header('Retry-After', awaySeconds)
          return sendError(request, reply, shell(request), 503)
        })
        feedRoutes(own, { ...options, shell })
      })
    },
  }
}
