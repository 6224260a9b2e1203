/** Torrents of galleries as rows. */
import type { GalleryTorrentOrder } from '#index/galleries/catalogue-lists'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { moment } from '../components/moment.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { attributes, type Content, type Html, html } from '../html.ts'
import { sortingColumn } from '../lists/list-sorting.ts'
import type { Texts } from '../texts/texts.ts'
import type { GalleryVisitor } from './gallery-visitor.ts'
import { torrentGalleryLink } from './torrent-gallery-link.ts'
import {
  type TorrentListAddress,
  torrentListHref,
  torrentSortHref,
} from './torrent-list-address.ts'

export type TorrentRows = {
  readonly torrents: readonly GalleryTorrent[]
  readonly address: TorrentListAddress
  readonly visitor: GalleryVisitor
  readonly nowSeconds: number
  /** What the list shows, for those who cannot see it. */
  readonly caption: string
}

export function torrentListTable(texts: Texts, rows: TorrentRows): Html {
  const { torrents, caption } = rows
  return table(texts, { caption, isList: true, rows: torrents, columns: columnsOf(texts, rows) })
}

function columnsOf(texts: Texts, { address, visitor, nowSeconds }: TorrentRows) {
  const words = texts.gallery.torrents
  const count = (value: number): Content => (value === 0 ? 0 : formatCount(texts.locale, value))
  const sorting = (order: GalleryTorrentOrder) =>
    sortingColumn(address, order, torrentSortHref(address, order))
  const number = { kind: 'number' } as const
  return [
    {
      head: words.added,
      ...sorting('added'),
      cell: ({ addedAt }) => moment(texts, addedAt, nowSeconds),
    },
    { head: words.name, kind: 'name', cell: nameLink },
    {
      head: words.gallery,
      kind: 'aside',
      cell: (torrent) => torrentGalleryLink(texts, torrent, visitor, titleCharactersMax),
    },
    {
      ...number,
      head: words.size,
      ...sorting('size'),
      cell: ({ sizeBytes }) => (sizeBytes === undefined ? '–' : formatSize(sizeBytes)),
    },
    {
      ...number,
      head: words.seeds,
      glyph: 'seeds',
      ...sorting('seeders'),
      cell: ({ seeders }) => count(seeders),
    },
    {
      ...number,
      head: words.peers,
      glyph: 'downloaders',
      ...sorting('leechers'),
      cell: ({ leechers }) => count(leechers),
    },
    {
      ...number,
      head: words.dls,
      glyph: 'completes',
      ...sorting('completed'),
      cell: ({ completed }) => count(completed),
    },
    { head: words.uploader, cell: uploaderLink },
  ] satisfies Column<GalleryTorrent>[]
}

/** Characters of a name for which every screen has room. */
const nameCharactersMin = 24

/** What may be cut off stands in the title, too. */
function nameLink(torrent: GalleryTorrent): Html {
  const { name } = torrent
  const link = {
    href: galleryTorrentPath(torrent),
    title: name.length > nameCharactersMin && name,
  }
  return html`<a ${attributes(link)}><bdi>${name}</bdi></a>`
}

/** Characters of a gallery's title: its column has no room for more, and the page need not carry what nobody sees. */
const titleCharactersMax = 56

function uploaderLink({ uploader: { id, name } }: GalleryTorrent): Html {
  return html`<a href="${torrentListHref({ uploaderId: id })}"><bdi>${name}</bdi></a>`
}
