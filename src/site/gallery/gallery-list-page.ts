/** The front page: all galleries, searched, in an order, as rows or as covers, a page at a time. */
import type { Gallery } from '#index/galleries/gallery'
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import { dialog } from '../components/dialog.ts'
import { emptyState } from '../components/message.ts'
import { type Filter, page } from '../components/page.ts'
import { feedLinks } from '../feeds/feed-address.ts'
import { type Html, html } from '../html.ts'
import { type FoundRows, fromStart, queryHref } from '../lists/list-place.ts'
import { listRange } from '../lists/list-range.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { choiceLine } from './choice-line.ts'
import { coverGrid } from './cover-grid.ts'
import { feedLine } from './feed-line.ts'
import {
  type GalleryListAddress,
  galleryListHref,
  galleryListQuery,
  galleryOptions,
  galleryOrders,
  gallerySortHref,
} from './gallery-list-address.ts'
import { type GalleryLook, galleryLooks } from './gallery-look.ts'
import { galleryTable } from './gallery-table.ts'
import { frontPath } from './paths.ts'
import { searchHelp, searchRemarks } from './search-help.ts'

export type GalleryListState = {
  readonly address: GalleryListAddress
  readonly found: FoundRows<Gallery>
  /** On all pages of the list. */
  readonly total: TorrentTotal
  readonly categories: readonly string[]
  readonly look: GalleryLook
  readonly nowSeconds: number
}

export function galleryListPage(shell: Shell, state: GalleryListState): Html {
  const { texts } = shell
  const { address, found } = state
  const { search } = address
  const title = titleOf(texts, state)
  return page(shell, {
    title: search === '' ? title : texts.gallery.list.searched(search),
    tab: frontPath,
    search: { action: frontPath, words: search, kept: galleryListQuery(address) },
    filters: categoryLine(texts, state),
    feeds: feedLinks(texts, { kind: 'galleries', search }),
    content: html`<h1>${title}</h1>
      ${choices(texts, state)}
      ${searchRemarks(texts, search)}
      ${found.rows.length === 0 ? emptyList(texts, address) : rows(texts, state)}
      ${feedLine(texts, 'galleries', search)}
      ${searchHelp(texts)}
      ${dialog(texts)}`,
  })
}

function titleOf({ gallery: { list } }: Texts, { address, found }: GalleryListState): string {
  const { ownerId, expunged, category } = address
  const owner = found.rows[0]?.owner
  if (ownerId !== undefined && owner !== undefined) return list.galleriesOf(owner.name)
  if (expunged) return list.expungedTitle
  return category ?? list.heading
}

function categoryLine(
  texts: Texts,
  { address, categories, total }: GalleryListState,
): readonly Filter[] {
  const start = fromStart(address)
  const chosen = address.category
  const links = [undefined, ...categories].map((category) => ({
    label: category ?? texts.gallery.list.allCategories,
    href: galleryListHref({ ...start, category }),
    isCurrent: category === chosen,
  }))
  // One that is no longer in the configuration can still be looked at.
  if (chosen === undefined || categories.includes(chosen)) return links
  return total.count === 0
    ? links
    : [...links, { label: chosen, href: '#content', isCurrent: true }]
}

/** Links that switch what is searched and how it is shown; each keeps the rest as it is. */
function choices(texts: Texts, state: GalleryListState): Html {
  const { address, look } = state
  const words = texts.gallery.list
  const start = fromStart(address)
  const options = galleryOptions.map((option) => ({
    label: words.options[option],
    href: galleryListHref({ ...start, [option]: !address[option] }),
    isCurrent: address[option],
  }))
  const looks = galleryLooks.map((one) => ({
    label: words.looks[one],
    href: queryHref(frontPath, { q: address.search, ...galleryListQuery(address), look: one }),
    isCurrent: one === look,
  }))
  return html`${choiceLine(words.searchOptions, options)}
    ${choiceLine(words.look, looks)}
    ${look === 'covers' && choiceLine(words.order, orderLinks(texts, address))}`
}

/** Covers have no heads of columns to sort by. */
function orderLinks(texts: Texts, address: GalleryListAddress): readonly Filter[] {
  return galleryOrders.map((order) => ({
    label: texts.gallery.list.orders[order],
    href: gallerySortHref(address, order),
    isCurrent: order === address.order,
  }))
}

function rows(texts: Texts, state: GalleryListState): Html {
  const { address, found, look, categories, total, nowSeconds } = state
  const caption = titleOf(texts, state)
  const shown = { galleries: found.rows, categories, caption }
  return html`${
    look === 'covers'
      ? coverGrid(texts, shown)
      : galleryTable(texts, { ...shown, address, nowSeconds })
  }
    ${listRange(texts, {
      words: texts.gallery.list,
      found,
      place: address,
      total,
      isByTime: address.order === 'posted' && address.isDescending,
      hrefAt: (place) => galleryListHref({ ...address, ...place }),
    })}`
}

function emptyList(texts: Texts, address: GalleryListAddress): Html {
  const words = texts.gallery.list
  if (address.after !== undefined) {
    const href = galleryListHref(fromStart(address))
    return emptyState({ ...words.pastEnd, action: { href, label: words.pastEnd.action } })
  }
  if (galleryListHref(address) === frontPath) return emptyState(words.noGalleries)
  const action = { href: frontPath, label: words.allGalleries }
  return emptyState({ what: words.noHits, why: words.noGalleryHits, action })
}
