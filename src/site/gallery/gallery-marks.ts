/** The small signs of a gallery in lists: the block of its category, its cover, and whether it has torrents. */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { formatCount } from '../format/format-count.ts'
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { windowHref } from './gallery-address.ts'

/** Its colour is that of its place in `categories`; one that was taken out of them has none. */
export function categoryBlock(categories: readonly string[], category: string): Html {
  const place = categories.indexOf(category)
  const look = place === -1 ? 'cat' : `cat c${place}`
  return html`<span class="${look}">${category}</span>`
}

/** A link to the torrent window where there is something in it. */
export function torrentMark(texts: Texts, gallery: Gallery): Html {
  const words = texts.gallery.mark
  const count = gallery.torrentCount
  if (count === 0)
    return html`<span class="muted" role="img" aria-label="${words.none}" title="${words.none}">○</span>`
  const link = {
    href: windowHref(gallery),
    title: words.some,
    'aria-label': texts.gallery.torrentDownload(formatCount(texts.locale, count)),
    'data-dialog': true,
  }
  return html`<a ${attributes(link)}>●</a>`
}

export function galleryLink(gallery: Gallery): Html {
  const { title } = gallery
  const link = { href: galleryPath(gallery), title: title.length > titleCharactersMin && title }
  return html`<a ${attributes(link)}><bdi>${title}</bdi></a>`
}

/** Characters of a title for which every screen has room; of a longer one the whole stands in the title, too. */
const titleCharactersMin = 24
