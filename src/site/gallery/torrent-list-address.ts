/**
 * The address of a page of the list of torrents, read and written:
 *
 *   /torrents?q=atlas&status=unseeded&show=mine&u=7&sort=seeds&dir=up&after=…&from=51
 *
 * What is missing or cannot be read is as in `/torrents`: all of them, latest first, from the beginning.
 */
import type { GalleryTorrentOrder } from '#index/galleries/catalogue-lists'
import { keptSearch } from '#index/search/catalogue-query'
import {
  fromStart,
  type ListPlace,
  placeQuery,
  type QueryValues,
  queryHref,
  readId,
  readListPlace,
} from '../lists/list-place.ts'
import { type ListSorting, readSorting, sortedBy, sortingQuery } from '../lists/list-sorting.ts'
import { queryText } from '../server/query-text.ts'
import { torrentsPath } from './paths.ts'

export type TorrentStatus = 'all' | 'seeded' | 'unseeded'

export type TorrentListAddress = ListPlace &
  ListSorting<GalleryTorrentOrder> & {
    readonly search: string
    readonly status: TorrentStatus
    /** Only those of whoever looks. */
    readonly isMine: boolean
    /** Only those of one member. */
    readonly uploaderId: number | undefined
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
  return {
    ...readListPlace(query),
    ...readSorting<GalleryTorrentOrder>(query, sorts),
    search: keptSearch(queryText(query, 'q') ?? ''),
    status: torrentStatuses.find((one) => one === queryText(query, 'status')) ?? 'all',
    isMine: queryText(query, 'show') === 'mine',
    uploaderId: readId(queryText(query, 'u')),
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
  const { status = 'all', isMine = false, uploaderId } = address
  return {
    status: status === 'all' ? undefined : status,
    show: isMine ? 'mine' : undefined,
    u: uploaderId === undefined ? undefined : String(uploaderId),
    ...sortingQuery<GalleryTorrentOrder>(address, sorts),
  }
}

/** Where the head of a column leads. */
export function torrentSortHref(now: TorrentListAddress, order: GalleryTorrentOrder): string {
  return torrentListHref({ ...fromStart(now), ...sortedBy(now, order) })
}
