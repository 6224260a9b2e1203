/**
 * The address of a page of the list of torrents, read and written:
 *
 *   /torrents?q=atlas&sort=seeds&dir=up&state=banned&after=…&from=51
 *
 * What is missing or cannot be read is as in `/torrents`: all that may be announced, latest first, from the beginning.
 */
import type { TorrentOrder } from '#index/torrents/torrent-repository'
import {
  fromStart,
  type ListPlace,
  placeQuery,
  queryHref,
  readListPlace,
} from '../lists/list-place.ts'
import { type ListSorting, readSorting, sortedBy, sortingQuery } from '../lists/list-sorting.ts'
import { queryText } from '../server/query-text.ts'

export type ListState = 'live' | 'banned' | 'removed'

export type ListAddress = ListPlace &
  ListSorting<TorrentOrder> & {
    readonly state: ListState
    readonly search: string
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

/** Of a query string as Fastify reads it. */
export function readListAddress(query: unknown): ListAddress {
  return {
    ...readListPlace(query),
    ...readSorting<TorrentOrder>(query, sorts),
    state: states.find((state) => state === queryText(query, 'state')) ?? 'live',
    search: (queryText(query, 'q') ?? '').slice(0, searchCharactersMax).toWellFormed().trim(),
  }
}

export function listHref(address: Partial<ListAddress>): string {
  const { state = 'live', search } = address
  return queryHref('/torrents', {
    q: search,
    state: state === 'live' ? undefined : state,
    ...sortingQuery<TorrentOrder>(address, sorts),
    ...placeQuery(address),
  })
}

/** Where the head of a column leads. */
export function sortHref(now: ListAddress, order: TorrentOrder): string {
  return listHref({ ...fromStart(now), ...sortedBy(now, order) })
}
