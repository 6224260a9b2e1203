/** The part of the site that has the feeds of a gallery tracker. */
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
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
        own.setErrorHandler(sendWhileAway(shell, { afterSeconds: awaySeconds }))
        feedRoutes(own, { ...options, shell })
      })
    },
  }
}
