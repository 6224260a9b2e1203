/** A database with a large gallery site, a torrent for each gallery, and the pages over it, in this process. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createStatistics } from '../../src/index/accounting/statistics.ts'
import { createCovers } from '../../src/index/galleries/covers.ts'
import { createGalleryTorrents } from '../../src/index/galleries/create-gallery-torrents.ts'
import { createGalleries } from '../../src/index/galleries/galleries.ts'
import { newGalleryKey } from '../../src/index/galleries/gallery-key.ts'
import { createPurge, type Purge } from '../../src/index/purge/purge.ts'
import type { Database } from '../../src/index/storage/database.ts'
import type { EngineName } from '../../src/index/storage/engine.ts'
import { openDatabase } from '../../src/index/storage/open-database.ts'
import { createToplists } from '../../src/index/toplists/toplists.ts'
import { createTorrents } from '../../src/index/torrents/torrents.ts'
import { galleryPages } from '../../src/site/gallery/gallery-pages.ts'
import { createSite } from '../../src/site/site.ts'
import { Health } from '../../src/telemetry/health.ts'
import { PostgresServer } from '../../test/support/postgres.ts'
import { purgeRules } from '../../test/support/purge-rules.ts'
import { CatalogueNames } from './catalogue-names.ts'
import { type Catalogue, fillTorrents, loadPage } from './open-catalogue.ts'

type BenchClock = { now: number; readonly nowSeconds: () => number }

const batch = 5000
const members = 200
const categories = ['Art', 'Prints', 'Maps', 'Photographs', 'Misc'] as const

/** Of the toplists, as they are without configuration. */
export const scoreWeights = {
  completionWeight: 10,
  seedDayWeight: 1,
  ratioExponentPercent: 50,
  ratioMax: 4,
} as const

const settings = {
  categories,
  torrentBytesMax: 1,
  siteUrl: '',
  pointsPerCompletion: 10,
  scoreWeights,
} as const

export type GalleryCatalogue = Catalogue & {
  readonly database: Database
  readonly clock: BenchClock
  /** Behind the program's back. */
  readonly run: (statement: string) => Promise<void>
}

export async function openGalleryCatalogue(
  engine: EngineName,
  count: number,
): Promise<GalleryCatalogue> {
  const clock: BenchClock = { now: 1_800_000_000, nowSeconds: () => clock.now }
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-galleries-'))
  const server = engine === 'postgres' ? await PostgresServer.start() : undefined
  const url = (await server?.newDatabase()) ?? 'sqlite:galleries.db'
  const database = await openDatabase({ url, dataDirectory, clock })
  await addMembers(database)
  await fillGalleries(database, count, clock.now)
  await fillTorrents(database, count, clock.now)
  const run = async (statement: string): Promise<void> => {
    if (server === undefined) runOn(join(dataDirectory, 'galleries.db'), statement)
    else await server.run('test_1', statement)
  }
  for (const statement of intoGalleries) await run(statement)
  // What PostgreSQL does by itself after some minutes.
  await server?.run('test_1', 'VACUUM ANALYZE')
  const site = siteOver(database, clock, dataDirectory)
  await site.ready()
  return {
    database,
    clock,
    run,
    load: (path) => loadPage(site, path),
    deepMark: async (order) => {
      let after: string | undefined
      const list = { search: '', status: 'all', isDescending: true, limit: 10_000 } as const
      for (let passed = 0; passed < count / 2; passed += list.limit)
        after = (await database.lists.torrents({ ...list, order, after })).next
      return after ?? ''
    },
    pass: (seconds) => {
      clock.now += seconds
    },
    close: async () => {
      await site.close()
      await database.close()
      await server?.stop()
      rmSync(dataDirectory, { recursive: true })
    },
  }
}

/** Half of the galleries have torrents: the first few all of theirs, so that counts differ. */
const intoGalleries: readonly string[] = [
  `UPDATE torrents SET gallery_id = 1 + id / 2, announce_id = 1 + id / 2,
     uploader_id = 1 + id % ${members}, comment = '', file_bytes = 500`,
  `UPDATE galleries SET torrent_count =
     (SELECT count(*) FROM torrents WHERE torrents.announce_id = galleries.id)`,
]

