/** All torrents of which something is recorded for a member, a page at a time. */
import type { MemberTorrentPage } from '#index/accounting/statistics'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import { type ListPlace, placeQuery, queryHref } from '../lists/list-place.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { recordedTable } from './home-tables.ts'
import { homePath, recordedPath, torrentsPath } from './paths.ts'

export type RecordedState = {
  readonly recorded: MemberTorrentPage
  readonly place: ListPlace
  readonly nowSeconds: number
}

export function recordedPage(shell: Shell, state: RecordedState): Html {
  const { texts } = shell
  const words = texts.gallery.home
  const { recorded, place, nowSeconds } = state
  const { torrents } = recorded
  const isFirst = place.after === undefined
  return page(shell, {
    title: words.recorded,
    tab: homePath,
    content: html`<h1>${words.recorded}</h1>
      <p>${words.recordedLead}</p>
      ${
        torrents.length === 0
          ? nothing(texts, isFirst)
          : html`${recordedTable(texts, torrents, nowSeconds)}${range(texts, state)}`
      }
      <p>${!isFirst && html`<a href="${recordedPath}">${words.pastEnd.action}</a> · `}<a href="${homePath}">${words.title}</a></p>`,
  })
}

function nothing(texts: Texts, isFirst: boolean): Html {
  const { noneRecorded, pastEnd } = texts.gallery.home
  if (!isFirst) return emptyState({ what: pastEnd.what, why: pastEnd.why })
  return emptyState({ ...noneRecorded, action: { href: torrentsPath, label: noneRecorded.action } })
}

/** Pages lead onwards only: what is announced meanwhile goes to the front, and no page stays the one before. */
function range(
  texts: Texts,
  { recorded: { torrents, next }, place: { from } }: RecordedState,
): Html {
  const number = (value: number): string => formatCount(texts.locale, value)
  const after = placeQuery({ after: next, from: from + torrents.length })
  return pager(texts, {
    newerHref: undefined,
    olderHref: next && queryHref(recordedPath, after),
    summary: texts.gallery.home.range(number(from), number(from + torrents.length - 1)),
  })
}
