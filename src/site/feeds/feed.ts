/** A feed before it is written as RSS or Atom. Addresses are absolute; times are unix seconds. */
import type { Html } from '../html.ts'

export type FeedEntry = {
  /** The same in every feed, for ever. */
  readonly id: string
  readonly title: string
  /** Its page. */
  readonly href: string
  readonly publishedAt: number
  readonly author: string
  readonly category: string
  /** The same without markup in all places that do not show HTML. */
  readonly description: Html
  readonly enclosure: FeedEnclosure | undefined
}

export type FeedEnclosure = {
  readonly href: string
  /** Of the file behind it. */
  readonly bytes: number
  /** Lower-case hex digits. */
  readonly infoHash: string
  /** Of the torrent's content; undefined where that is not known. */
  readonly contentBytes: number | undefined
}

export type Feed = {
  readonly title: string
  readonly description: string
  /** The page that lists the same. */
  readonly pageHref: string
  /** Where the feed itself is. */
  readonly selfHref: string
  readonly siteName: string
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
}

export const torrentType = 'application/x-bittorrent'

/** When something was added to the feed last; without any entries, the beginning of time. */
export function updatedAt({ entries }: Feed): number {
  return Math.max(0, ...entries.map(({ publishedAt }) => publishedAt))
}
