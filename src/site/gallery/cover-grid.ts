/** Galleries as covers in a grid. */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { coverInGrid } from './cover-picture.ts'
import { categoryBlock, torrentMark } from './gallery-marks.ts'
import type { GalleryRows } from './gallery-table.ts'

export function coverGrid(
  texts: Texts,
  { galleries, categories, caption }: Omit<GalleryRows, 'address' | 'nowSeconds'>,
): Html {
  return html`<ul class="covers" aria-label="${caption}">
    ${galleries.map((gallery) => html`<li>${card(texts, gallery, categories)}</li>\n`)}
  </ul>`
}

function card(texts: Texts, gallery: Gallery, categories: readonly string[]): Html {
  const { title, category, torrentCount } = gallery
  const count = torrentCount > 0 && html` ${formatCount(texts.locale, torrentCount)}`
  return html`${categoryBlock(categories, category)}
    <a href="${galleryPath(gallery)}" title="${title}">${coverInGrid(gallery)}<bdi>${title}</bdi></a>
    <p>${torrentMark(texts, gallery)}${count}</p>`
}
