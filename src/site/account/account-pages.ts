/** The part of the site where people have accounts: log in, set a password by a link, look after one's own account. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#base/clock'
import type { Members } from '#index/members/members'
import { messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import { noticeSettingsRoutes } from '../notices/notice-settings-routes.ts'
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import type { Shell } from '../shell.ts'
import type { AccountParts, Membership } from './account-parts.ts'
import { accountRoutes } from './account-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { emailRoutes } from './email-routes.ts'
import { feedRoutes } from './feed-routes.ts'
import { forgottenRoutes } from './forgotten-routes.ts'
import { invitationsRoutes } from './invitations-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { addMemberHook } from './member-hook.ts'
import { memberLine } from './member-line.ts'
import { membersRoutes } from './members-routes.ts'
import { accountPath } from './paths.ts'
import { registerRoutes } from './register-routes.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { createSessionCookie } from './session-cookie.ts'
import { tokensRoutes } from './tokens-routes.ts'

export type AccountOptions = {
  readonly members: Members
  readonly clock: Clock
  /** The public address of the site, or ''; a reload may change it. */
  readonly siteUrl: () => string
  readonly hasTorrentKeys: boolean
  /** In a mode where people become members by themselves. */
  readonly membership?: Membership | undefined
}

/** Also gives every request of the site its `member`. */
export function accountPages(options: AccountOptions): Section {
  return {
    // The name of whoever is logged in stands in its place.
    tabs: ({ account }, visitor) =>
      visitor?.member === undefined ? [{ href: accountPath, label: account.title }] : [],
    memberLine,
    register: (site, shell) => {
      const { membership, siteUrl } = options
      const parts = { ...options, membership, shell, cookie: createSessionCookie(siteUrl) }
      addMemberHook(site, parts)
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => addRoutes(own, parts))
    },
  }
}

function addRoutes(own: FastifyInstance, parts: AccountParts): void {
  own.setErrorHandler(sendWhileAway(parts.shell, { send: sendAway }))
  loginRoutes(own, parts)
  linkRoutes(own, parts)
  accountRoutes(own, parts)
  const { membership } = parts
  if (membership === undefined) return
  registerRoutes(own, parts)
  forgottenRoutes(own, parts)
  emailRoutes(own, parts)
  feedRoutes(own, { ...parts, membership })
  tokensRoutes(own, { ...parts, membership })
  invitationsRoutes(own, parts)
  const { notices } = membership
  if (notices !== undefined) noticeSettingsRoutes(own, { ...parts, notices })
  dataRoutes(own, { ...parts, membership })
  membersRoutes(own, parts)
}

function sendAway(_request: FastifyRequest, reply: FastifyReply, shell: Shell): FastifyReply {
  const { title, ...message } = shell.texts.account.away
  const content = messageContent(title, message)
  return sendPrivatePage(reply, page(shell, { title, isProse: true, content }), 503)
}
