/** Puts together what a gallery tracker adds to the site: its pages and its feeds. */
import { assert } from '#base/assert'
import { systemClock } from '#base/clock'
import { createStatistics } from '#index/accounting/statistics'
import { createSuspicions } from '#index/accounting/suspicions'
import { createFileLengths } from '#index/galleries/file-lengths'
import { createReportTargets } from '#index/moderation/report-targets'
import { createReports } from '#index/moderation/reports'
import { createToplists } from '#index/toplists/toplists'
import type { ApiParts } from '#operate/api/api-parts'
import { requireMember } from '#site/account/require-member'
import { createSessionCookie } from '#site/account/session-cookie'
import { galleryFeeds } from '#site/feeds/gallery-feeds'
import { galleryPages } from '#site/gallery/gallery-pages'
import { moderationPages } from '#site/moderation/moderation-pages'
import { staffPlace } from '#site/moderation/staff-line'
import { noticePages } from '#site/notices/notice-pages'
import { petitionPages } from '#site/petitions/petition-pages'
import { operatorPages } from '#site/registered/operator-pages'
import type { Section } from '#site/section'
import { type OverviewSources, overviewOf } from './overview.ts'
import type { SiteState } from './site-state.ts'

export type GallerySiteOptions = OverviewSources & {
  /** A reload may change it. */
  readonly current: () => SiteState
}

export function gallerySite(options: GallerySiteOptions): Section[] {
  const { catalogue, current } = options
  const { statistics, parts } = catalogue
  const { galleries, galleryTorrents, covers, announceBases, ...concerns } = galleryPartsOf(parts)
  const { petitions, notices, purge } = concerns
  assert(statistics !== undefined, 'a gallery tracker keeps statistics')
  const { database, members, torrents: registered, feedTokens, siteAddress } = parts
  const { lists } = database
  const settings = () => ({ ...current().gallery, siteUrl: current().url })
  const cookie = createSessionCookie(() => current().url)
  const staff = { members, clock: systemClock, requireMember: requireMember({ members, cookie }) }
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
      petitions,
      statistics: createStatistics({ repository: database.statistics, clock: systemClock }),
      points: parts.points,
      toplists: createToplists(database.toplists),
      purge,
      statisticsAgeSeconds: () => statistics.ledger.state.ageSeconds,
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
    petitionPages({ ...staff, petitions, galleries, torrents: galleryTorrents }),
    noticePages({ ...staff, notices, torrents: galleryTorrents, galleries }),
    moderationPages({
      ...staff,
      suspicions: createSuspicions({
        repository: database.suspicions,
        torrents: galleryTorrents,
      }),
      suspicionSettings: () => current().suspicions,
      audit: database.audit,
      blocks: parts.blocks,
      points: parts.points,
      purge,
      reports: createReports({
        repository: database.reports,
        targets: createReportTargets({ torrents: galleryTorrents, galleries, members }),
        clock: systemClock,
      }),
    }),
    operatorPages({
      ...staff,
      audit: database.audit,
      overview: () => overviewOf(options),
      place: staffPlace,
    }),
  ]
}

/** What only this mode has. */
function galleryPartsOf({
  galleries,
  galleryTorrents,
  covers,
  announceBases,
  ...concerns
}: ApiParts) {
  const { petitions, notices, purge } = concerns
  assert(
    galleries !== undefined && galleryTorrents !== undefined,
    'a gallery tracker has galleries',
  )
  assert(covers !== undefined && announceBases !== undefined, 'galleries have covers and addresses')
  assert(petitions !== undefined, 'members put galleries up for expunging')
  assert(notices !== undefined && purge !== undefined, 'members are told what concerns them')
  return { galleries, galleryTorrents, covers, announceBases, petitions, notices, purge }
}
