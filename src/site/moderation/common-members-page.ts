/** The members who have all or most of some torrents, which are asked for by their info-hashes. */
import { type CommonMembers, commonTorrentsMax } from '#index/accounting/suspicions'
import { textField } from '../components/field.ts'
import { emptyState } from '../components/message.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { suspicionsHref } from './paths.ts'
import { memberLink, type SuspicionsState, suspicionsPage } from './suspicions-page.ts'

export type CommonMembersState = Pick<SuspicionsState, 'filters'> & {
  /** As it was asked. */
  readonly asked: string
  /** Undefined where nothing was asked. */
  readonly found: CommonMembers | undefined
}

/** An info-hash of 40 digits, and the end of its line. */
const hashCharacters = 42

export function commonMembersPage(shell: Shell, state: CommonMembersState): Html {
  const { texts } = shell
  const { found } = state
  return suspicionsPage(shell, state, 'common', [
    html`<p>${texts.suspicions.common.how}</p>`,
    askForm(texts, state.asked),
    found === undefined ? '' : result(texts, found),
  ])
}

/** It changes nothing, so its address can be given to somebody else. */
function askForm(texts: Texts, asked: string): Html {
  const words = texts.suspicions.common
  const field = textField(texts, {
    name: 'hashes',
    label: words.field,
    hint: words.hint(formatCount(texts.locale, commonTorrentsMax)),
    rows: 6,
    charactersMax: commonTorrentsMax * hashCharacters,
    isRequired: true,
    value: asked,
  })
  return html`<form action="${suspicionsHref('common')}" method="get">
    ${field}
    <button>${words.submit}</button>
  </form>`
}

function result(texts: Texts, { torrents, unknown, least, members }: CommonMembers): Content {
  const words = texts.suspicions.common
  const count = (value: number): string => formatCount(texts.locale, value)
  return [
    ...unknown.map((hash) => html`<p class="error">${words.unknown(hash)}</p>`),
    members.length === 0
      ? emptyState(words.none)
      : html`<p>${words.found(count(torrents.length), count(least))}</p>
          ${table(texts, {
            caption: words.caption,
            isList: true,
            rows: members,
            columns: [
              {
                head: words.member,
                kind: 'name',
                cell: (row) => memberLink(row.memberId, row.memberName),
              },
              { head: words.torrents, kind: 'number', cell: (row) => count(row.torrents) },
              { head: words.completed, kind: 'number', cell: (row) => count(row.completed) },
            ],
          })}`,
  ]
}
