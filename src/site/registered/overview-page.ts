/** How the tracker is doing, for its operators: what comes in, what is refused and why, and what waits to be stored. */
import { facts } from '../components/facts.ts'
import { emptyState } from '../components/message.ts'
import { type Filter, page } from '../components/page.ts'
import { pill } from '../components/pill.ts'
import { table } from '../components/table.ts'
import { tiles } from '../components/tiles.ts'
import { formatCount, formatRate } from '../format/format-count.ts'
import { formatAge } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import { announcesChart } from '../pages/announces-chart.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import type { Refusal, TrackerOverview } from './tracker-overview.ts'

export type OverviewFrame = {
  /** The path of the tab that the page belongs to. */
  readonly tab: string
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
}

export function overviewPage(
  shell: Shell,
  overview: TrackerOverview,
  { tab, filters, nowSeconds }: OverviewFrame,
): Html {
  const { texts } = shell
  const words = texts.registered.overview
  return page(shell, {
    title: words.title,
    tab,
    filters,
    content: html`<h1>${words.title}</h1>
      ${figures(texts, overview)}
      ${announcesChart(texts, { history: overview.history, nowSeconds, words })}
      <h2>${words.refusalsTitle}</h2>
      ${refusals(texts, overview)}
      <h2>${words.databaseTitle}</h2>
      ${database(texts, overview)}`,
  })
}

function figures(texts: Texts, overview: TrackerOverview): Html {
  const words = texts.registered.overview
  const { announcesPerSecond: rate, swarms, seeders, leechers, uptimeSeconds } = overview
  const count = (value: number): string => formatCount(texts.locale, value)
  return tiles([
    {
      label: words.announces,
      figure: rate === undefined ? '–' : formatRate(texts.locale, rate),
    },
    { label: words.swarms, figure: count(swarms) },
    { label: words.peers, figure: count(seeders + leechers) },
    { label: words.seeds, figure: count(seeders), glyph: 'seeds' },
    { label: words.downloaders, figure: count(leechers), glyph: 'downloaders' },
    { label: words.uptime, figure: ageText(texts, uptimeSeconds) },
  ])
}

function refusals(texts: Texts, { refusals: rows, requests }: TrackerOverview): Html {
  const words = texts.registered.overview
  if (rows.length === 0) return emptyState(words.noRefusals)
  return table<Refusal>(texts, {
    caption: words.refusals,
    isList: true,
    isWrapped: true,
    rows,
    columns: [
      { head: words.cause, cell: ({ code }) => html`<code>${code}</code>` },
      { head: words.told, kind: 'name', cell: ({ text }) => text },
      {
        head: words.count,
        kind: 'number',
        cell: ({ count }) => formatCount(texts.locale, count),
      },
      {
        head: words.share,
        kind: 'number',
        cell: ({ count }) => percentText(count, requests),
      },
    ],
  })
}

/** `0.4 %`; of nothing, nothing. */
function percentText(part: number, all: number): string {
  return all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`
}

function database(texts: Texts, overview: TrackerOverview): Html {
  const words = texts.registered.overview
  const { database: where, flush, registered } = overview
  const count = (value: number): string => formatCount(texts.locale, value)
  return facts([
    { name: words.database, value: html`<code>${where.shownUrl}</code>` },
    { name: words.state, value: stateOf(texts, where.problem) },
    { name: words.registered, value: registeredText(texts, registered) },
    { name: words.room, value: words.more(count(registered.room)) },
    {
      name: words.flushed,
      value: words.flushedAgo(
        ageText(texts, flush.ageSeconds),
        words.seconds(flush.lastSeconds.toFixed(2)),
      ),
    },
    { name: words.waiting, value: words.waits(count(flush.pending)) },
    { name: words.failed, value: count(flush.failures) },
  ])
}

function stateOf(texts: Texts, problem: string | undefined): Content {
  const words = texts.registered.overview
  if (problem === undefined) return pill('good', words.good)
  return html`${pill('bad', words.bad)} ${problem}`
}

function registeredText(
  texts: Texts,
  { served, unserved }: TrackerOverview['registered'],
): Content {
  const words = texts.registered.overview
  const text = words.served(formatCount(texts.locale, served))
  if (unserved === 0) return text
  return html`${text}. <strong>${words.unserved(formatCount(texts.locale, unserved))}</strong>`
}

/** `12 s`, `3 d`. */
function ageText(texts: Texts, seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return texts.registered.overview.seconds(String(whole))
  return formatAge(texts.time, whole)
}
