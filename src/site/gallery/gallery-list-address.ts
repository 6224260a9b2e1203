/**
 * The address of a page of the list of galleries, read and written:
 *
 *   /?q=atlas&cat=Maps&torrents=on&files=on&expunged=on&u=7&sort=title&after=…&from=51
 *
 * What is missing or cannot be read is as in `/`: all live galleries, latest first, from the beginning.
 */
import type { GalleryOrder } from '#index/galleries/catalogue-lists'
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
import {
  type ListSorting,
  ordersOf,
  readSorting,
  sortedBy,
  sortingQuery,
} from '../lists/list-sorting.ts'
import { queryText } from '../server/query-text.ts'
import { frontPath } from './paths.ts'

/** What a search can be told beside its words. */
export type GalleryOption = 'withTorrents' | 'searchFileNames' | 'expunged'

export type GalleryListAddress = ListPlace &
  ListSorting<GalleryOrder> &
  Readonly<Record<GalleryOption, boolean>> & {
    readonly search: string
    readonly category: string | undefined
    /** Of one member. */
    readonly ownerId: number | undefined
  }

export const galleryOptions: readonly GalleryOption[] = [
  'withTorrents',
  'searchFileNames',
  'expunged',
]

const names = { withTorrents: 'torrents', searchFileNames: 'files', expunged: 'expunged' } as const

const sorts = { posted: 'posted', title: 'title', pages: 'pages', torrents: 'torrents' } as const

export const galleryOrders = ordersOf<GalleryOrder>(sorts)

/** Of a query string as Fastify reads it. */
export function readGalleryListAddress(query: unknown): GalleryListAddress {
  const isOn = (option: GalleryOption): boolean => queryText(query, names[option]) !== undefined
  return {
    ...readListPlace(query),
    ...readSorting<GalleryOrder>(query, sorts),
    search: keptSearch(queryText(query, 'q') ?? ''),
    category: queryText(query, 'cat'),
    withTorrents: isOn('withTorrents'),
    searchFileNames: isOn('searchFileNames'),
    expunged: isOn('expunged'),
    ownerId: readId(queryText(query, 'u')),
  }
}

export function galleryListHref(address: Partial<GalleryListAddress>): string {
  return queryHref(frontPath, {
    q: address.search,
    ...galleryListQuery(address),
    ...placeQuery(address),
  })
}

/** What another search from this list keeps. */
export function galleryListQuery(address: Partial<GalleryListAddress>): QueryValues {
  const { category, ownerId } = address
  const option = (name: GalleryOption): string | undefined =>
    address[name] === true ? 'on' : undefined
  return {
    cat: category,
    torrents: option('withTorrents'),
    files: option('searchFileNames'),
    expunged: option('expunged'),
    u: ownerId === undefined ? undefined : String(ownerId),
    ...sortingQuery<GalleryOrder>(address, sorts),
  }
}

/** Where the head of a column leads. */
export function gallerySortHref(now: GalleryListAddress, order: GalleryOrder): string {
  return galleryListHref({ ...fromStart(now), ...sortedBy(now, order) })
}
