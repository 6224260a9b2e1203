/** The members as the staff sees them: who may what, who is kept out, and who invited whom. */
import type { FastifyRequest } from 'fastify'
import { mayKeepOut } from '#index/members/may-keep-out'
import type { Member } from '#index/members/member'
import { banOf } from '#index/members/member-ban'
import { moment } from '../components/moment.ts'
import { page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { pill } from '../components/pill.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatMinute } from '../format/format-time.ts'
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { accountLine } from './account-line.ts'
import type { AccountParts } from './account-parts.ts'
import { memberOf } from './member-hook.ts'
import { banPath, membersPath } from './paths.ts'

export type MembersState = {
  readonly members: readonly Member[]
  /** Names of those who have invited, by id. */
  readonly inviters: ReadonlyMap<number, string>
  readonly isFirst: boolean
  /** Where the next page begins. */
  readonly next: number | undefined
  readonly nowSeconds: number
}

export function membersPage(
  request: FastifyRequest,
  parts: AccountParts,
  state: MembersState,
): Html {
  const shell = parts.shell(request)
  const { texts } = shell
  const words = texts.members.staff
  const { members, isFirst, next } = state
  return page(shell, {
    title: words.title,
    tab: membersPath,
    filters: accountLine(texts, parts, request, membersPath),
    content: html`<h1>${words.title}</h1>
      ${table(texts, {
        caption: words.caption,
        isList: true,
        isWrapped: true,
        rows: members,
        columns: columnsOf(texts, state, memberOf(request).member),
      })}
      ${pager(texts, {
        newerHref: isFirst ? undefined : membersPath,
        olderHref: next === undefined ? undefined : `${membersPath}?after=${next}`,
        summary: words.summary(formatCount(texts.locale, members.length)),
        isByTime: false,
      })}`,
  })
}

function columnsOf(
  texts: Texts,
  { inviters, nowSeconds }: MembersState,
  by: Member,
): Column<Member>[] {
  const words = texts.members.staff
  return [
    { head: words.name, kind: 'name', cell: ({ name }) => html`<bdi>${name}</bdi>` },
    { head: words.role, cell: ({ role }) => texts.account.roles[role] },
    { head: words.state, cell: (member) => stateCell(texts, member, nowSeconds) },
    { head: words.joined, cell: ({ createdAt }) => moment(texts, createdAt, nowSeconds) },
    {
      head: words.seen,
      cell: ({ lastSeenAt }) =>
        lastSeenAt === undefined ? words.never : moment(texts, lastSeenAt, nowSeconds),
    },
    {
      head: words.invitedBy,
      cell: ({ invitedById }) =>
        invitedById === undefined ? '' : html`<bdi>${inviters.get(invitedById) ?? ''}</bdi>`,
    },
    {
      head: words.act,
      cell: (member) =>
        member.state !== 'deleted' && mayKeepOut(by, member) && actLink(texts, member, nowSeconds),
    },
  ]
}

function actLink(texts: Texts, member: Member, nowSeconds: number): Html {
  const words = texts.members.staff
  const act = banOf(member, nowSeconds) === undefined ? words.ban : words.ending
  const link = { href: banPath(member), 'aria-label': words.actOn(act, member.name) }
  return html`<a ${attributes(link)}>${act}</a>`
}

function stateCell(texts: Texts, member: Member, nowSeconds: number): Html {
  const words = texts.members.staff
  const ban = banOf(member, nowSeconds)
  if (ban === undefined || member.state !== 'active')
    return pill(member.state === 'active' ? 'neutral' : 'bad', words.states[member.state])
  const until = ban.until === undefined ? undefined : formatMinute(ban.until)
  return html`${pill('bad', words.banned(until))}<br><small><bdi>${ban.reason}</bdi></small>`
}
