/**
 * The front page of a tracker that is open to everybody: its addresses to copy, how to use them, how busy it is.
 * It shows numbers and never a hash.
 */
import type { Clock } from '#base/clock'
import type { HistoryPoint } from '#telemetry/day-history'
import type { EndpointState } from '#telemetry/endpoint-state'
import { copyField } from '../components/copy-field.ts'
import { page } from '../components/page.ts'
import { tiles } from '../components/tiles.ts'
import { formatCount, formatRate } from '../format/format-count.ts'
import { formatDuration } from '../format/format-time.ts'
import { type Html, html } from '../html.ts'
import type { Section } from '../section.ts'
import { sendPage } from '../server/send-page.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { announcesChart } from './announces-chart.ts'
import { endpointList, type ListedEndpoint } from './endpoint-list.ts'

export type OpenHomeOptions = {
  /** Asked for with each reply, and answered at once. */
  readonly current: () => OpenHomeState
  readonly clock: Clock
  /** What a mode has to show beside, below the numbers. */
  readonly beside?: (texts: Texts) => Promise<Html | undefined>
}

export type OpenHomeState = {
  readonly endpoints: readonly EndpointState[]
  /** False where no public addresses are configured, so that those of the machine stand in for them. */
  readonly isPublished: boolean
  /** Kept by others, each with its credit. */
  readonly otherEndpoints: readonly ListedEndpoint[]
  readonly numbers: TrackerNumbers
  readonly history: readonly HistoryPoint[]
  readonly intervalSeconds: number
  readonly shortestIntervalSeconds: number
  readonly fullScrape: boolean
  /** Only registered torrents are served, whose names are kept; otherwise any, of which nothing is known. */
  readonly onlyRegistered: boolean
}

export type TrackerNumbers = {
  readonly torrents: number
  readonly peers: number
  readonly seeders: number
  /** Undefined in the first seconds. */
  readonly announcesPerSecond: number | undefined
}

export function openHome({ current, clock, beside }: OpenHomeOptions): Section {
  return {
    tabs: ({ openHome: texts }) => [{ href: '/', label: texts.tab }],
    register: (site, shell) => {
      site.get('/', async (_request, reply) => {
        const more = await beside?.(shell().texts)
        return sendPage(reply, homePage(shell(reply.request), current(), clock.nowSeconds(), more))
      })
    },
  }
}

function homePage(
  shell: Shell,
  state: OpenHomeState,
  nowSeconds: number,
  more: Html | undefined,
): Html {
  const { texts } = shell
  const words = texts.openHome
  return page(shell, {
    title: titleOf(words, state),
    description: leadOf(words, state),
    tab: '/',
    isProse: true,
    content: html`<h1>${titleOf(words, state)}</h1>
      <p>${leadOf(words, state)}</p>
      ${addresses(texts, state, nowSeconds)}
      ${numbers(texts, state)}
      ${more}
      ${announcesChart(texts, { history: state.history, nowSeconds, words })}
      ${usage(texts, state)}
      ${others(texts, state, nowSeconds)}
      ${rules(texts, state)}`,
  })
}

function titleOf(words: Texts['openHome'], { onlyRegistered }: OpenHomeState): string {
  return onlyRegistered ? words.titleRegistered : words.title
}

function leadOf(words: Texts['openHome'], { onlyRegistered }: OpenHomeState): string {
  return onlyRegistered ? words.leadRegistered : words.lead
}

function addresses(texts: Texts, state: OpenHomeState, nowSeconds: number): Html {
  const words = texts.openHome
  const { endpoints, isPublished } = state
  if (endpoints.length === 0) return html`<p>${words.noAddress}</p>`
  return html`${endpointList(texts, endpoints, nowSeconds)}
    ${!isPublished && html`<p class="muted">${words.localOnly}</p>`}
    <p class="muted">${texts.endpoint.asked}</p>`
}

function numbers(texts: Texts, { numbers: values }: OpenHomeState): Html {
  const words = texts.openHome
  const count = (value: number): string => formatCount(texts.locale, value)
  const rate = values.announcesPerSecond
  return html`<h2>${words.numbersTitle}</h2>
    ${tiles([
      { label: words.torrents, figure: count(values.torrents) },
      { label: words.peers, figure: count(values.peers) },
      { label: words.seeds, figure: count(values.seeders), glyph: 'seeds' },
      {
        label: words.announces,
        figure: rate === undefined ? '–' : formatRate(texts.locale, rate),
      },
    ])}`
}

function usage(texts: Texts, { endpoints, intervalSeconds }: OpenHomeState): Html {
  const words = texts.openHome
  if (endpoints.length === 0) return html``
  // Clients read an empty line as "the next one is for when the others fail"; a tracker on a line alone is tried first.
  const list = endpoints.map(({ url }) => url).join('\n\n')
  const interval = formatDuration(texts.policy.duration, intervalSeconds)
  return html`<h2>${words.useTitle}</h2>
    <ul>
      <li>${words.useNew}</li>
      <li>${words.useOld}</li>
      <li>${words.useThen(interval)}</li>
    </ul>
    <h3>${words.listTitle}</h3>
    <p>${words.listHint}</p>
    ${copyField(texts, { text: list, label: words.copyList })}`
}

function others(texts: Texts, { otherEndpoints }: OpenHomeState, nowSeconds: number): Html {
  const words = texts.openHome
  if (otherEndpoints.length === 0) return html``
  return html`<h2>${words.othersTitle}</h2>
    <p>${words.othersLead}</p>
    ${endpointList(texts, otherEndpoints, nowSeconds)}`
}

function rules(texts: Texts, state: OpenHomeState): Html {
  const words = texts.openHome
  const shortest = formatDuration(texts.policy.duration, state.shortestIntervalSeconds)
  return html`<h2>${words.rulesTitle}</h2>
    <ul>
      <li>${words.rulePersonal}</li>
      <li>${words.ruleInterval(shortest)}</li>
      <li>${state.fullScrape ? words.ruleScrapeAll : words.ruleScrapeSome}</li>
      <li>${state.onlyRegistered ? words.ruleRegistered : words.ruleNoContent}</li>
      <li>${words.ruleNoPromise}</li>
    </ul>
    <p>${words.rulesMore} ${policyLinks(texts)}</p>`
}

function policyLinks({ policy: { tabs } }: Texts): Html {
  return html`<a href="/policy">${tabs.policy}</a>, <a href="/privacy">${tabs.privacy}</a>,
    <a href="/takedown">${tabs.takedown}</a>, <a href="/contact">${tabs.contact}</a>`
}
