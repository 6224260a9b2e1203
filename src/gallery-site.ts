/** Puts together what a gallery tracker adds to the site: its pages and its feeds. */
import { assert } from '#base/assert'
import { systemClock } from '#base/clock'
import { createFileLengths } from '#index/galleries/file-lengths'
import { requireMember } from '#site/account/require-member'
import { createSessionCookie } from '#site/account/session-cookie'
import { galleryFeeds } from '#site/feeds/gallery-feeds'
import { galleryPages } from '#site/gallery/gallery-pages'
import type { Section } from '#site/section'
import type { Catalogue } from './catalogue.ts'
import type { SiteState } from './site-state.ts'

export type GallerySiteOptions = {
  readonly catalogue: Catalogue
  /** A reload may change it. */
  readonly current: () => SiteState
}

export function gallerySite({ catalogue, current }: GallerySiteOptions): Section[] {
  const { statistics, parts } = catalogue
  const { galleries, galleryTorrents, covers, announceBases } = parts
  assert(statistics !== undefined, 'a gallery tracker keeps statistics')
  assert(
    galleries !== undefined && galleryTorrents !== undefined,
    'a gallery tracker has galleries',
  )
  assert(covers !== undefined && announceBases !== undefined, 'galleries have covers and addresses')
  const { database, members, torrents: registered, feedTokens, siteAddress } = parts
  const { lists } = database
  const settings = () => ({ ...current().gallery, siteUrl: current().url })
  const cookie = createSessionCookie(() => current().url)
  return [
    galleryPages({
      galleries,
      torrents: galleryTorrents,
      registered,
      lists,
      requireMember: requireMember({ members, cookie }),
      clock: systemClock,
      settings,
      live: statistics.live,
      covers,
    }),
    galleryFeeds({
      lists,
      torrents: galleryTorrents,
      fileLengths: createFileLengths({
        lists,
        siteAddress,
        announceBases,
        torrentKeyOf: (memberId) => database.members.torrentKey(memberId),
      }),
      feedTokens,
      settings,
    }),
  ]
}
