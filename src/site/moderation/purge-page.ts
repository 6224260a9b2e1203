/** What will be purged and when, and what the last runs did. */
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { PurgeRun } from '#index/purge/purge-repository'
import type { ComingPurge, PurgeCause } from '#index/purge/purge-torrent'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatDay } from '../format/format-time.ts'
import { attributes, type Html, html } from '../html.ts'
import { auditPath } from '../registered/operator-line.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { keepPath, moderationPath, purgePath } from './paths.ts'

export type PurgePageState = {
  readonly unseeded: readonly ComingPurge[]
  readonly expunged: readonly ComingPurge[]
  readonly isFirst: boolean
  /** Of the next page of those that nobody seeds. */
  readonly nextHref: string | undefined
  readonly runs: readonly PurgeRun[]
  readonly done: 'kept' | 'notKept' | undefined
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
}

export function purgePage(shell: Shell, state: PurgePageState): Html {
  const { texts } = shell
  const words = texts.purge
  const { done, filters, isFirst } = state
  return page(shell, {
    title: words.title,
    tab: moderationPath,
    filters,
    content: html`<h1>${words.title}</h1>
      ${done !== undefined && notice(texts, done === 'kept' ? 'good' : 'warning', words[done])}
      <p>${words.lead} <a href="${auditPath}">${words.log}</a></p>
      ${coming(texts, 'unseeded', state)}
      ${pages(texts, state)}
      ${isFirst && coming(texts, 'expunged', state)}
      ${isFirst && lastRuns(texts, state)}`,
  })
}

function coming(texts: Texts, cause: PurgeCause, state: PurgePageState): Html {
  const words = texts.purge
  const rows = state[cause]
  return html`<h2>${words.comingTitle[cause]}</h2>
    ${
      rows.length === 0
        ? html`<p class="muted">${words.none[cause]}</p>`
        : table(texts, {
            caption: words.captions[cause],
            isList: true,
            rows,
            columns: columnsOf(texts, cause, state),
          })
    }`
}

function columnsOf(
  texts: Texts,
  cause: PurgeCause,
  { nowSeconds }: PurgePageState,
): Column<ComingPurge>[] {
  const words = texts.purge
  const isUnseeded = cause === 'unseeded'
  return [
    {
      head: words.torrent,
      kind: 'name',
      cell: (torrent) =>
        html`<a href="${galleryTorrentPath(torrent)}"><bdi>${torrent.name}</bdi></a>`,
    },
    {
      head: words.uploader,
      kind: 'aside',
      cell: ({ uploader }) => html`<bdi>${uploader.name}</bdi>`,
    },
    isUnseeded
      ? {
          head: words.seeded,
          cell: ({ seededAt }) =>
            seededAt === undefined ? words.never : moment(texts, seededAt, nowSeconds),
        }
      : { head: words.reason, kind: 'remark', cell: ({ reason }) => html`<bdi>${reason}</bdi>` },
    ...(isUnseeded
      ? [{ head: words.warned, cell: (torrent: ComingPurge) => warnedText(texts, torrent) }]
      : []),
    { head: words.purged, cell: ({ purgeAt }) => formatDay(purgeAt) },
    { head: words.keep, cell: (torrent) => keepForm(texts, torrent) },
  ]
}

function warnedText({ purge: words, locale }: Texts, { warning }: ComingPurge): string {
  return warning === undefined ? words.notYet : words.warnedAt(formatCount(locale, warning.days))
}

function keepForm({ purge: words }: Texts, { torrentId, name }: ComingPurge): Html {
  const button = { 'aria-label': words.keepOf(name) }
  return html`<form action="${keepPath}" method="post">
    <input type="hidden" name="torrent" value="${torrentId}">
    <button ${attributes(button)}>${words.keep}</button>
  </form>`
}

function pages(texts: Texts, { unseeded, isFirst, nextHref }: PurgePageState): Html | false {
  if (unseeded.length === 0) return false
  return pager(texts, {
    newerHref: isFirst ? undefined : purgePath,
    olderHref: nextHref,
    isByTime: false,
    summary: texts.purge.summary(formatCount(texts.locale, unseeded.length)),
  })
}

function lastRuns(texts: Texts, { runs, nowSeconds }: PurgePageState): Html {
  const { run: words, ...others } = texts.purge
  const count = (value: number): string => formatCount(texts.locale, value)
  return html`<h2>${others.runsTitle}</h2>
    ${
      runs.length === 0
        ? html`<p class="muted">${others.noRuns}</p>`
        : table(texts, {
            caption: others.runsCaption,
            isList: true,
            rows: runs,
            columns: [
              { head: words.when, cell: ({ at }) => moment(texts, at, nowSeconds) },
              {
                head: words.by,
                kind: 'name',
                cell: ({ actor }) => (actor === 'purge' ? words.scheduled : actor),
              },
              { head: words.warned, kind: 'number', cell: ({ warned }) => count(warned) },
              { head: words.purged, kind: 'number', cell: ({ purged }) => count(purged) },
              { head: words.forgotten, kind: 'number', cell: ({ forgotten }) => count(forgotten) },
              { head: words.state, cell: (one) => stateOf(texts, one) },
            ],
          })
    }`
}

function stateOf({ purge: { run: words } }: Texts, { isCapped, endedAt }: PurgeRun): string {
  if (endedAt === undefined) return words.cut
  return isCapped ? words.capped : words.all
}
