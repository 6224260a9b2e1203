/** One member for those who may keep them out: a form that bans them, or, where they are banned, one that ends it. */
import type { Member } from '#index/members/member'
import { banOf } from '#index/members/member-ban'
import { banPath, membersPath } from '../account/paths.ts'
import { facts } from '../components/facts.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { formatMinute } from '../format/format-time.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { moderationPath } from './paths.ts'
import { reasonFields, type SentReason } from './reason-fields.ts'

export type MemberBanState = {
  readonly member: Member
  readonly sent: SentReason
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined
  readonly done: boolean
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
}

export function memberBanPage(shell: Shell, state: MemberBanState): Html {
  const { texts } = shell
  const words = texts.moderation.memberBan
  const { member, problem, done, filters, nowSeconds } = state
  const ban = banOf(member, nowSeconds)
  return page(shell, {
    title: words.title(member.name),
    tab: moderationPath,
    filters,
    isProse: true,
    content: html`<h1>${words.title(member.name)}</h1>
      ${done && notice(texts, 'good', ban === undefined ? words.ended : words.banned)}
      ${problem !== undefined && notice(texts, 'error', problem)}
      ${known(texts, state)}
      ${ban === undefined ? banForm(texts, state) : endForm(texts, member)}
      <p><a href="${membersPath}">${words.back}</a></p>`,
  })
}

function known(texts: Texts, { member, nowSeconds }: MemberBanState): Html {
  const words = texts.moderation.memberBan
  const { never } = texts.moderation.blocks
  const ban = banOf(member, nowSeconds)
  return facts([
    { name: words.role, value: texts.account.roles[member.role] },
    { name: words.since, value: ban && formatMinute(ban.at) },
    {
      name: words.ends,
      value: ban && (ban.until === undefined ? never : formatMinute(ban.until)),
    },
    { name: words.reason, value: ban && html`<bdi>${ban.reason}</bdi>` },
  ])
}

function banForm(texts: Texts, { member, sent }: MemberBanState): Html {
  const words = texts.moderation.memberBan
  return html`<p>${words.lead}</p>
    ${form({
      action: banPath(member),
      submit: texts.moderation.acts.ban,
      look: 'destructive',
      fields: reasonFields(texts, { sent, likely: 'rules', hasEnd: true }),
    })}`
}

function endForm(texts: Texts, member: Member): Html {
  const words = texts.moderation.memberBan
  return html`<p>${words.endLead}</p>
    ${form({ action: `${banPath(member)}/end`, submit: words.end, look: 'primary' })}`
}
