/**
 * Where feeds are:
 *
 *   /feeds/torrents.rss?q=atlas               for everybody; the files of its torrents record nothing
 *   /feeds/TOKEN/torrents.atom?q=atlas        of a member; the files are theirs
 *   /feeds/TOKEN/0123….torrent                one of these files
 */
import { infoHashText } from '#index/torrents/info-hash-text'
import type { FeedLink } from '../components/page.ts'
import type { Texts } from '../texts/texts.ts'
import { atomType } from './atom.ts'
import { rssType } from './rss.ts'

export type FeedKind = 'torrents' | 'galleries'
export type FeedFormat = 'rss' | 'atom'

export const feedKinds: readonly FeedKind[] = ['torrents', 'galleries']
export const feedFormats: readonly FeedFormat[] = ['rss', 'atom']

export type FeedAddress = {
  readonly kind: FeedKind
  readonly format: FeedFormat
  /** '' for all. */
  readonly search: string
  /** Of whose feed it is; undefined for the one of everybody. */
  readonly token?: string | undefined
}

export function feedHref({ kind, format, search, token }: FeedAddress): string {
  const folder = token === undefined ? '/feeds' : `/feeds/${token}`
  const query = search === '' ? '' : `?q=${encodeURIComponent(search.toWellFormed())}`
  return `${folder}/${kind}.${format}${query}`
}

export function feedFileHref(token: string, infoHash: Uint8Array): string {
  return `/feeds/${token}/${infoHashText(infoHash)}.torrent`
}

/** For the head of a page that lists the same. */
export function feedLinks(
  { feeds }: Texts,
  { kind, search, token }: Omit<FeedAddress, 'format'>,
): readonly FeedLink[] {
  const types = { rss: rssType, atom: atomType } as const
  return feedFormats.map((format) => ({
    type: types[format],
    title: feeds.link(feeds.kinds[kind], feeds.formats[format], search),
    href: feedHref({ kind, format, search, token }),
  }))
}
