/**
 * The address of a page of the list of torrents, read and written:
 *
 *   /torrents?q=atlas&status=unseeded&show=mine&u=7&sort=seeds&dir=up&after=…&from=51
 *
 * What is missing or cannot be read is as in `/torrents`: all of them, latest first, from the beginning.
 */
import type { GalleryTorrentOrder } from '#index/galleries/catalogue-lists'
import { searchCharactersMax } from '#index/search/catalogue-query'
import { queryText } from '../registered/query-text.ts'
import {
  type ListPlace,
  placeQuery,
  type QueryValues,
  queryHref,
  readId,
  readListPlace,
} from './list-place.ts'
import { torrentsPath } from './paths.ts'

export type TorrentStatus = 'all' | 'seeded' | 'unseeded'

export type TorrentListAddress = ListPlace & {
  readonly search: string
  readonly status: TorrentStatus
  /** Only those of whoever looks. */
  readonly isMine: boolean
  /** Only those of one member. */
  readonly uploaderId: number | undefined
  readonly order: GalleryTorrentOrder
  readonly isDescending: boolean
}

export const torrentStatuses: readonly TorrentStatus[] = ['all', 'seeded', 'unseeded']

const sorts = {
  added: 'added',
  name: 'name',
  size: 'size',
  seeders: 'seeds',
  leechers: 'peers',
  completed: 'dls',
} as const satisfies Record<GalleryTorrentOrder, string>

/** Of a query string as Fastify reads it. */
export function readTorrentListAddress(query: unknown): TorrentListAddress {
  const order = orderOf(queryText(query, 'sort'))
  const direction = queryText(query, 'dir')
  return {
    ...readListPlace(query),
    search: (queryText(query, 'q') ?? '').slice(0, searchCharactersMax).toWellFormed().trim(),
    status: torrentStatuses.find((one) => one === queryText(query, 'status')) ?? 'all',
    isMine: queryText(query, 'show') === 'mine',
    uploaderId: readId(queryText(query, 'u')),
    order,
    isDescending: direction === 'up' ? false : direction === 'down' || order !== 'name',
  }
}

export function torrentListHref(address: Partial<TorrentListAddress>): string {
  return queryHref(torrentsPath, {
    q: address.search,
    ...torrentListQuery(address),
    ...placeQuery(address),
  })
}

/** What another search from this list keeps. */
export function torrentListQuery(address: Partial<TorrentListAddress>): QueryValues {
  const { status = 'all', isMine = false, uploaderId, order = 'added' } = address
  const { isDescending = order !== 'name' } = address
  return {
    status: status === 'all' ? undefined : status,
    show: isMine ? 'mine' : undefined,
    u: uploaderId === undefined ? undefined : String(uploaderId),
    sort: order === 'added' ? undefined : sorts[order],
    dir: isDescending === (order !== 'name') ? undefined : isDescending ? 'down' : 'up',
  }
}

/** Where the head of a column leads: to its order, or the other way round where the list is in it already. */
export function torrentSortHref(now: TorrentListAddress, order: GalleryTorrentOrder): string {
  const isDescending = order === now.order ? !now.isDescending : order !== 'name'
  return torrentListHref({ ...listStart(now), order, isDescending })
}

/** The same list from its beginning. */
export function listStart(address: TorrentListAddress): TorrentListAddress {
  return { ...address, after: undefined, before: undefined, from: 1 }
}

function orderOf(text: string | undefined): GalleryTorrentOrder {
  const orders = Object.keys(sorts) as GalleryTorrentOrder[]
  return orders.find((order) => sorts[order] === text) ?? 'added'
}
