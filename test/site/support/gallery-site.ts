/** The site of a gallery tracker over a real database, on a real socket, as its visitors and members find it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
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
import { createMembers } from '#index/members/members'
import { createPasswords } from '#index/members/passwords'
import type { Role } from '#index/members/role'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import { openDatabase } from '#index/storage/open-database'
import { createTokens } from '#index/tokens/tokens'
import { createTorrents } from '#index/torrents/torrents'
import { accountPages } from '#site/account/account-pages'
import { requireMember } from '#site/account/require-member'
import { createSessionCookie } from '#site/account/session-cookie'
import { galleryFeeds } from '#site/feeds/gallery-feeds'
import { galleryPages } from '#site/gallery/gallery-pages'
import { createSite } from '#site/site'
import { Health } from '#telemetry/health'
import type { PostgresServer } from '../../support/postgres.ts'
import { moderationSections } from './moderation-sections.ts'
import { nowSeconds } from './specimen-clock.ts'
import type { Upload } from './torrent-files.ts'

const siteUrl = (): string => ''
const room = (): number => 1_000_000

export const categories = ['Art', 'Prints', 'Maps', 'Photographs', 'Misc'] as const

export const torrentBytesMax = 100_000

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

export const password = 'correct horse battery'

export type GallerySiteOptions = {
  readonly engine?: EngineName
  readonly postgres?: () => PostgresServer
}

export async function openGallerySite(options: GallerySiteOptions = {}): Promise<GallerySite> {
  const { engine = 'sqlite', postgres } = options
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-galleries-'))
  const clock = { now: nowSeconds, statisticsAge: 0, nowSeconds: () => clock.now }
  const ofPostgres = engine === 'postgres' ? await postgres?.().newDatabase() : undefined
  const database = await openDatabase({
    url: ofPostgres ?? 'sqlite:galleries.db',
    dataDirectory,
    clock,
  })
  const logged: string[] = []
  const { audit } = database
  const changes = { changed: () => {} }
  const registered = createTorrents({ repository: database.torrents, changes, clock, audit, room })
  const members = createMembers({
    members: database.members,
    sessions: database.sessions,
    links: database.memberLinks,
    invitations: database.invitations,
    emails: database.emails,
    audit,
    clock,
    // Of next to no cost: what depends on it has tests of its own.
    passwords: createPasswords({ cost: { memoryKib: 8, passes: 1, lanes: 1 } }),
  })
  const covers = createCovers({ directory: join(dataDirectory, 'covers') })
  const galleries = createGalleries({
    repository: database.galleries,
    members: database.members,
    covers,
    categories: () => categories,
    clock,
    audit,
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
    audit,
    clock,
    room,
    rules: () => ({ torrentBytesMax, private: 'keep', v2: false, deniedExtensions: ['scr'] }),
    siteName: () => 'tracker.example',
    mayUpload: createUploadLimit({
      statistics,
      rules: () => ({ uncompletedUploads, uncompletedHours: 24 }),
    }),
    ...places,
  })
  const feedTokens = createFeedTokens({ repository: database.feedTokens, audit, clock })
  const live = createLiveSessions({ intervalSeconds: () => 1800 })
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: siteUrl(), announceUrls: [] }),
    sections: [
      galleryPages({
        galleries,
        torrents,
        registered,
        lists: database.lists,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
        clock,
        settings: () => ({ categories, torrentBytesMax, siteUrl: siteUrl() }),
        live,
        covers,
        statistics,
        statisticsAgeSeconds: () => clock.statisticsAge,
      }),
      galleryFeeds({
        lists: database.lists,
        torrents,
        fileLengths: createFileLengths({ ...places, lists: database.lists }),
        feedTokens,
        settings: () => ({ siteUrl: siteUrl() }),
      }),
      ...moderationSections({
        database,
        torrents,
        galleries,
        members,
        clock,
        dataDirectory,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
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
        },
      }),
    ],
    trustedProxies: [],
    limitVisitors: false,
    log: { error: (...words) => void logged.push(JSON.stringify(words)) },
  })
  const url = await site.listen({ host: '127.0.0.1', port: 0 })
  let isOpen = true
  const losesDatabase = async (): Promise<void> => {
    if (isOpen) await database.close()
    isOpen = false
  }
  return {
    url,
    galleries,
    torrents,
    database,
    clock,
    live,
    logged,
    losesDatabase,
    addMember: async (name, role = 'member') => {
      const { link, member } = await members.add(name, role, 'operator')
      const client = { browser: undefined, system: undefined }
      await members.useLink(link.secret, { password, name: '', client })
      return member
    },
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
      await losesDatabase()
      rmSync(dataDirectory, { recursive: true })
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
