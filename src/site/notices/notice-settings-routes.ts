/** Where a member chooses, for each kind of notice, whether it stands on the site and whether it comes by mail. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type NoticeKind, noticeKinds } from '#index/notifications/notice'
import { eachKind, type NoticeSettings } from '#index/notifications/notice-channels'
import type { Notices } from '#index/notifications/notices'
import { accountFrame } from '../account/account-frame.ts'
import type { AccountParts } from '../account/account-parts.ts'
import { doneOf } from '../account/done-of.ts'
import { memberOf } from '../account/member-hook.ts'
import { emailPath } from '../account/paths.ts'
import { requireMember } from '../account/require-member.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { checkField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { type Html, html } from '../html.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import type { Texts } from '../texts/texts.ts'
import { noticeSettingsPath } from './paths.ts'

export type NoticeSettingsParts = AccountParts & {
  readonly notices: Pick<Notices, 'settingsOf' | 'choose'>
}

export function noticeSettingsRoutes(site: FastifyInstance, parts: NoticeSettingsParts): void {
  const onRequest = requireMember(parts)
  site.get(noticeSettingsPath, { onRequest }, (request, reply) =>
    sendSettings(request, reply, parts),
  )
  site.post(noticeSettingsPath, { onRequest, config: formLimit }, async (request, reply) => {
    const chosen = (name: string): boolean => queryText(request.body, name) === 'yes'
    const settings = eachKind((kind) => ({
      onSite: chosen(fieldOf(kind, 'site')),
      byMail: chosen(fieldOf(kind, 'mail')),
    }))
    await parts.notices.choose(memberOf(request).member.id, settings)
    return await reply.redirect(`${noticeSettingsPath}?done=saved`, 303)
  })
}

function fieldOf(kind: NoticeKind, channel: 'site' | 'mail'): string {
  return `${kind}-${channel}`
}

async function sendSettings(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: NoticeSettingsParts,
): Promise<FastifyReply> {
  const { texts } = parts.shell(request)
  const words = texts.notices.settings
  const { id } = memberOf(request).member
  const settings = await parts.notices.settingsOf(id)
  const { confirmed } = await parts.members.emailOf(id)
  const address = html`${words.noAddress} <a href="${emailPath}">${words.address}</a>`
  const page = accountFrame(request, parts, {
    title: words.title,
    path: noticeSettingsPath,
    done: doneOf(request.query, { saved: words.done }),
    content: html`<p>${words.lead}</p>
      <p>${parts.members.hasMail() ? words.mail : words.noMail}</p>
      ${confirmed === undefined && html`<p>${address}</p>`}
      ${form({
        action: noticeSettingsPath,
        fields: noticeKinds.map((kind) => kindFields(texts, kind, settings)),
        submit: words.submit,
        look: 'primary',
      })}`,
  })
  return sendPrivatePage(reply, page)
}

function kindFields({ notices }: Texts, kind: NoticeKind, settings: NoticeSettings): Html {
  const { onSite, byMail } = settings[kind]
  const name = notices.kinds[kind]
  const site = { name: fieldOf(kind, 'site'), label: notices.settings.onSite(name) }
  const mail = { name: fieldOf(kind, 'mail'), label: notices.settings.byMail(name) }
  return html`${checkField({ ...site, isChecked: onSite })}${checkField({ ...mail, isChecked: byMail })}`
}
