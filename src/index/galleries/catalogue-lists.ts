/**
 * The lists of a gallery site: galleries and torrents, searched, in an order, a page at a time. Searches are in the
 * language of `index/search/catalogue-query.ts`; both engines give the same pages.
 */
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import type { Gallery } from './gallery.ts'
import type { GalleryTorrent } from './gallery-torrent.ts'

/** `after` is `next` or `first` of another page of the same list. */
type ListPart = {
  /** As somebody typed it; '' for all. */
  readonly search: string
  readonly isDescending: boolean
  readonly after: string | undefined
  readonly limit: number
}

export type GalleryOrder = 'posted' | 'title' | 'pages' | 'torrents'

export type GalleryListQuery = ListPart & {
  readonly order: GalleryOrder
  /** Undefined for all; several for any of them. */
  readonly categories: readonly string[] | undefined
  /** Only those that have torrents. */
  readonly withTorrents: boolean
  /** Looks for words in the names of torrents and of their files, too. */
  readonly searchFileNames: boolean
  /** Those that were expunged instead of live ones. */
  readonly expunged: boolean
  /** Of one member. */
  readonly ownerId?: number | undefined
}

export type GalleryListPage = {
  readonly galleries: readonly Gallery[]
  readonly next: string | undefined
  readonly first: string | undefined
}

export type GalleryTorrentOrder = 'added' | 'name' | 'size' | 'seeders' | 'leechers' | 'completed'

export type GalleryTorrentListQuery = ListPart & {
  readonly order: GalleryTorrentOrder
  readonly status: 'all' | 'seeded' | 'unseeded'
  /** Of one member: "Only My Torrents", and the links on uploaders. */
  readonly uploaderId?: number | undefined
}

export type GalleryTorrentListPage = {
  readonly torrents: readonly GalleryTorrent[]
  readonly next: string | undefined
  readonly first: string | undefined
}

/** Rejects with StorageError; `invalid_page` where `after` is no mark of such a list. */
export type CatalogueLists = {
  /** The newest versions of live galleries, unless it is asked for others. */
  readonly galleries: (query: GalleryListQuery) => Promise<GalleryListPage>
  readonly galleryTotal: (
    query: Omit<GalleryListQuery, 'after' | 'limit' | 'order' | 'isDescending'>,
  ) => Promise<TorrentTotal>
  /** Torrents without a tombstone, whatever became of their galleries. */
  readonly torrents: (query: GalleryTorrentListQuery) => Promise<GalleryTorrentListPage>
  readonly torrentTotal: (
    query: Omit<GalleryTorrentListQuery, 'after' | 'limit' | 'order' | 'isDescending'>,
  ) => Promise<TorrentTotal>
  /** The newest torrents of a search. */
  readonly newest: (search: string, limit: number) => Promise<readonly GalleryTorrent[]>
  /** Bytes of what is kept of the files of torrents, by their ids; those whose files are gone are left out. */
  readonly blobLengths: (torrentIds: readonly number[]) => Promise<ReadonlyMap<number, BlobLengths>>
}

export type BlobLengths = { readonly info: number; readonly pieceLayers: number | undefined }
