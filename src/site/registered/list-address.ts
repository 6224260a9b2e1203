/**
 * The address of a page of the list of torrents, read and written:
 *
 *   /torrents?q=atlas&sort=seeds&dir=up&state=banned&after=…&from=51
 *
 * What is missing or cannot be read is as in `/torrents`: all that may be announced, latest first, from the beginning.
 */
import type { TorrentOrder } from '#index/torrents/torrent-repository'
import { queryText } from './query-text.ts'

export type ListState = 'live' | 'banned' | 'removed'

export type ListAddress = {
  readonly state: ListState
  readonly search: string
  readonly order: TorrentOrder
  readonly isDescending: boolean
  /** The mark after or before which the page stands; undefined for the first. */
  readonly after: string | undefined
  readonly before: string | undefined
  /** The number of its first torrent, from 1: what the page before said. */
  readonly from: number
}

/** Characters of a search; names are not longer. */
export const searchCharactersMax = 255

const sorts = {
  added: 'added',
  name: 'name',
  size: 'size',
  seeders: 'seeds',
  leechers: 'downloaders',
  completed: 'completes',
} as const satisfies Record<TorrentOrder, string>

const states: readonly ListState[] = ['live', 'banned', 'removed']

/** Names begin with A, everything else with the most. */
export function isNaturallyDescending(order: TorrentOrder): boolean {
  return order !== 'name'
}

/** Of a query string as Fastify reads it. */
export function readListAddress(query: unknown): ListAddress {
  const order = orderOf(queryText(query, 'sort'))
  const direction = queryText(query, 'dir')
  const isDescending =
    direction === 'up' ? false : direction === 'down' || isNaturallyDescending(order)
  const from = queryText(query, 'from') ?? ''
  return {
    state: states.find((state) => state === queryText(query, 'state')) ?? 'live',
    search: (queryText(query, 'q') ?? '').slice(0, searchCharactersMax).toWellFormed().trim(),
    order,
    isDescending,
    after: queryText(query, 'after'),
    before: queryText(query, 'before'),
    from: /^[1-9]\d{0,8}$/.test(from) ? Number(from) : 1,
  }
}

export function listHref(address: Partial<ListAddress>): string {
  const { state = 'live', search = '', order = 'added', after, before, from = 1 } = address
  const { isDescending = isNaturallyDescending(order) } = address
  const isNatural = isDescending === isNaturallyDescending(order)
  const given: Readonly<Record<string, string | undefined>> = {
    q: search === '' ? undefined : search,
    state: state === 'live' ? undefined : state,
    sort: order === 'added' ? undefined : sorts[order],
    dir: isNatural ? undefined : isDescending ? 'down' : 'up',
    after,
    before,
    from: from === 1 ? undefined : String(from),
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value)
  return query.size === 0 ? '/torrents' : `/torrents?${query.toString()}`
}

/** Where the head of a column leads: to its order, or the other way round where the list is in it already. */
export function sortHref({ state, search, ...now }: ListAddress, order: TorrentOrder): string {
  const isDescending = order === now.order ? !now.isDescending : isNaturallyDescending(order)
  return listHref({ state, search, order, isDescending })
}

function orderOf(text: string | undefined): TorrentOrder {
  const orders = Object.keys(sorts) as TorrentOrder[]
  return orders.find((order) => sorts[order] === text) ?? 'added'
}
