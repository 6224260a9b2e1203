/**
 * The part of the site where members read what happened to what is theirs. To come after the section that knows who is
 * logged in.
 */
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import type { NoticeOptions } from './notice-options.ts'
import { noticeRoutes } from './notice-routes.ts'
import { addUnreadHook, noticesLine } from './unread-hook.ts'

/** Also gives every request of the site its `unreadNotices`. */
export function noticePages(options: NoticeOptions): Section {
  return {
    tabs: () => [],
    memberLine: noticesLine,
    register: (site, shell) => {
      addUnreadHook(site, options.notices)
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => {
        own.setErrorHandler(sendWhileAway(shell))
        noticeRoutes(own, { ...options, shell })
      })
    },
  }
}
