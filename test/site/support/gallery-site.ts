/** The site of a gallery tracker over a real database, on a real socket, as its visitors and members find it. */
import { join } from 'node:path'
import { createLiveSessions, type LiveSessions } from '#index/accounting/live-sessions'
import { createStatistics } from '#index/accounting/statistics'
import { createCovers } from '#index/galleries/covers'
import { createGalleryTorrents } from '#index/galleries/create-gallery-torrents'
import { createFileLengths } from '#index/galleries/file-lengths'
import { createGalleries, type Galleries } from '#index/galleries/galleries'
import type { Gallery, GalleryFields } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import { createUploadLimit } from '#index/galleries/upload-limit'
import { createFeedTokens } from '#index/members/feed-tokens'
import type { Member } from '#index/members/member'
import { createMemberExport } from '#index/members/member-export'
import type { Role } from '#index/members/role'
import { createPetitionTargets } from '#index/petitions/petition-targets'
import { createPetitions } from '#index/petitions/petitions'
import { createPoints } from '#index/points/points'
import type { Database } from '#index/storage/database'
import { createTokens } from '#index/tokens/tokens'
import { createToplists } from '#index/toplists/toplists'
import { createTorrents } from '#index/torrents/torrents'
import { createConcernParts } from '#operate/api/create-concern-parts'
import { accountPages } from '#site/account/account-pages'
import { requireMember } from '#site/account/require-member'
import { createSessionCookie } from '#site/account/session-cookie'
import { galleryFeeds } from '#site/feeds/gallery-feeds'
import { galleryPages } from '#site/gallery/gallery-pages'
import { noticePages } from '#site/notices/notice-pages'
import { loadPolicyDocuments } from '#site/pages/policy/policy-documents'
import { policyPages } from '#site/pages/policy/policy-pages'
import { petitionPages } from '#site/petitions/petition-pages'
import { createSite } from '#site/site'
import { Health } from '#telemetry/health'
import { petitionRules } from '../../support/petition-rules.ts'
import { purgeRules } from '../../support/purge-rules.ts'
import { moderationSections } from './moderation-sections.ts'
import { addMember, membersOf, openSiteBase, type SiteBaseOptions } from './site-base.ts'
import { nowSeconds } from './specimen-clock.ts'
import { madeFacts } from './specimen-site.ts'
import type { Upload } from './torrent-files.ts'

const siteUrl = (): string => ''
const room = (): number => 1_000_000

export const categories = ['Art', 'Prints', 'Maps', 'Photographs', 'Misc'] as const

export const torrentBytesMax = 100_000

/** Of points and toplists. */
export const standing = {
  pointsPerCompletion: 10,
  scoreWeights: { completionWeight: 10, seedDayWeight: 1, ratioExponentPercent: 50, ratioMax: 4 },
} as const

/** A member who has more is refused. */
export const uncompletedUploads = 10

