/** The feed that an address names, with its entries. */
import { feedEntriesMax } from '#base/limits'
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { parseCatalogueQuery } from '#index/search/catalogue-query'
import { publicHref } from '../gallery/download-address.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import type { Feed, FeedEntry } from './feed.ts'
import { type FeedAddress, feedFileHref, feedHref } from './feed-address.ts'
import { type EntryContext, galleryEntry, torrentEntry } from './feed-entries.ts'
import type { FeedOptions } from './feed-options.ts'

export type FeedRequest = {
  readonly address: FeedAddress
  /** Whose token it is. */
  readonly memberId: number | undefined
  readonly shell: Shell
  /** Of the site, without a slash at its end. */
  readonly base: string
}

/** Rejects with StorageError when the database is away, with GalleryError when the member is gone. */
export async function makeFeed(request: FeedRequest, options: FeedOptions): Promise<Feed> {
  const { address, base, memberId, shell } = request
  const { kind, search } = address
  const { siteName, texts } = shell
  const { title, kinds, about } = texts.feeds
  const isForAll = memberId === undefined || kind === 'galleries'
  return {
    title: title(siteName, kinds[kind], search),
    description: `${isForAll ? about[kind] : about.personal}${remarkOf(texts, search)}`,
    pageHref: `${base}${pagePath(address)}`,
    selfHref: `${base}${feedHref(address)}`,
    siteName,
    entries:
      kind === 'torrents'
        ? await torrentEntries(request, options)
        : await galleryEntries(request, options),
  }
}

/** Which terms of the search narrow nothing; with a space before it. */
function remarkOf({ gallery }: Texts, search: string): string {
  const { notUnderstood } = parseCatalogueQuery(search)
  return notUnderstood.length === 0 ? '' : ` ${gallery.list.notUnderstood(notUnderstood.join(' '))}`
}

/** The list that shows the same. */
function pagePath({ kind, search }: FeedAddress): string {
  const path = kind === 'torrents' ? '/torrents' : '/'
  return search === '' ? path : `${path}?q=${encodeURIComponent(search)}`
}

async function torrentEntries(
  { address, memberId, base, shell }: FeedRequest,
  { lists, fileLengths }: FeedOptions,
): Promise<readonly FeedEntry[]> {
  const torrents = await lists.newest(address.search, feedEntriesMax)
  const lengths = await fileLengths(torrents, memberId)
  const context: EntryContext = { base, texts: shell.texts }
  const { token } = address
  return torrents.map((torrent) => {
    const bytes = lengths.get(torrent.id)
    const file = bytes === undefined ? undefined : { bytes, href: fileHref(torrent, token) }
    return torrentEntry(torrent, file, context)
  })
}

function fileHref(torrent: GalleryTorrent, token: string | undefined): string {
  return token === undefined ? publicHref(torrent) : feedFileHref(token, torrent.infoHash)
}

async function galleryEntries(
  { address, base, shell }: FeedRequest,
  { lists }: FeedOptions,
): Promise<readonly FeedEntry[]> {
  const { galleries } = await lists.galleries({ ...newestGalleries, search: address.search })
  return galleries.map((gallery: Gallery) => galleryEntry(gallery, { base, texts: shell.texts }))
}

const newestGalleries = {
  order: 'posted',
  isDescending: true,
  after: undefined,
  limit: feedEntriesMax,
  categories: undefined,
  withTorrents: false,
  searchFileNames: false,
  expunged: false,
} as const
