/**
 * The part of the site where members put torrents and galleries up for expunging, vote and appeal. To come after the
 * section that knows who is logged in. Also gives every request of the site its `openAppeals`.
 */
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import { addOpenAppealsHook } from './open-appeals-hook.ts'
import type { PetitionOptions } from './petition-options.ts'
import { petitionRoutes } from './petition-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { startRoutes } from './start-routes.ts'

export function petitionPages(options: PetitionOptions): Section {
  return {
    tabs: () => [],
    register: (site, shell) => {
      addOpenAppealsHook(site, options.petitions)
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => {
        const parts = { ...options, shell }
        own.setErrorHandler(sendWhileAway(shell))
        petitionRoutes(own, parts)
        startRoutes(own, parts)
        staffRoutes(own, parts)
      })
    },
  }
}
