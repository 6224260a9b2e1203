/**
 * The part of the site where members report and moderators decide. To come after the section that knows who is logged in.
 */

import { formatCount } from '../format/format-count.ts'
import { isOperator } from '../registered/operator.ts'
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import { blocksRoutes } from './blocks-routes.ts'
import { memberBanRoutes } from './member-ban-routes.ts'
import type { ModerationOptions } from './moderation-options.ts'
import { addOpenReportsHook } from './open-reports-hook.ts'
import { moderationPath } from './paths.ts'
import { pointsRoutes } from './points-routes.ts'
import { purgeRoutes } from './purge-routes.ts'
import { queueRoutes } from './queue-routes.ts'
import { reportFormRoutes } from './report-form-routes.ts'
import { suspicionsRoutes } from './suspicions-routes.ts'

/** Also gives every request of the site its `openReports`. */
export function moderationPages(options: ModerationOptions): Section {
  return {
    tabs: ({ moderation, locale }, visitor) => {
      if (visitor === undefined || !isOperator(visitor)) return []
      const count = (visitor.openReports ?? 0) + (visitor.openAppeals ?? 0)
      const shown = count === 0 ? undefined : formatCount(locale, count)
      return [{ href: moderationPath, label: moderation.tab(shown) }]
    },
    register: (site, shell) => {
      addOpenReportsHook(site, options.reports)
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => {
        const parts = { ...options, shell }
        own.setErrorHandler(sendWhileAway(shell))
        reportFormRoutes(own, parts)
        queueRoutes(own, parts)
        blocksRoutes(own, parts)
        memberBanRoutes(own, parts)
        pointsRoutes(own, parts)
        purgeRoutes(own, parts)
        suspicionsRoutes(own, parts)
      })
    },
  }
}
