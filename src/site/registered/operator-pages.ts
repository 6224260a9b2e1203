/**
 * The part of the site that operators have in a mode with pages of its own for everything else: the overview and the
 * audit log. To come after the section that knows who is logged in.
 */
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import type { OperatorOptions, OperatorPlace } from './operator-options.ts'
import { operatorRoutes } from './operator-routes.ts'

export type OperatorPagesOptions = OperatorOptions & { readonly place: OperatorPlace }

export function operatorPages(options: OperatorPagesOptions): Section {
  return {
    tabs: () => [],
    register: (site, shell) => {
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => {
        own.setErrorHandler(sendWhileAway(shell))
        operatorRoutes(own, { ...options, shell })
      })
    },
  }
}
