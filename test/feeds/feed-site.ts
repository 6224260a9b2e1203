/** A site with feeds over a real database, with a member and two galleries. */
import type { FastifyInstance } from 'fastify'
import { createFileLengths } from '#index/galleries/file-lengths'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { createFeedTokens, type FeedTokens } from '#index/members/feed-tokens'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import { galleryFeeds } from '#site/feeds/gallery-feeds'
import { downloadRoutes } from '#site/gallery/download-routes'
import { createSite } from '#site/site'
import { Health } from '#telemetry/health'
import {
  galleryTorrentsOn,
  type TorrentsOnDatabase,
  torrentIn,
} from '../galleries/gallery-torrents-on.ts'
import type { TestDatabases } from '../storage/databases.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'

export const siteUrl = 'https://site.example'

const announceUrls = ['udp://tracker.example:6969', 'http://tracker.example:6969']

export type FeedSiteOptions = {
  readonly engine?: EngineName
  readonly isLimited?: boolean
  /** What `site.url` says; '' leaves it to the request. */
  readonly configuredUrl?: string
  readonly announceBases?: readonly string[]
}

export type FeedSite = {
  readonly site: FastifyInstance
  readonly database: Database
  readonly torrents: TorrentsOnDatabase['torrents']
  readonly feedTokens: FeedTokens
  /** What would be in the log. */
  readonly logged: readonly string[]
  readonly addTorrent: (name: string, more?: UploadFacts) => Promise<GalleryTorrent>
}

type UploadFacts = {
  readonly galleryId?: number
  readonly comment?: string
  readonly format?: 'v1' | 'hybrid'
}

export async function openFeedSite(
  databases: TestDatabases,
  options: FeedSiteOptions = {},
): Promise<FeedSite> {
  const { engine = 'sqlite', isLimited = false } = options
  const { configuredUrl = siteUrl, announceBases = announceUrls } = options
  const { clock } = databases
  const places = { siteAddress: () => siteUrl, announceBases: () => announceBases }
  const { database, torrents } = await galleryTorrentsOn(databases, engine, places)
  const feedTokens = createFeedTokens({
    repository: database.feedTokens,
    audit: database.audit,
    clock,
  })
  const torrentKeyOf = (memberId: number) => database.members.torrentKey(memberId)
  const logged: string[] = []
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'Waggle & <friends>', url: configuredUrl }),
    sections: [
      galleryFeeds({
        lists: database.lists,
        torrents,
        fileLengths: createFileLengths({ ...places, torrentKeyOf, lists: database.lists }),
        feedTokens,
        settings: () => ({ siteUrl: configuredUrl }),
      }),
      {
        tabs: () => [],
        register: (own, shell) =>
          downloadRoutes(own, { torrents, shell, requireMember: async () => undefined }),
      },
    ],
    trustedProxies: [],
    limitVisitors: isLimited,
    log: { error: (...words) => void logged.push(JSON.stringify(words)) },
  })
  await site.ready()
  return {
    site,
    database,
    torrents,
    feedTokens,
    logged,
    addTorrent: async (name, { galleryId = 1, comment = '', format = 'v1' } = {}) => {
      const files = [{ path: ['page.png'], content: content(20_000, name.length) }]
      // Each with an info-hash of its own.
      const bytes = makeTorrent({ format, name: `torrent ${++made}`, files, pieceLength: 16_384 })
      const to = { galleryId, uploaderId: 1 }
      const [outcome] = await torrents.upload([{ fileName: 'it.torrent', bytes }], to, 'member 1')
      if (outcome === undefined) throw new Error('one file gave no outcome')
      clock.now += 60
      // Past the rules of names, which may have been others once.
      const { id } = torrentIn(outcome)
      return (await database.galleryTorrents.edit(id, { name, comment })) ?? torrentIn(outcome)
    },
  }
}

let made = 0
