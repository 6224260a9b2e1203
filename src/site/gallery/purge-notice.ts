/** That a torrent will be purged, when, and why: on its page, with a button for those who may keep it. */
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { ComingPurge } from '#index/purge/purge-torrent'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { formatDay, formatMinute } from '../format/format-time.ts'
import { type Content, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import type { GalleryVisitor } from './gallery-visitor.ts'
import { keepTorrentHref } from './torrent-address.ts'

export type PurgeNotice = {
  readonly torrent: GalleryTorrent
  /** Undefined where it will not be purged. */
  readonly purge: ComingPurge | undefined
  readonly visitor: GalleryVisitor
}

export function purgeNotice(texts: Texts, { torrent, purge, visitor }: PurgeNotice): Content {
  // It may have been found a moment after it was seeded.
  if (purge === undefined || torrent.seeders > 0) return false
  const words = texts.purge.ofTorrent
  const day = formatDay(purge.purgeAt)
  const isUnseeded = purge.cause === 'unseeded'
  const since =
    purge.seededAt === undefined ? words.never : words.since(formatMinute(purge.seededAt))
  const text = isUnseeded ? `${since} ${words.purged(day)}` : words.expunged(day)
  return html`${notice(texts, 'warning', text)}
    ${isUnseeded && visitor.may('moderate') && form({ action: keepTorrentHref(torrent), submit: texts.purge.keep })}`
}
