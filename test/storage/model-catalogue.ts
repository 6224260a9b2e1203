/** The lists of a gallery site as plain lists in memory: what both engines are compared with. */
import type { GalleryListQuery, GalleryTorrentListQuery } from '#index/galleries/catalogue-lists'
import type { GalleryState, Tag } from '#index/galleries/gallery'
import { memberNameKey } from '#index/members/member-name'
import {
  type Comparison,
  type FieldTerm,
  type NumberField,
  parseCatalogueQuery,
} from '#index/search/catalogue-query'
import { galleryFileTokens, galleryTokens, torrentTokens } from '#index/search/catalogue-words'
import { haveTerms } from './model-search.ts'

export type ModelGallery = {
  readonly id: number
  readonly chain: number
  readonly isCurrent: boolean
  readonly state: GalleryState
  readonly title: string
  readonly originalTitle: string
  readonly tags: readonly Tag[]
  readonly category: string
  readonly pages: number | undefined
  readonly owner: string
  readonly postedAt: number
}

export type ModelTorrent = {
  readonly id: number
  readonly gallery: ModelGallery
  readonly name: string
  readonly paths: readonly string[]
  readonly infoHash: Uint8Array
  readonly sizeBytes: number | undefined
  readonly seeders: number
  readonly leechers: number
  readonly completed: number
  readonly uploader: string
  readonly addedAt: number
  readonly isLive: boolean
}

type Order = 'asc' | 'desc'

export class ModelCatalogue {
  readonly galleries: readonly ModelGallery[]
  readonly torrents: readonly ModelTorrent[]

  constructor(galleries: readonly ModelGallery[], torrents: readonly ModelTorrent[]) {
    this.galleries = galleries
    this.torrents = torrents
  }

  galleryIds(query: Omit<GalleryListQuery, 'after' | 'limit'>, names: readonly string[]): number[] {
    const { search, categories, withTorrents, searchFileNames, expunged, ownerId } = query
    const { terms, fields } = parseCatalogueQuery(search)
    const found = this.galleries.filter((gallery) => {
      const torrents = this.#torrentsOf(gallery)
      const words = searchFileNames
        ? galleryFileTokens(gallery, torrents.toReversed())
        : galleryTokens(gallery)
      return (
        gallery.isCurrent &&
        gallery.state === (expunged ? 'expunged' : 'live') &&
        (categories === undefined || categories.includes(gallery.category)) &&
        (!withTorrents || torrents.length > 0) &&
        (ownerId === undefined || names[ownerId - 1] === gallery.owner) &&
        haveTerms(words, terms) &&
        fields.every((term) => this.#galleryFits(gallery, torrents, term))
      )
    })
    return inOrder(found, query.isDescending ? 'desc' : 'asc', (gallery) => {
      if (query.order === 'title') return gallery.title
      if (query.order === 'pages') return gallery.pages ?? 0
      return query.order === 'posted' ? gallery.postedAt : this.#torrentsOf(gallery).length
    })
  }

  torrentIds(
    query: Omit<GalleryTorrentListQuery, 'after' | 'limit'>,
    names: readonly string[],
  ): number[] {
    const { search, status, uploaderId, order } = query
    const { terms, fields } = parseCatalogueQuery(search)
    const found = this.torrents.filter(
      (torrent) =>
        torrent.isLive &&
        (status === 'all' || (status === 'seeded') === torrent.seeders > 0) &&
        (uploaderId === undefined || names[uploaderId - 1] === torrent.uploader) &&
        haveTerms(torrentTokens(torrent, shownGallery(torrent)), terms) &&
        fields.every((term) => this.#torrentFits(torrent, term)),
    )
    return inOrder(found, query.isDescending ? 'desc' : 'asc', (torrent) => {
      if (order === 'name') return torrent.name
      if (order === 'size') return torrent.sizeBytes ?? -1
      return order === 'added' ? torrent.addedAt : torrent[order]
    })
  }

  #torrentsOf({ chain }: ModelGallery): ModelTorrent[] {
    return this.torrents.filter(({ gallery, isLive }) => isLive && gallery.chain === chain)
  }

  #galleryFits(gallery: ModelGallery, torrents: readonly ModelTorrent[], term: FieldTerm): boolean {
    if (term.field === 'pages') return numberFits(gallery.pages, term)
    if ('comparison' in term)
      return torrents.some((torrent) => numberFits(numberOf(torrent, term.field), term))
    if (term.field === 'torrent') return torrents.length > 0 !== term.isExcluded
    if (term.field === 'uploader') return isNamed(gallery.owner, term) !== term.isExcluded
    if (term.field === 'gallery') return this.#isOfChain(gallery, term.id) !== term.isExcluded
    return torrents.some((torrent) => isHashed(torrent, term)) !== term.isExcluded
  }

  #torrentFits(torrent: ModelTorrent, term: FieldTerm): boolean {
    if (term.field === 'pages') return numberFits(torrent.gallery.pages, term)
    if ('comparison' in term) return numberFits(numberOf(torrent, term.field), term)
    if (term.field === 'torrent') return !term.isExcluded
    if (term.field === 'uploader') return isNamed(torrent.uploader, term) !== term.isExcluded
    if (term.field === 'gallery')
      return this.#isOfChain(torrent.gallery, term.id) !== term.isExcluded
    return isHashed(torrent, term) !== term.isExcluded
  }

  #isOfChain({ chain }: ModelGallery, id: number): boolean {
    return this.galleries.find((gallery) => gallery.id === id)?.chain === chain
  }
}

/** Nothing of a removed one is among the words of its torrents. */
function shownGallery({ gallery }: ModelTorrent): ModelGallery | undefined {
  return gallery.state === 'removed' ? undefined : gallery
}

type HashTerm = Extract<FieldTerm, { readonly field: 'hash' }>

function isHashed({ infoHash }: ModelTorrent, { from, to }: HashTerm): boolean {
  return (
    from.length === 20 && Buffer.compare(infoHash, from) >= 0 && Buffer.compare(infoHash, to) <= 0
  )
}

function isNamed(name: string, term: { readonly name: string }): boolean {
  return memberNameKey(name) === memberNameKey(term.name)
}

function numberOf(torrent: ModelTorrent, field: NumberField): number | undefined {
  if (field === 'size') return torrent.sizeBytes
  if (field === 'seeds') return torrent.seeders
  return field === 'peers' ? torrent.leechers : torrent.completed
}

type NumberTerm = Extract<FieldTerm, { readonly comparison: Comparison }>

function numberFits(
  given: number | undefined,
  { comparison, value, isExcluded }: NumberTerm,
): boolean {
  if (given === undefined) return false
  const holds = {
    '<': given < value,
    '<=': given <= value,
    '>': given > value,
    '>=': given >= value,
    '=': given === value,
  }[comparison]
  return holds !== isExcluded
}

function compare(one: number | string, other: number | string): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
}

/** Texts by their bytes in UTF-8; of equal ones by their ids. */
function inOrder<T extends { readonly id: number }>(
  items: readonly T[],
  order: Order,
  keyOf: (item: T) => number | string,
): number[] {
  const sign = order === 'asc' ? 1 : -1
  return items
    .toSorted((one, other) => sign * (compare(keyOf(one), keyOf(other)) || one.id - other.id))
    .map(({ id }) => id)
}
