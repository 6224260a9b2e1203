/**
 * What an uploader sees when a torrent was taken: its personal file, which downloads by itself, why that one must be
 * used, and whether a client of theirs seeds it yet.
 */
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { pill } from '../components/pill.ts'
import { attributes, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { foldedCurlUpload } from './curl-line.ts'
import { personalHref } from './download-address.ts'
import { windowHref } from './gallery-address.ts'
import type { GalleryVisitor } from './gallery-visitor.ts'
import { uploadedHref } from './torrent-address.ts'
import { torrentGalleryLink } from './torrent-gallery-link.ts'

export type UploadedState = {
  readonly torrent: GalleryTorrent
  readonly visitor: GalleryVisitor
  /** The browser was told to fetch the file. */
  readonly isDownloading: boolean
  /** A client of the uploader has announced that it seeds. */
  readonly isSeeded: boolean
  /** Where the site is, without a slash at its end. */
  readonly siteBase: string
}

export function uploadedPage(shell: Shell, state: UploadedState): Html {
  const { texts } = shell
  const words = texts.gallery.uploaded
  const { torrent, isDownloading, visitor } = state
  const { gallery, name } = torrent
  return page(shell, {
    title: words.title,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead} <strong><bdi>${name}</bdi></strong></p>
      ${notice(texts, 'warning', words.mustUse)}
      ${isDownloading && html`<p>${words.downloading}</p>`}
      <p class="actions"><a class="button primary" href="${personalHref(torrent)}">${words.download}</a></p>
      <p>${words.next}</p>
      <h2>${words.seedingTitle}</h2>
      ${seeding(texts, state)}
      ${foldedCurlUpload(texts, { ...state, galleryId: gallery.id })}
      <p><a href="${galleryTorrentPath(torrent)}">${words.toTorrent}</a>
        · <a href="${windowHref(gallery)}">${words.toWindow}</a>
        · ${torrentGalleryLink(texts, torrent, visitor)}</p>`,
  })
}

/** Where scripts run, this part of the page is fetched again every few seconds until it says so. */
function seeding(texts: Texts, { torrent, isSeeded }: UploadedState): Html {
  const words = texts.gallery.uploaded
  const again = uploadedHref(torrent)
  const facts = { id: 'seeding', role: 'status', 'data-again': !isSeeded && again }
  return html`<p ${attributes(facts)}>${
    isSeeded
      ? html`${pill('good', words.seeding)} ${words.seedingMeans}`
      : html`${pill('neutral', words.waiting)} ${words.waitingMeans} <a href="${again}">${words.lookAgain}</a>`
  }</p>`
}
