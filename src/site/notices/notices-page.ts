/** What a member was told, the newest first. */
import type { Notice } from '#index/notifications/notice'
import { form } from '../components/form.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { pill } from '../components/pill.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { noticeText } from './notice-text.ts'
import { noticeHref, noticeReadPath, noticeSettingsPath, noticesPath } from './paths.ts'

export type NoticesState = {
  readonly notices: readonly Notice[]
  readonly isFirst: boolean
  /** The id before which the next page begins; undefined on the last one. */
  readonly next: number | undefined
  readonly nowSeconds: number
}

export function noticesPage(shell: Shell, state: NoticesState): Html {
  const { texts } = shell
  const words = texts.notices
  const { notices } = state
  const choose = { href: noticeSettingsPath, label: words.none.action }
  return page(shell, {
    title: words.title,
    tab: noticesPath,
    content: html`<h1>${words.title}</h1>
      ${
        notices.length === 0
          ? emptyState({ ...words.none, action: choose })
          : html`<p>${words.lead} <a href="${choose.href}">${choose.label}</a></p>
              ${markRead(texts, state)}
              ${rows(texts, state)}`
      }`,
  })
}

/** Those of this page and of all after it. */
function markRead({ notices: words }: Texts, { notices }: NoticesState): Html | false {
  const newest = notices[0]
  if (newest === undefined || notices.every(({ isRead }) => isRead)) return false
  const hidden = { 'up-to': String(newest.id) }
  return form({ action: noticeReadPath, hidden, submit: words.markRead })
}

function rows(texts: Texts, { notices, isFirst, next, nowSeconds }: NoticesState): Html {
  const words = texts.notices
  return html`${table(texts, {
    caption: words.caption,
    isList: true,
    isWrapped: true,
    rows: notices,
    columns: columnsOf(texts, nowSeconds),
  })}
    ${pager(texts, {
      newerHref: isFirst ? undefined : noticesPath,
      olderHref: next === undefined ? undefined : `${noticesPath}?before=${next}`,
      summary: words.summary(formatCount(texts.locale, notices.length)),
    })}`
}

function columnsOf(texts: Texts, nowSeconds: number): Column<Notice>[] {
  const words = texts.notices
  return [
    {
      head: words.what,
      kind: 'name',
      cell: (
        notice,
      ) => html`<a href="${noticeHref(notice)}"><bdi>${noticeText(texts, notice)}</bdi></a>
        ${!notice.isRead && pill('good', words.isNew)}`,
    },
    { head: words.kind, kind: 'aside', cell: ({ kind }) => words.kinds[kind] },
    { head: words.when, cell: ({ at }) => moment(texts, at, nowSeconds) },
  ]
}
