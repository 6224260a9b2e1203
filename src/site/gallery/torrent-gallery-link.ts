/** A link to the gallery of a torrent, by its title; the title of one that was removed is for those who look after the site. */
import { galleryPath } from '#index/galleries/gallery'
import { type GalleryTorrent, shownGalleryTitle } from '#index/galleries/gallery-torrent'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import type { GalleryVisitor } from './gallery-visitor.ts'

/** Of a title, `charactersMax` at most. */
export function torrentGalleryLink(
  texts: Texts,
  torrent: GalleryTorrent,
  { may }: GalleryVisitor,
  charactersMax = Infinity,
): Html {
  const title = shownGalleryTitle(torrent, may('moderate'))
  const label =
    title === undefined
      ? html`${texts.gallery.torrent.removedGallery}`
      : html`<bdi>${cut(title, charactersMax)}</bdi>`
  return html`<a href="${galleryPath(torrent.gallery)}">${label}</a>`
}

function cut(text: string, charactersMax: number): string {
  const characters = Array.from(text)
  return characters.length > charactersMax
    ? `${characters.slice(0, charactersMax).join('')}…`
    : text
}
