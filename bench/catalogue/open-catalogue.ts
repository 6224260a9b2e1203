/** A database with a large catalogue, and the pages over it, in this process: nothing of a network is measured. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createMembers } from '../../src/index/members/members.ts'
import type { Database } from '../../src/index/storage/database.ts'
import type { EngineName } from '../../src/index/storage/engine.ts'
import { openDatabase } from '../../src/index/storage/open-database.ts'
import { createTorrents } from '../../src/index/torrents/torrents.ts'
import { registeredPages } from '../../src/site/registered/registered-pages.ts'
import { createSite } from '../../src/site/site.ts'
import { Health } from '../../src/telemetry/health.ts'
import { PostgresServer } from '../../test/support/postgres.ts'
import { CatalogueNames } from './catalogue-names.ts'

export type Catalogue = {
  /** Milliseconds until the page is there. Throws unless it is one. */
  readonly load: (path: string) => Promise<number>
  /** The mark of a page that many torrents come before. */
  readonly deepMark: (order: 'added' | 'seeders') => Promise<string>
  /** So many seconds go by. */
  readonly pass: (seconds: number) => void
  readonly close: () => Promise<void>
}

const batch = 5000
/** Torrents with peers, drawn from all. */
const seenShare = 10
/** Rows of one step on the way to a deep page. */
const stride = 10_000

export async function openCatalogue(engine: EngineName, torrents: number): Promise<Catalogue> {
  const clock = { now: 1_800_000_000, nowSeconds: () => clock.now }
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-catalogue-'))
  const server = engine === 'postgres' ? await PostgresServer.start() : undefined
  const url = (await server?.newDatabase()) ?? 'sqlite:catalogue.db'
  const database = await openDatabase({ url, dataDirectory, clock })
  await fillTorrents(database, torrents, clock.now)
  // What PostgreSQL does by itself after some minutes.
  await server?.run('test_1', 'VACUUM ANALYZE')
  const site = siteOver(database, clock)
  await site.ready()
  return {
    load: (path) => loadPage(site, path),
    deepMark: async (order) => {
      let after: string | undefined
      for (let passed = 0; passed < torrents / 2; passed += stride)
        after = (await database.torrents.list({ ...deepList, order, after, limit: stride })).next
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

/** Milliseconds until the page is there. Throws unless it is one. */
export async function loadPage(site: FastifyInstance, path: string): Promise<number> {
  const start = performance.now()
  const { statusCode, body } = await site.inject(path)
  const took = performance.now() - start
  if (statusCode !== 200 || !body.endsWith('</html>')) throw new Error(`${path}: ${statusCode}`)
  return took
}

const deepList = { state: 'live', search: '', isDescending: true } as const

export async function fillTorrents(
  { torrents }: Pick<Database, 'torrents'>,
  count: number,
  now: number,
): Promise<void> {
  const names = new CatalogueNames()
  for (let first = 0; first < count; first += batch) {
    const some = Array.from({ length: batch }, (_, index) => ({
      infoHash: hashOf(first + index),
      infoHashV2: undefined,
      name: names.next(),
      sizeBytes: names.below(2_000_000) ** 2,
      pieceLengthBytes: undefined,
      isPrivate: false,
      files: undefined,
      completed: Math.floor(names.below(1000) ** 2 / 200),
      addedAt: now - 60 * (count - first - index),
      ban: undefined,
    }))
    await torrents.add(some)
  }
  for (let first = 1; first <= count; first += batch * seenShare) {
    const activities = Array.from({ length: batch }, (_, index) => ({
      torrentId: first + index * seenShare + names.below(seenShare),
      completions: 0,
      announcedAt: now,
      seeders: 1 + Math.floor(names.below(1000) ** 3 / 10 ** 6),
      leechers: Math.floor(names.below(1000) ** 4 / 10 ** 10),
    }))
    await torrents.flush({ run: 'bench', sequence: first, upSeconds: 1, activities })
  }
}

function hashOf(index: number): Uint8Array {
  const hash = new Uint8Array(20)
  new DataView(hash.buffer).setUint32(0, Math.imul(index, 0x9e3779b1))
  new DataView(hash.buffer).setUint32(16, index)
  return hash
}

function siteOver(database: Database, clock: { readonly nowSeconds: () => number }) {
  const { audit, members, sessions, memberLinks: links, invitations, emails } = database
  const changes = { changed: () => {} }
  return createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: '' }),
    sections: [
      registeredPages({
        torrents: createTorrents({
          repository: database.torrents,
          changes,
          clock,
          room: () => 0,
        }),
        audit,
        members: createMembers({ members, sessions, links, invitations, emails, audit, clock }),
        clock,
        requireMember: async () => undefined,
        flushSeconds: 30,
        overview: () => {
          throw new Error('guests see no overview')
        },
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
