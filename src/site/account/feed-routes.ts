/** The token in the addresses of a member's own feeds: shown, and made anew. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { copyField } from '../components/copy-field.ts'
import { form } from '../components/form.ts'
import { feedLinks } from '../feeds/feed-address.ts'
import { type Html, html } from '../html.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { accountFrame } from './account-frame.ts'
import type { MembershipRoutes } from './account-parts.ts'
import { doneOf } from './done-of.ts'
import { memberOf } from './member-hook.ts'
import { feedPath } from './paths.ts'
import { requireMember } from './require-member.ts'
import { sendPrivatePage } from './send-private-page.ts'

export function feedRoutes(site: FastifyInstance, parts: MembershipRoutes): void {
  const { feedTokens } = parts.membership
  const onRequest = requireMember(parts)
  site.get(feedPath, { onRequest }, async (request, reply) => {
    const token = await feedTokens.tokenOf(memberOf(request).member)
    return sendPrivatePage(reply, feedPage(request, parts, token))
  })
  site.post(feedPath, { onRequest, config: formLimit }, async (request, reply) => {
    await feedTokens.reset(memberOf(request).member)
    return await reply.redirect(`${feedPath}?done=token`, 303)
  })
}

function feedPage(request: FastifyRequest, parts: MembershipRoutes, token: string): Html {
  const { texts } = parts.shell(request)
  const words = texts.members.feed
  const links = feedLinks(texts, { kind: 'torrents', search: '', token })
  return accountFrame(request, parts, {
    title: words.title,
    path: feedPath,
    done: doneOf(request.query, { token: words.done }),
    content: html`<p>${words.lead}</p>
      <p>${words.token}:</p>
      ${copyField(texts, { text: token })}
      <ul>${links.map(({ href, title }) => html`<li><a href="${href}">${title}</a></li>\n`)}</ul>
      <p>${words.consequence}</p>
      ${form({ action: feedPath, submit: words.submit, look: 'destructive' })}`,
  })
}
