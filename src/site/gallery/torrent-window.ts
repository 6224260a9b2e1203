/**
 * The torrent window of a gallery: its torrents, those of older versions folded, and the form that adds one. It is shown
 * above the gallery where scripts run, and is a page of its own everywhere else.
 */
import { uploadedFilesMax } from '#base/limits'
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { TorrentWindow } from '#index/galleries/gallery-torrents'
import { loginPath } from '../account/paths.ts'
import { copyField } from '../components/copy-field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { pill } from '../components/pill.ts'
import { torrentFilesField } from '../components/torrent-files-field.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { formatMinute } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import { queryHref } from '../lists/list-place.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { foldedCurlUpload } from './curl-line.ts'
import { personalHref, publicHref } from './download-address.ts'
import { makingHref, windowHref } from './gallery-address.ts'
import { type GalleryVisitor, maySeeGallery } from './gallery-visitor.ts'
import { torrentListHref } from './torrent-list-address.ts'

export type TorrentWindowState = {
  readonly gallery: Gallery
  /** The newest version, where the gallery is not that: new torrents are of it. */
  readonly newest: Gallery | undefined
  readonly window: TorrentWindow
  /** Of the gallery, for everybody. */
  readonly announceAddresses: readonly string[]
  readonly torrentBytesMax: number
  /** Where the site is, without a slash at its end. */
  readonly siteBase: string
  readonly visitor: GalleryVisitor
  /** What is wrong with what was sent, as a sentence. */
  readonly problem: string | undefined
}

export function torrentWindowPage(shell: Shell, state: TorrentWindowState): Html {
  const { texts } = shell
  const { gallery, newest, window, visitor, problem } = state
  const words = texts.gallery.window
  const isRemoved = gallery.state === 'removed'
  const isShown = maySeeGallery(visitor, gallery)
  const title = isShown ? gallery.title : texts.gallery.torrent.removedGallery
  return page(shell, {
    title: words.pageTitle(title),
    isProse: true,
    content: html`<h1><a href="${galleryPath(gallery)}"><bdi>${title}</bdi></a></h1>
      ${
        newest !== undefined && [
          problem !== undefined && notice(texts, 'error', problem),
          newerNotice(texts, newest),
        ]
      }
      ${isRemoved && notice(texts, 'warning', texts.gallery.gallery.states.removed)}
      <p>${countText(texts, window)}</p>
      ${window.current.map((torrent) => block(texts, torrent, visitor))}
      ${outdated(texts, state)}
      ${newest === undefined && !isRemoved && newTorrents(texts, state)}`,
  })
}

/** Torrents of all versions are in the window of each, and new ones in that of the newest. */
function newerNotice(texts: Texts, newest: Gallery): Html {
  const words = texts.gallery.window
  const link = html`<a href="${windowHref(newest)}">${words.toNewest}</a>`
  return notice(texts, 'warning', html`${words.newer} ${link}`)
}

function countText(texts: Texts, { current, outdated: old }: TorrentWindow): string {
  const words = texts.gallery.window
  if (current.length > 0) return words.found(formatCount(texts.locale, current.length))
  return old.length > 0 ? words.noneUpToDate : words.none
}

function block(texts: Texts, torrent: GalleryTorrent, { member }: GalleryVisitor): Html {
  const words = texts.gallery.window
  const { uploader, tombstone, name } = torrent
  const file = member === undefined ? publicHref(torrent) : personalHref(torrent)
  return html`<div class="block">
    <p>${factLine(texts, torrent)}</p>
    <p>${words.uploader} <a href="${torrentListHref({ uploaderId: uploader.id })}"><bdi>${uploader.name}</bdi></a>
      · <a href="${galleryTorrentPath(torrent)}">${words.information}</a></p>
    <p>${
      tombstone === undefined
        ? html`<a href="${file}"><bdi>${name}</bdi></a>`
        : html`${pill('bad', words.expunged)} <bdi>${name}</bdi>`
    }</p>
  </div>`
}

/** `Posted 2026-04-26 05:14 · 252.0 MiB · ▲ 13 · ▼ 4 · ✓ 50`. */
function factLine(texts: Texts, torrent: GalleryTorrent): Html {
  const { addedAt, sizeBytes, seeders, leechers, completed } = torrent
  const words = texts.gallery.window
  const count = (look: string, value: number, name: string): Html =>
    html`<span class="${look}" title="${name}">${formatCount(texts.locale, value)}</span>`
  return html`${words.posted} ${formatMinute(addedAt)}
    ${sizeBytes !== undefined && `· ${formatSize(sizeBytes)}`}
    · ${count('up', seeders, words.seeds)}
    · ${count('dn', leechers, words.peers)}
    · ${count('ok', completed, words.downloads)}`
}

function outdated(texts: Texts, { window, visitor }: TorrentWindowState): Content {
  const { outdated: torrents } = window
  if (torrents.length === 0) return undefined
  const count = formatCount(texts.locale, torrents.length)
  return html`<details><summary>${texts.gallery.window.outdated} (${count})</summary>
    ${torrents.map((torrent) => block(texts, torrent, visitor))}
  </details>`
}

function newTorrents(texts: Texts, state: TorrentWindowState): Html {
  const words = texts.gallery.window
  const { gallery, announceAddresses } = state
  const [address] = announceAddresses
  return html`<h2>${words.newTorrents}</h2>
    ${uploadForm(texts, state)}
    <p>${words.announceLead}</p>
    ${address !== undefined && copyField(texts, { text: address, label: words.copyAnnounce })}
    <p>${words.downloadAfter}</p>
    <p><a href="${makingHref(gallery)}">${words.making}</a></p>
    ${state.visitor.may('upload') && foldedCurlUpload(texts, { ...state, galleryId: gallery.id })}`
}

function uploadForm(
  texts: Texts,
  { gallery, torrentBytesMax, visitor, problem }: TorrentWindowState,
): Html {
  const words = texts.gallery.window
  const back = windowHref(gallery)
  if (visitor.member === undefined)
    return html`<p><a href="${queryHref(loginPath, { next: back })}">${words.logInToAdd}</a></p>`
  if (!visitor.may('upload')) return html`<p>${words.mayNot}</p>`
  const files = formatCount(texts.locale, uploadedFilesMax)
  return form({
    action: back,
    hasFile: true,
    look: 'primary',
    submit: words.upload,
    fields: torrentFilesField(texts, {
      label: words.file,
      hint: words.fileHint(formatSize(torrentBytesMax), files),
      problem,
    }),
  })
}