function runOn(file: string, statement: string): void {
  const database = new DatabaseSync(file)
  database.exec(statement)
  database.close()
}

async function addMembers(database: Database): Promise<void> {
  for (let index = 0; index < members; index++) {
    const name = `member${index}`
    const torrentKey = String(index).padStart(16, 'k')
    const facts = { role: 'uploader', createdAt: 0, passwordHash: undefined } as const
    await database.members.add({ ...facts, name, nameKey: name, torrentKey })
  }
}

async function fillGalleries(database: Database, count: number, now: number): Promise<void> {
  const names = new CatalogueNames()
  for (let first = 0; first < count; first += batch) {
    const some = Array.from({ length: batch }, (_, index) => ({
      key: newGalleryKey(),
      externalId: undefined,
      title: names.next(),
      originalTitle: '',
      category: categories[names.below(categories.length)] ?? 'Misc',
      tags: tagsOf(names),
      description: '',
      pages: 1 + names.below(300),
      ownerId: 1 + names.below(members),
      postedAt: now - 60 * (count - first - index),
    }))
    await database.galleries.add(some)
  }
}

/** One that a tenth has, and two of which few have the same. */
function tagsOf(names: CatalogueNames): { namespace: string; name: string }[] {
  const [artist, group] = [names.below(100_000), names.below(5000)]
  const own = [
    { namespace: 'artist', name: `artist ${artist}` },
    { namespace: 'group', name: `group ${group}` },
  ]
  return names.below(10) === 0 ? [...own, { namespace: 'language', name: 'english' }] : own
}

const room = (): number => 0

/** Looks what will be purged, and purges nothing. */
function purgeOver({ purge: repository }: Database, clock: BenchClock): Purge {
  return createPurge({
    repository,
    changes: { changed: () => {} },
    notices: { tell: async () => {} },
    clock,
    rules: () => purgeRules,
    flush: async () => {},
    hasMail: () => false,
  })
}

function siteOver(database: Database, clock: BenchClock, dataDirectory: string) {
  const changes = { changed: () => {} }
  const covers = createCovers({ directory: join(dataDirectory, 'covers') })
  const places = {
    siteAddress: () => 'http://site.example',
    siteName: () => 'tracker.example',
    announceBases: () => ['http://tracker.example'],
  }
  return createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: '' }),
    sections: [
      galleryPages({
        galleries: createGalleries({
          repository: database.galleries,
          members: database.members,
          covers,
          categories: () => categories,
          clock,
        }),
        torrents: createGalleryTorrents({
          ...places,
          repository: database.galleryTorrents,
          changes,
          clock,
          room,
          rules: () => {
            throw new Error('nothing is uploaded')
          },
          torrentKeyOf: async () => undefined,
        }),
        purge: purgeOver(database, clock),
        registered: createTorrents({ repository: database.torrents, changes, clock, room }),
        lists: database.lists,
        requireMember: async () => undefined,
        clock,
        settings: () => settings,
        live: { sessionsOf: () => [], vainOf: () => [] },
        covers: createCovers({ directory: join(dataDirectory, 'covers') }),
        statistics: createStatistics({ repository: database.statistics, clock }),
        points: {
          balanceOf: async () => ({ balance: 0, fromTorrents: 0, fromGalleries: 0 }),
          entriesOf: async () => ({ entries: [], next: undefined }),
        },
        petitions: {
          ofSubject: async () => [],
          open: () => Promise.reject(new Error('nobody asks')),
        },
        toplists: createToplists(database.toplists),
        statisticsAgeSeconds: () => 0,
      }),
    ],
    trustedProxies: [],
    limitVisitors: false,
    log: {
      error: (_event, message, fields) =>
        void process.stderr.write(`${message} ${String(fields?.['err'])}\n`),
    },
  })
}
