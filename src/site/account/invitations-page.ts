/** A member's invitations: those that are open, and whom they brought. */
import type { FastifyRequest } from 'fastify'
import type { Invitation } from '#index/members/invitation'
import type { Member } from '#index/members/member'
import { copyField } from '../components/copy-field.ts'
import { form } from '../components/form.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatMinute } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { accountFrame } from './account-frame.ts'
import type { AccountParts } from './account-parts.ts'
import { invitationsPath } from './paths.ts'

export type InvitationsState = {
  readonly invitations: readonly Invitation[]
  readonly invited: readonly Member[]
  readonly nowSeconds: number
  /** The address of one that was just made. */
  readonly made?: string | undefined
  readonly done?: string | undefined
  readonly problem?: string | undefined
}

export function invitationsPage(
  request: FastifyRequest,
  parts: AccountParts,
  state: InvitationsState,
): Html {
  const { texts } = parts.shell(request)
  const words = texts.members.invitations
  const { made, done, problem, invited } = state
  const max = formatCount(texts.locale, parts.members.invitationsMax())
  return accountFrame(request, parts, {
    title: words.title,
    path: invitationsPath,
    done,
    problem,
    content: html`${made !== undefined && [notice(texts, 'good', words.created), copyField(texts, { text: made })]}
      <p>${words.lead(max)}</p>
      ${form({ action: invitationsPath, submit: words.submit, look: 'primary' })}
      <h2>${words.open}</h2>
      ${openOnes(texts, state)}
      <h2>${words.invited}</h2>
      ${
        invited.length === 0
          ? html`<p>${words.nobody}</p>`
          : html`<ul>${invited.map(({ name }) => html`<li><bdi>${name}</bdi></li>\n`)}</ul>`
      }`,
  })
}

function openOnes(texts: Texts, { invitations, nowSeconds }: InvitationsState): Content {
  const words = texts.members.invitations
  if (invitations.length === 0) return emptyState({ what: words.none })
  return table<Invitation>(texts, {
    caption: words.open,
    rows: invitations,
    columns: [
      { head: words.made, cell: ({ createdAt }) => moment(texts, createdAt, nowSeconds) },
      { head: words.ends, cell: ({ expiresAt }) => formatMinute(expiresAt) },
      {
        head: words.end,
        cell: ({ id }) =>
          form({
            action: `${invitationsPath}/end`,
            hidden: { invitation: `${id}` },
            submit: words.end,
          }),
      },
    ],
  })
}
