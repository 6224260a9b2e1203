/** Galleries as rows. */
import type { GalleryOrder } from '#index/galleries/catalogue-lists'
import type { Gallery } from '#index/galleries/gallery'
import { moment } from '../components/moment.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import { sortingColumn } from '../lists/list-sorting.ts'
import type { Texts } from '../texts/texts.ts'
import { coverThumb } from './cover-picture.ts'
import {
  type GalleryListAddress,
  galleryListHref,
  gallerySortHref,
} from './gallery-list-address.ts'
import { categoryBlock, galleryLink, torrentMark } from './gallery-marks.ts'

export type GalleryRows = {
  readonly galleries: readonly Gallery[]
  readonly categories: readonly string[]
  /** Undefined where the list is in no order that could be changed. */
  readonly address?: GalleryListAddress
  readonly nowSeconds: number
  /** What the list shows, for those who cannot see it. */
  readonly caption: string
}

export function galleryTable(texts: Texts, rows: GalleryRows): Html {
  const { galleries, caption } = rows
  return table(texts, { caption, isList: true, rows: galleries, columns: columnsOf(texts, rows) })
}

function columnsOf(texts: Texts, { categories, address, nowSeconds }: GalleryRows) {
  const words = texts.gallery.list
  const sorting = (order: GalleryOrder) =>
    address && sortingColumn(address, order, gallerySortHref(address, order))
  const number = { kind: 'number' } as const
  return [
    { head: words.category, cell: ({ category }) => categoryBlock(categories, category) },
    {
      head: words.posted,
      ...sorting('posted'),
      cell: ({ postedAt }) => moment(texts, postedAt, nowSeconds),
    },
    {
      head: words.title,
      kind: 'name',
      ...sorting('title'),
      cell: (gallery) => html`${coverThumb(gallery)}${galleryLink(gallery)}`,
    },
    {
      ...number,
      head: words.torrents,
      ...sorting('torrents'),
      cell: (gallery) => torrentMark(texts, gallery),
    },
    {
      ...number,
      head: words.pages,
      ...sorting('pages'),
      cell: ({ pages }) => (pages === undefined ? '–' : formatCount(texts.locale, pages)),
    },
    {
      head: words.uploader,
      cell: ({ owner: { id, name } }) =>
        html`<a href="${galleryListHref({ ownerId: id })}"><bdi>${name}</bdi></a>`,
    },
  ] satisfies Column<Gallery>[]
}
