/** Lists of what cannot be true, or hardly: each row leads to the torrent and the member, and says how it was computed. */
import type {
  NamedTorrent,
  StoredSuspicion,
  UnbalancedTorrent,
} from '#index/accounting/suspicion-repository'
import type { Listed } from '#index/accounting/suspicions'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { type Filter, page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { choiceLine } from '../gallery/choice-line.ts'
import { torrentListHref } from '../gallery/torrent-list-address.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import type { SuspicionSettings } from './moderation-options.ts'
import { moderationPath, type SuspicionView, suspicionsHref, suspicionViews } from './paths.ts'

export type SuspicionsState = {
  readonly filters: readonly Filter[]
  readonly settings: SuspicionSettings
  readonly nowSeconds: number
}

type ListState<Row> = SuspicionsState & { readonly list: Listed<Row>; readonly isFirst: boolean }

export type AnnouncesState = ListState<StoredSuspicion> & { readonly kind: 'rate' | 'empty' }

export function unbalancedPage(shell: Shell, state: ListState<UnbalancedTorrent>): Html {
  const { texts } = shell
  const words = texts.suspicions.balance
  return suspicionsPage(shell, state, 'balance', [
    html`<p>${words.how}</p>`,
    state.list.rows.length === 0 ? emptyState(words.none) : unbalancedRows(texts, state),
    pages(texts, state, 'balance'),
  ])
}

export function announcesPage(shell: Shell, state: AnnouncesState): Html {
  const { texts } = shell
  const { kind, settings, list } = state
  const words = texts.suspicions
  return suspicionsPage(shell, state, kind, [
    html`<p>${howOf(texts, kind, settings)} ${words.kept(formatCount(texts.locale, settings.keepDays))}</p>`,
    list.rows.length === 0 ? emptyState(words[kind].none) : announceRows(texts, state),
    pages(texts, state, kind),
  ])
}

/** The frame of all of them. */
export function suspicionsPage(
  shell: Shell,
  { filters }: Pick<SuspicionsState, 'filters'>,
  view: SuspicionView,
  content: Content,
): Html {
  const words = shell.texts.suspicions
  const choices = suspicionViews.map((one) => ({
    href: suspicionsHref(one),
    label: words.view[one],
    isCurrent: one === view,
  }))
  return page(shell, {
    title: words.view[view],
    tab: moderationPath,
    filters,
    content: html`<h1>${words.view[view]}</h1>
      <p>${words.lead}</p>
      ${choiceLine(words.views, choices)}
      ${content}`,
  })
}

export function memberLink(memberId: number, name: string): Html {
  return html`<a href="${torrentListHref({ uploaderId: memberId })}"><bdi>${name}</bdi></a>`
}

function torrentLink(texts: Texts, { torrentId, torrent }: NamedTorrent): Html {
  if (torrent === undefined) return html`${texts.moderation.gone} (${torrentId})`
  return html`<a href="${galleryTorrentPath(torrent)}"><bdi>${torrent.name}</bdi></a>`
}

function howOf(
  { suspicions: words }: Texts,
  kind: AnnouncesState['kind'],
  { bytesPerSecond }: SuspicionSettings,
): string {
  if (kind === 'empty') return words.empty.how
  return bytesPerSecond === 0 ? words.rate.off : words.rate.how(formatSize(bytesPerSecond))
}

function unbalancedRows(texts: Texts, { list, nowSeconds }: ListState<UnbalancedTorrent>): Html {
  const words = texts.suspicions.balance
  return table(texts, {
    caption: words.caption,
    isList: true,
    rows: list.rows,
    columns: [
      { head: words.torrent, kind: 'name', cell: (row) => torrentLink(texts, row) },
      { head: words.uploaded, kind: 'number', cell: ({ uploaded }) => formatSize(uploaded) },
      { head: words.downloaded, kind: 'number', cell: ({ downloaded }) => formatSize(downloaded) },
      {
        head: words.anonymous,
        kind: 'number',
        cell: ({ anonymousCompletes, sizeBytes }) =>
          words.anonymousOf(formatCount(texts.locale, anonymousCompletes), formatSize(sizeBytes)),
      },
      { head: words.excess, kind: 'number', cell: ({ excess }) => formatSize(excess) },
      { head: words.computed, cell: ({ computedAt }) => moment(texts, computedAt, nowSeconds) },
    ],
  })
}

function announceRows(texts: Texts, { kind, list, nowSeconds }: AnnouncesState): Html {
  const words = texts.suspicions.announces
  return table(texts, {
    caption: texts.suspicions[kind].caption,
    isList: true,
    rows: list.rows,
    columns: [
      { head: words.torrent, kind: 'name', cell: (row) => torrentLink(texts, row) },
      { head: words.member, cell: (row) => memberLink(row.memberId, row.memberName) },
      { head: words.times, kind: 'number', cell: ({ times }) => formatCount(texts.locale, times) },
      { head: words.bytes, kind: 'number', cell: ({ bytes }) => formatSize(bytes) },
      { head: words.worst, cell: (row) => worstText(texts, row) },
      { head: words.last, cell: ({ lastAt }) => moment(texts, lastAt, nowSeconds) },
    ],
  })
}

function worstText(texts: Texts, { worstBytes, worstSeconds }: StoredSuspicion): string {
  const seconds = Math.max(1, worstSeconds)
  const minutes = formatCount(texts.locale, Math.max(1, Math.round(seconds / 60)))
  const rate = formatSize(Math.round(worstBytes / seconds))
  return texts.suspicions.announces.inTime(formatSize(worstBytes), minutes, rate)
}

function pages<Row>(
  texts: Texts,
  { list: { rows, next }, isFirst }: ListState<Row>,
  view: SuspicionView,
): Content {
  if (isFirst && next === undefined) return ''
  return pager(texts, {
    newerHref: isFirst ? undefined : suspicionsHref(view),
    olderHref: next === undefined ? undefined : suspicionsHref(view, next),
    summary: formatCount(texts.locale, rows.length),
    isByTime: false,
  })
}
