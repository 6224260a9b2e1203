/** A database with the services over it, whose clock and up-time a test puts forward. */
import type { AuditEntry } from '#index/audit/audit-repository'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import { createHousekeeping, type Housekeeping } from '#index/torrents/housekeeping'
import type { Torrent } from '#index/torrents/torrent'
import type { TorrentActivity } from '#index/torrents/torrent-repository'
import { createTorrents, type Torrents } from '#index/torrents/torrents'
import type { TestDatabases } from '../storage/databases.ts'
import { hashOf } from '../storage/sample-torrents.ts'

export const daySeconds = 86_400

export class TidyCatalogue {
  readonly database: Database
  readonly torrents: Torrents
  readonly housekeeping: Housekeeping
  /** Names of torrents with what the tracker was told of each, in order. */
  readonly told: string[] = []
  /** What the next flush stores. */
  unflushed: readonly TorrentActivity[] = []
  idleDays = 7
  room = 1_000_000
  readonly #databases: TestDatabases
  #sequence = 0

  private constructor(databases: TestDatabases, database: Database) {
    this.#databases = databases
    this.database = database
    const { torrents: repository, audit } = database
    const { clock } = databases
    const changes = { changed: (torrents: readonly Torrent[]) => this.#note(torrents) }
    this.torrents = createTorrents({ repository, changes, clock, room: () => this.room })
    this.housekeeping = createHousekeeping({
      repository,
      changes,
      audit,
      clock,
      idleDays: () => this.idleDays,
      flush: () => this.passUpTime(0),
    })
  }

  static async open(databases: TestDatabases, engine: EngineName): Promise<TidyCatalogue> {
    return new TidyCatalogue(databases, await databases.open(engine))
  }

  /** Registers torrents that are known by their names. */
  async add(...names: readonly string[]): Promise<void> {
    await this.torrents.register(
      names.map((name) => ({ infoHash: hashOf(name), name })),
      'test',
    )
  }

  /** The tracker is up so long, and the clock goes on as well. */
  async passUpTime(seconds: number): Promise<void> {
    this.#databases.clock.now += seconds
    this.#sequence++
    const activities = this.unflushed
    this.unflushed = []
    const { torrents } = this.database
    await torrents.flush({ run: 'test', sequence: this.#sequence, upSeconds: seconds, activities })
  }

  /** The tracker is down so long. */
  passDownTime(seconds: number): void {
    this.#databases.clock.now += seconds
  }

  /** Somebody announces it; stored with the next flush. */
  async announce(name: string): Promise<void> {
    const { id } = await this.torrents.find(hashOf(name))
    const announcedAt = this.#databases.clock.now
    const activity = { torrentId: id, completions: 0, announcedAt, seeders: 1, leechers: 0 }
    this.unflushed = [...this.unflushed, activity]
  }

  /** Names of the torrents in a state, in the order of the alphabet. */
  async names(state: 'live' | 'banned' | 'removed'): Promise<string[]> {
    const query = {
      state,
      search: '',
      order: 'name',
      isDescending: false,
      after: undefined,
      limit: 1000,
    } as const
    return (await this.torrents.list(query)).torrents.map(({ name }) => name)
  }

  /** Oldest first. */
  async audited(): Promise<readonly AuditEntry[]> {
    return (await this.database.audit.latest(1000)).toReversed()
  }

  #note(torrents: readonly Torrent[]): void {
    for (const { name, ban, removal } of torrents)
      this.told.push(
        `${name} ${removal !== undefined ? 'removed' : ban !== undefined ? 'banned' : 'live'}`,
      )
  }
}
