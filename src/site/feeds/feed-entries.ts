/** Torrents and galleries as entries of a feed. */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import {
  type GalleryTorrent,
  galleryTorrentPath,
  shownGalleryTitle,
} from '#index/galleries/gallery-torrent'
import { infoHashText } from '#index/torrents/info-hash-text'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import type { FeedEntry } from './feed.ts'

/** Where things are, written out. */
export type EntryContext = {
  /** Of the site, without a slash at its end. */
  readonly base: string
  readonly texts: Texts
}

export type TorrentFile = { readonly href: string; readonly bytes: number }

/** `file` is undefined where it is not kept any more. */
export function torrentEntry(
  torrent: GalleryTorrent,
  file: TorrentFile | undefined,
  { base, texts }: EntryContext,
): FeedEntry {
  const { name, gallery, uploader, comment, sizeBytes, fileCount } = torrent
  const { feeds, locale } = texts
  const infoHash = infoHashText(torrent.infoHash)
  // Of whoever reads a feed, nobody knows whether they are of the staff: programs fetch it, without a session.
  const title = shownGalleryTitle(torrent, false) ?? texts.gallery.torrent.removedGallery
  const description = facts(comment, [
    [feeds.gallery, html`<a href="${`${base}${galleryPath(gallery)}`}">${title}</a>`],
    [feeds.category, gallery.category],
    [feeds.size, sizeBytes === undefined ? undefined : formatSize(sizeBytes)],
    [feeds.files, fileCount === undefined ? undefined : formatCount(locale, fileCount)],
    [feeds.uploader, uploader.name],
    [feeds.infoHash, infoHash],
  ])
  return {
    id: `urn:btih:${infoHash}`,
    title: name,
    href: `${base}${galleryTorrentPath(torrent)}`,
    publishedAt: torrent.addedAt,
    author: uploader.name,
    category: gallery.category,
    description,
    enclosure: file && {
      href: `${base}${file.href}`,
      bytes: file.bytes,
      infoHash,
      contentBytes: sizeBytes,
    },
  }
}

export function galleryEntry(gallery: Gallery, { base, texts }: EntryContext): FeedEntry {
  const { feeds, locale } = texts
  const { title, originalTitle, category, pages, torrentCount, owner } = gallery
  const href = `${base}${galleryPath(gallery)}`
  return {
    id: href,
    title,
    href,
    publishedAt: gallery.postedAt,
    author: owner.name,
    category,
    description: facts(gallery.description, [
      [feeds.originalTitle, originalTitle === '' ? undefined : originalTitle],
      [feeds.category, category],
      [feeds.pages, pages === undefined ? undefined : formatCount(locale, pages)],
      [feeds.torrents, formatCount(locale, torrentCount)],
      [feeds.uploader, owner.name],
    ]),
    enclosure: undefined,
  }
}

/** What somebody wrote, then facts line by line. Feed readers have no style of ours, so this is as plain as it can be. */
function facts(text: string, lines: readonly (readonly [string, Content])[]): Html {
  const known = lines.filter(([, value]) => value !== undefined)
  return html`<p>${known.map(([name, value]) => html`${name}: ${value}<br>`)}</p>${
    text !== '' && html`<p>${text}</p>`
  }`
}
