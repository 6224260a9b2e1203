/** A page of a toplist: who stands where, how the score is made, and where whoever looks stands. */
import { toplistRanksMax } from '#base/limits'
import { type Period, periods } from '#index/toplists/period'
import { ratioMin, type ScoreWeights } from '#index/toplists/score'
import type { OwnRanks, ToplistPage } from '#index/toplists/toplists'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatAge } from '../format/format-time.ts'
import { type Html, html } from '../html.ts'
import { queryHref } from '../lists/list-place.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { toplistsPath } from './paths.ts'
import { torrentListHref } from './torrent-list-address.ts'

export type ToplistState = {
  readonly period: Period
  readonly list: ToplistPage
  readonly weights: ScoreWeights
  /** Undefined for a guest. */
  readonly own: OwnRanks | undefined
  readonly memberId: number | undefined
  readonly nowSeconds: number
}

export function toplistHref(period: Period, number = 1): string {
  return queryHref(toplistsPath, {
    period: period === 'all' ? undefined : period,
    page: number === 1 ? undefined : String(number),
  })
}

export function toplistPage(shell: Shell, state: ToplistState): Html {
  const { texts } = shell
  const words = texts.toplists
  const { period, list, own } = state
  const name = words.periods[period]
  return page(shell, {
    title: words.caption(name),
    tab: toplistsPath,
    filters: periods.map((one) => ({
      label: words.periods[one],
      href: toplistHref(one),
      isCurrent: one === period,
    })),
    content: html`<h1>${words.caption(name)}</h1>
      <p>${words.means[period]}</p>
      <p>${own === undefined ? words.guest : ownRanks(texts, own)}</p>
      ${list.rows.length === 0 ? emptyState(words.none) : rows(texts, state)}
      ${list.pages > 1 && pages(texts, state)}
      <p class="muted">${computed(texts, list.computedAt, state.nowSeconds)} ${words.updates}</p>
      ${how(texts, state.weights)}`,
  })
}

/** In the words that members of such sites know. */
export function ownRanks(texts: Texts, { ranks }: OwnRanks): string {
  const words = texts.toplists
  if (ranks.length === 0) return words.notFeatured
  const told = ranks.map(({ rank, period }) =>
    words.rankOn(formatCount(texts.locale, rank), words.periods[period]),
  )
  return words.current(told.join(', '))
}

/** '' while there is no list. */
export function computed(texts: Texts, at: number | undefined, nowSeconds: number): string {
  if (at === undefined) return ''
  const ageSeconds = nowSeconds - at
  if (ageSeconds < 60) return texts.toplists.updatedNow
  return texts.toplists.updated(formatAge(texts.time, ageSeconds))
}

function rows(texts: Texts, { period, list, memberId }: ToplistState): Html {
  const words = texts.toplists
  return table(texts, {
    caption: words.caption(words.periods[period]),
    isList: true,
    rows: list.rows,
    columns: [
      { head: words.rank, kind: 'number', cell: ({ rank }) => formatCount(texts.locale, rank) },
      { head: words.score, kind: 'number', cell: ({ score }) => scoreText(texts, score) },
      {
        head: words.name,
        kind: 'name',
        cell: (row) => {
          const name = html`<bdi>${row.name}</bdi>`
          const shown = row.memberId === memberId ? html`<strong>${name}</strong>` : name
          return html`<a href="${torrentListHref({ uploaderId: row.memberId })}">${shown}</a>`
        },
      },
    ],
  })
}

/** With one digit after the point. */
function scoreText({ locale }: Texts, hundredths: number): string {
  const tenths = Math.round(hundredths / 10)
  return `${formatCount(locale, Math.floor(tenths / 10))}.${tenths % 10}`
}

function pages(texts: Texts, { period, list: { number, pages: last } }: ToplistState): Html {
  const count = (value: number): string => formatCount(texts.locale, value)
  return pager(texts, {
    newerHref: number > 1 ? toplistHref(period, number - 1) : undefined,
    olderHref: number < last ? toplistHref(period, number + 1) : undefined,
    summary: texts.toplists.range(count(number), count(last)),
    isByTime: false,
  })
}

function how(texts: Texts, weights: ScoreWeights): Html {
  const words = texts.toplists
  const count = (value: number): string => formatCount(texts.locale, value)
  const formula = words.formula({
    completion: count(weights.completionWeight),
    seedDay: count(weights.seedDayWeight),
    exponent: String(weights.ratioExponentPercent / 100),
  })
  return html`<h2>${words.howTitle}</h2>
    <p><code>${formula}</code></p>
    <ul>
      ${words.words.map((line) => html`<li>${line}</li>`)}
      <li>${words.ratioWords(String(ratioMin), count(weights.ratioMax))}</li>
      <li>${words.tiesWords(count(toplistRanksMax))}</li>
    </ul>`
}
