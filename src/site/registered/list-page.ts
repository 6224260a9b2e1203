/** The list of torrents: searched, in an order, a page at a time. */
import type { Torrent } from '#index/torrents/torrent'
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import { facts } from '../components/facts.ts'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { formatCount } from '../format/format-count.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { type ListAddress, listHref } from './list-address.ts'
import { addPath, type ListTotals, operatorLine, totalText } from './operator-line.ts'
import { listTable } from './torrent-table.ts'

export type ListState = {
  readonly address: ListAddress
  readonly torrents: readonly Torrent[]
  /** Marks of the pages beside this one. */
  readonly newer: string | undefined
  readonly older: string | undefined
  /** On all pages of the list. */
  readonly total: TorrentTotal
  /** Of all lists, for operators. */
  readonly totals: ListTotals | undefined
  readonly nowSeconds: number
}

export const rowsPerPage = 50

export function listPage(shell: Shell, state: ListState): Html {
  const { texts } = shell
  const { address, totals, torrents } = state
  const { search } = address
  const title = titleOf(texts, address)
  return page(shell, {
    title: search === '' ? title : texts.registered.torrents.searched(search),
    tab: '/torrents',
    search: { action: '/torrents', words: search },
    ...(totals === undefined
      ? {}
      : { filters: operatorLine(texts, { current: address.state, totals, search }) }),
    content: html`<h1>${title}</h1>
      ${torrents.length === 0 ? emptyList(texts, state) : rows(texts, state)}
      ${search !== '' && searchHelp(texts)}`,
  })
}

function titleOf({ registered: { torrents } }: Texts, { state }: ListAddress): string {
  return torrents.titles[state]
}

function rows(texts: Texts, state: ListState): Html {
  const { address, nowSeconds, torrents } = state
  const caption = titleOf(texts, address)
  return html`${listTable(texts, { torrents, address, nowSeconds, caption })}
    ${pager(texts, {
      ...neighbours(state),
      isByTime: address.order === 'added' && address.isDescending,
      summary: rangeText(texts, state),
    })}`
}

function neighbours({ address, newer, older, torrents }: ListState) {
  const { from, ...rest } = address
  const beside = { ...rest, after: undefined, before: undefined }
  const before = Math.max(1, from - rowsPerPage)
  return {
    newerHref: newer && listHref({ ...beside, before: newer, from: before }),
    olderHref: older && listHref({ ...beside, after: older, from: from + torrents.length }),
  }
}

/** What stands on the page can be more than was counted a minute ago. */
function rangeText(texts: Texts, { address, torrents, total, older }: ListState): string {
  const words = texts.registered.torrents
  const last = address.from + torrents.length - 1
  const isLast = older === undefined
  const isCounted = isLast || (total.isMore ? total.count > last : true)
  const count = isLast ? last : Math.max(total.count, last)
  const all = isCounted ? totalText(texts, { count, isMore: !isLast && total.isMore }) : words.many
  return words.range(
    ...([address.from, last].map((n) => formatCount(texts.locale, n)) as [string, string]),
    all,
  )
}

function emptyList(texts: Texts, { address, totals }: ListState): Html {
  const words = texts.registered.torrents
  const { state, search, order, isDescending, after, before } = address
  if (after !== undefined || before !== undefined) {
    const href = listHref({ state, search, order, isDescending })
    return emptyState({ ...words.pastEnd, action: { href, label: words.pastEnd.action } })
  }
  if (search !== '') {
    const action = { href: listHref({ state }), label: words.noHits.action }
    return emptyState({ ...words.noHits, action })
  }
  const isOperators = totals !== undefined && state === 'live'
  const action = isOperators ? { action: { href: addPath, label: words.none.action } } : {}
  return emptyState({ ...words.none.states[state], ...action })
}

function searchHelp({ registered: { torrents } }: Texts): Content {
  const words = torrents.searchHelp
  const signs = [
    { name: words.phrase, value: words.phraseMeans },
    { name: words.excluded, value: words.excludedMeans },
    { name: words.prefix, value: words.prefixMeans },
  ]
  return html`<details class="muted">
    <summary>${words.title}</summary>
    <p>${words.words}</p>
    ${facts(signs)}
  </details>`
}
