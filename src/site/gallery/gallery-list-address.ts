/**
 * The address of a page of the list of galleries, read and written:
 *
 *   /?q=atlas&cat=Maps&torrents=on&files=on&expunged=on&u=7&sort=title&after=…&from=51
 *
 * What is missing or cannot be read is as in `/`: all live galleries, latest first, from the beginning.
 */
import type { GalleryOrder } from '#index/galleries/catalogue-lists'
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
import { frontPath } from './paths.ts'

/** What a search can be told beside its words. */
export type GalleryOption = 'withTorrents' | 'searchFileNames' | 'expunged'

export type GalleryListAddress = ListPlace &
  Readonly<Record<GalleryOption, boolean>> & {
    readonly search: string
    readonly category: string | undefined
    /** Of one member. */
    readonly ownerId: number | undefined
    readonly order: GalleryOrder
    readonly isDescending: boolean
  }

export const galleryOptions: readonly GalleryOption[] = [
  'withTorrents',
  'searchFileNames',
  'expunged',
]

const names = { withTorrents: 'torrents', searchFileNames: 'files', expunged: 'expunged' } as const

export const galleryOrders: readonly GalleryOrder[] = ['posted', 'title', 'pages', 'torrents']

/** Of a query string as Fastify reads it. */
export function readGalleryListAddress(query: unknown): GalleryListAddress {
  const order = galleryOrders.find((one) => one === queryText(query, 'sort')) ?? 'posted'
  const direction = queryText(query, 'dir')
  const isOn = (option: GalleryOption): boolean => queryText(query, names[option]) !== undefined
  return {
    ...readListPlace(query),
    search: (queryText(query, 'q') ?? '').slice(0, searchCharactersMax).toWellFormed().trim(),
    category: queryText(query, 'cat'),
    withTorrents: isOn('withTorrents'),
    searchFileNames: isOn('searchFileNames'),
    expunged: isOn('expunged'),
    ownerId: readId(queryText(query, 'u')),
    order,
    isDescending: direction === 'up' ? false : direction === 'down' || isMostFirst(order),
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
  const { category, ownerId, order = 'posted' } = address
  const { isDescending = isMostFirst(order) } = address
  const option = (name: GalleryOption): string | undefined =>
    address[name] === true ? 'on' : undefined
  return {
    cat: category,
    torrents: option('withTorrents'),
    files: option('searchFileNames'),
    expunged: option('expunged'),
    u: ownerId === undefined ? undefined : String(ownerId),
    sort: order === 'posted' ? undefined : order,
    dir: isDescending === isMostFirst(order) ? undefined : isDescending ? 'down' : 'up',
  }
}

/** Where the head of a column leads: to its order, or the other way round where the list is in it already. */
export function gallerySortHref(now: GalleryListAddress, order: GalleryOrder): string {
  const isDescending = order === now.order ? !now.isDescending : isMostFirst(order)
  return galleryListHref({ ...fromStart(now), order, isDescending })
}

/** The same list from its beginning. */
export function fromStart(address: GalleryListAddress): GalleryListAddress {
  return { ...address, after: undefined, before: undefined, from: 1 }
}

/** Titles begin with A, everything else with the most. */
function isMostFirst(order: GalleryOrder): boolean {
  return order !== 'title'
}