export type GallerySite = {
  /** Without a slash at its end. */
  readonly url: string
  readonly galleries: Galleries
  readonly torrents: GalleryTorrents
  readonly database: Database
  /** `statisticsAge` is how old, in seconds, what is recorded of members would be. */
  readonly clock: { now: number; statisticsAge: number; readonly nowSeconds: () => number }
  /** What the tracker would note of announces. */
  readonly live: LiveSessions
  /** What members are told, and purging. */
  readonly concerns: ReturnType<typeof createConcernParts>
  /** What would be in the log. */
  readonly logged: readonly string[]
  /** A member who has set `password`. */
  readonly addMember: (name: string, role?: Role) => Promise<Member>
  readonly addGallery: (ownerId: number, fields?: Partial<GalleryFields>) => Promise<Gallery>
  readonly addTorrent: (
    gallery: Gallery,
    uploaderId: number,
    file: Upload,
  ) => Promise<GalleryTorrent>
  /** From now on the database answers nothing. */
  readonly losesDatabase: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export async function openGallerySite(options: SiteBaseOptions = {}): Promise<GallerySite> {
  const clock = { now: nowSeconds, statisticsAge: 0, nowSeconds: () => clock.now }
  const base = await openSiteBase(clock, options)
  const { database, dataDirectory, losesDatabase } = base
  const logged: string[] = []
  const { audit } = database
  const changes = { changed: () => {} }
  const registered = createTorrents({ repository: database.torrents, changes, clock, room })
  const members = membersOf(database, { clock })
  const covers = createCovers({ directory: join(dataDirectory, 'covers') })
  const galleries = createGalleries({
    repository: database.galleries,
    members: database.members,
    covers,
    categories: () => categories,
    clock,
  })
  const places = {
    siteAddress: () => 'http://site.example',
    announceBases: () => ['udp://tracker.example:6969', 'http://tracker.example:6969'],
    torrentKeyOf: (memberId: number) => database.members.torrentKey(memberId),
  }
  const statistics = createStatistics({ repository: database.statistics, clock })
  const torrents = createGalleryTorrents({
    repository: database.galleryTorrents,
    changes,
    clock,
    room,
    rules: () => ({ torrentBytesMax, private: 'keep', v2: false, deniedExtensions: ['scr'] }),
    siteName: () => 'tracker.example',
    uploadLimit: createUploadLimit({
      statistics,
      rules: () => ({ uncompletedUploads, uncompletedHours: 24 }),
      clock,
    }),
    ...places,
  })
  const concerns = createConcernParts({
    database,
    clock,
    changes,
    flush: () => Promise.resolve(),
    mail: undefined,
    purgeRules: () => purgeRules,
  })
  const { notices, purge } = concerns
  const petitions = createPetitions({
    repository: database.petitions,
    targets: createPetitionTargets({ torrents, galleries }),
    statistics: database.statistics,
    hasMail: () => false,
    rules: () => petitionRules,
    clock,
  })
  const feedTokens = createFeedTokens({ repository: database.feedTokens, audit, clock })
  const live = createLiveSessions({ intervalSeconds: () => 1800 })
  const documents = loadPolicyDocuments('')
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: siteUrl() }),
    sections: [
      galleryPages({
        galleries,
        torrents,
        registered,
        lists: database.lists,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
        clock,
        settings: () => ({ categories, torrentBytesMax, siteUrl: siteUrl(), ...standing }),
        live,
        covers,
        petitions,
        statistics,
        points: createPoints({ repository: database.points, members: database.members, clock }),
        toplists: createToplists(database.toplists),
        purge,
        statisticsAgeSeconds: () => clock.statisticsAge,
      }),
      galleryFeeds({
        lists: database.lists,
        torrents,
        fileLengths: createFileLengths({ ...places, lists: database.lists }),
        feedTokens,
        settings: () => ({ siteUrl: siteUrl() }),
      }),
      petitionPages({
        petitions,
        galleries,
        torrents,
        clock,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
      }),
      noticePages({
        notices,
        torrents,
        galleries,
        clock,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
      }),
      ...moderationSections({
        purge,
        database,
        torrents,
        galleries,
        members,
        clock,
        dataDirectory,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
      }),
      policyPages({
        current: () => ({ documents, facts: madeFacts, contact: 'abuse@tracker.example' }),
        isInFooter: true,
      }),
      accountPages({
        members,
        clock,
        siteUrl,
        hasTorrentKeys: true,
        membership: {
          tokens: createTokens({ ...database, repository: database.tokens, clock }),
          feedTokens,
          memberExport: createMemberExport({ ...database, parts: [] }),
          notices,
        },
      }),
    ],
    trustedProxies: [],
    limitVisitors: false,
    log: { error: (...words) => void logged.push(JSON.stringify(words)) },
  })
  const url = await site.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    galleries,
    torrents,
    database,
    clock,
    live,
    concerns,
    logged,
    losesDatabase,
    addMember: (name, role) => addMember(members, name, role),
    addGallery: (ownerId, fields = {}) =>
      galleries.create({ ...plainGallery, ...fields }, { id: ownerId }, 'test'),
    addTorrent: async (gallery, uploaderId, { name: fileName, buffer: bytes }) => {
      const to = { galleryId: gallery.id, uploaderId, isByOperator: true }
      const [outcome] = await torrents.upload([{ fileName, bytes }], to, 'test')
      if (outcome === undefined || !('torrent' in outcome))
        throw new Error(`the torrent was refused: ${outcome?.fault.message}`)
      return outcome.torrent
    },
    [Symbol.asyncDispose]: async () => {
      await site.close()
      await base.close()
    },
  }
}

const plainGallery: GalleryFields = {
  title: 'A gallery',
  originalTitle: '',
  category: 'Misc',
  tags: [],
  description: '',
  pages: undefined,
}
