/** A site whose torrents are purged, under a clock that the test puts forward. */
import type { AccountingFlush } from '#index/accounting/accounting-repository'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { createNotices } from '#index/notifications/notices'
import { createPurge } from '#index/purge/purge'
import type { PurgeOptions, PurgeReport } from '#index/purge/purge-options'
import type { PurgeRules } from '#index/purge/purge-rules'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import type { Torrent } from '#index/torrents/torrent'
import { purgeRules } from '../support/purge-rules.ts'
import type { TestClock, TestDatabases } from './databases.ts'
import { addOwner, newGallery } from './sample-galleries.ts'

const day = 86_400

/** A site with galleries of Alice, a tracker that can be up or down, and purging. */
export class PurgedSite {
  readonly database: Database
  readonly #clock: TestClock
  rules: PurgeRules = { ...purgeRules }
  /** What the tracker was told last of each torrent, by its id. */
  readonly told = new Map<number, Torrent>()
  #sequence = 0

  constructor(database: Database, clock: TestClock) {
    this.database = database
    this.#clock = clock
  }

  static async open(databases: TestDatabases, engine: EngineName): Promise<PurgedSite> {
    databases.clock.now = 1_800_000_000
    const database = await databases.open(engine)
    for (const name of ['Alice', 'Bob', 'Carol']) await addOwner(database, name)
    await database.galleries.add([newGallery()])
    return new PurgedSite(database, databases.clock)
  }

  /** `more` stands in for a part that fails. */
  purge(more: Partial<PurgeOptions> = {}) {
    const { purge: repository, notices } = this.database
    return createPurge({
      repository,
      clock: this.#clock,
      changes: { changed: (torrents) => torrents.forEach((one) => this.told.set(one.id, one)) },
      notices: createNotices({ ...this.#mail, repository: notices, clock: this.#clock }),
      rules: () => this.rules,
      flush: () => Promise.resolve(),
      ...this.#mail,
      ...more,
    })
  }

  readonly #mail = { hasMail: () => false }

  run(more: { isDryRun?: boolean; isForced?: boolean } = {}): Promise<PurgeReport> {
    return this.purge().run({ isDryRun: false, isForced: false, actor: 'operator', ...more })
  }

  /** Days in which the tracker is up, and somebody seeds these at their end. */
  async up(days: number, seeded: readonly GalleryTorrent[] = []): Promise<void> {
    this.#clock.now += days * day
    await this.database.torrents.flush({
      run: 'run',
      sequence: ++this.#sequence,
      upSeconds: days * day,
      activities: seeded.map(({ id }) => ({
        torrentId: id,
        completions: 0,
        announcedAt: this.#clock.now,
        seeders: 1,
        leechers: 0,
      })),
    })
  }

  async complete(memberId: number, torrentId: number): Promise<void> {
    const flush: AccountingFlush = {
      run: 'ledger',
      sequence: ++this.#sequence,
      at: this.#clock.now,
      marks: [],
      pairs: [
        {
          memberId,
          torrentId,
          uploaded: 5,
          downloaded: 7,
          seedSeconds: 60,
          seededUntil: 0,
          firstAt: this.#clock.now,
          lastAt: this.#clock.now,
          client: '',
        },
      ],
      days: [{ memberId, day: 20_833, uploaded: 5, downloaded: 7, seedSeconds: 60 }],
      completions: [{ memberId, torrentId, at: this.#clock.now, isInferred: false }],
      anonymous: [],
      pointsPerCompletion: 10,
    }
    await this.database.accounting.flush(flush)
  }

  /** The events that a member was told, the latest first. */
  async eventsOf(memberId: number): Promise<readonly string[]> {
    return (await this.database.notices.page(memberId, undefined, 100)).map(({ event }) => event)
  }

  async kindsOf(...torrents: readonly GalleryTorrent[]): Promise<readonly unknown[]> {
    const found = torrents.map(({ id }) => this.database.galleryTorrents.findById(id))
    return (await Promise.all(found)).map((torrent) => torrent?.tombstone?.kind ?? 'live')
  }
}

/** Where nothing should have been asked or gone wrong. */
export function fail(error: unknown): never {
  throw error
}
