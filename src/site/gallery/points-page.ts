/** What a member got points for, a page at a time. */
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { PointBalance, PointEntry } from '#index/points/point-entry'
import type { PointPage } from '#index/points/points'
import { facts } from '../components/facts.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { type Content, type Html, html } from '../html.ts'
import { type ListPlace, placeQuery, queryHref } from '../lists/list-place.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { homePath, pointsPath, uploadPath } from './paths.ts'

export type PointsState = {
  readonly balance: PointBalance
  readonly page: PointPage
  readonly place: ListPlace
  /** What a completion pays now. */
  readonly perCompletion: number
  readonly nowSeconds: number
}

export function pointsPage(shell: Shell, state: PointsState): Html {
  const { texts } = shell
  const words = texts.points
  const { balance, page: found, place, perCompletion } = state
  const isFirst = place.after === undefined
  return page(shell, {
    title: words.title,
    tab: homePath,
    content: html`<h1>${words.title}</h1>
      ${balanceFacts(texts, balance)}
      <p>${words.lead(formatCount(texts.locale, perCompletion))}</p>
      ${
        found.entries.length === 0
          ? nothing(texts, isFirst)
          : html`${entriesTable(texts, state)}${range(texts, state)}`
      }
      <p>${!isFirst && html`<a href="${pointsPath}">${words.pastEnd.action}</a> · `}<a href="${homePath}">${texts.gallery.home.title}</a></p>`,
  })
}

/** The sum, and what it is made of. */
export function balanceFacts(texts: Texts, sums: PointBalance): Html {
  const words = texts.points
  const { balance, fromTorrents, fromGalleries } = sums
  const count = (value: number): string => formatCount(texts.locale, value)
  const fromStaff = balance - fromTorrents - fromGalleries
  return facts([
    { name: words.total, value: count(balance) },
    { name: words.fromTorrents, value: count(fromTorrents) },
    { name: words.fromGalleries, value: count(fromGalleries) },
    { name: words.fromStaff, value: fromStaff !== 0 && count(fromStaff) },
  ])
}

function entriesTable(texts: Texts, { page: { entries }, nowSeconds }: PointsState): Html {
  const words = texts.points
  return table(texts, {
    caption: words.caption,
    isList: true,
    isWrapped: true,
    rows: entries,
    columns: [
      { head: words.when, cell: ({ at }) => moment(texts, at, nowSeconds) },
      { head: words.what, kind: 'name', cell: (entry) => about(texts, entry) },
      { head: words.kind, cell: ({ kind }) => words.kinds[kind] },
      {
        head: words.amount,
        kind: 'number',
        cell: ({ amount }) => formatCount(texts.locale, amount),
      },
    ],
  })
}

function about({ points }: Texts, { kind, reason, torrent }: PointEntry): Content {
  if (kind === 'staff') return html`<bdi>${reason}</bdi>`
  if (torrent === undefined) return points.forgotten
  return html`<a href="${galleryTorrentPath(torrent)}"><bdi>${torrent.name}</bdi></a>`
}

function nothing({ points: { none, pastEnd } }: Texts, isFirst: boolean): Html {
  if (!isFirst) return emptyState({ what: pastEnd.what, why: pastEnd.why })
  return emptyState({ ...none, action: { href: uploadPath, label: none.action } })
}

/** Pages lead onwards only: what is paid meanwhile goes to the front. */
function range(texts: Texts, { page: { entries, next }, place: { from } }: PointsState): Html {
  const number = (value: number): string => formatCount(texts.locale, value)
  const after = placeQuery({
    after: next === undefined ? undefined : String(next),
    from: from + entries.length,
  })
  return pager(texts, {
    newerHref: undefined,
    olderHref: next === undefined ? undefined : queryHref(pointsPath, after),
    summary: texts.points.range(number(from), number(from + entries.length - 1)),
  })
}
