/** The list of torrents: searched, in an order, a page at a time. */
import type { Torrent } from '#index/torrents/torrent'
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import { facts } from '../components/facts.ts'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import { type FoundRows, fromStart } from '../lists/list-place.ts'
import { listRange } from '../lists/list-range.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { type ListAddress, listHref } from './list-address.ts'
import { addPath, type ListTotals, operatorLine } from './operator-line.ts'
import { listTable } from './torrent-table.ts'

export type ListState = {
  readonly address: ListAddress
  readonly found: FoundRows<Torrent>
  /** On all pages of the list. */
  readonly total: TorrentTotal
  /** Of all lists, for operators. */
  readonly totals: ListTotals | undefined
  readonly nowSeconds: number
}

export function listPage(shell: Shell, state: ListState): Html {
  const { texts } = shell
  const { address, totals, found } = state
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
      ${found.rows.length === 0 ? emptyList(texts, state) : rows(texts, state)}
      ${search !== '' && searchHelp(texts)}`,
  })
}

function titleOf({ registered: { torrents } }: Texts, { state }: ListAddress): string {
  return torrents.titles[state]
}

function rows(texts: Texts, { address, found, total, nowSeconds }: ListState): Html {
  const caption = titleOf(texts, address)
  return html`${listTable(texts, { torrents: found.rows, address, nowSeconds, caption })}
    ${listRange(texts, {
      words: texts.registered.torrents,
      found,
      place: address,
      total,
      isByTime: address.order === 'added' && address.isDescending,
      hrefAt: (place) => listHref({ ...address, ...place }),
    })}`
}

function emptyList(texts: Texts, { address, totals }: ListState): Html {
  const words = texts.registered.torrents
  const { state, search, after, before } = address
  if (after !== undefined || before !== undefined) {
    const href = listHref(fromStart(address))
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
