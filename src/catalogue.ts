/**
 * What a mode with a database has beside the tracker: the database, the registered torrents (and keys of members) in step
 * with it, the API over them, the control socket, and housekeeping. It opens before the tracker's threads, so that no
 * torrent is taken for unregistered, and closes after them, so that what they counted last is stored.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { monotonicSeconds, systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import { StartError } from '#base/start-error'
import { within } from '#base/within'
import type { Config } from '#config/config'
import type { Blocks } from '#index/blocks/blocks'
import type { Database } from '#index/storage/database'
import { openDatabase } from '#index/storage/open-database'
import { StorageError } from '#index/storage/storage-error'
import type { ApiParts, LiveNumbers } from '#operate/api/api-parts'
import { createApiParts } from '#operate/api/create-api-parts'
import { registerApi } from '#operate/api/register-api'
import { type ControlSocket, openControlSocket } from '#operate/control-socket'
import { controlSocketName } from '#operate/control-socket-path'
import type { DataDirectory } from '#operate/data-directory'
import type { Explain } from '#operate/explain/explanation'
import { removeSetUpLink } from '#operate/set-up-link'
import { siteAddress } from '#operate/site-address'
import { openCounters } from '#telemetry/counters'
import type { Health } from '#telemetry/health'
import type { Log } from '#telemetry/log'
import type { JobName } from '#telemetry/read-metrics'
import type { JournalReader } from '#tracker/accounting/journal-reader'
import { metrics } from '#tracker/listeners/request-counters'
import type { Addresses } from './addresses.ts'
import type { AdmissionKeeper } from './admission-keeper.ts'
import { closingAtStop } from './closing-at-stop.ts'
import { fillTorrents } from './fill-torrents.ts'
import { galleryJobs } from './gallery-jobs.ts'
import { gallerySettingsOf } from './gallery-settings.ts'
import { JobRunner, type JobState } from './job-runner.ts'
import { MemberKeeper } from './member-keeper.ts'
import { createMembership, type Membership } from './membership.ts'
import { OutageWatch } from './outage-watch.ts'
import type { ToldIntervals } from './overload-keeper.ts'
import { PausableWork } from './pausable-work.ts'
import { profileOf } from './profile.ts'
import { StatisticsKeeper } from './statistics-keeper.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { type FlushState, TorrentKeeper } from './torrent-keeper.ts'

export type CatalogueOptions = {
  readonly config: Config
  readonly directory: DataDirectory
  readonly addresses: Addresses
  readonly admission: AdmissionKeeper
  /** Where the threads note what counts for statistics; undefined where none are kept. */
  readonly journal: JournalReader | undefined
  readonly blocks: Blocks
  readonly swarms: SwarmKeeper
  readonly counters: SharedArrayBuffer
  readonly health: Health
  readonly log: Log
  /** What clients are told; asked when threads announce. */
  readonly told: () => ToldIntervals
  /** See `BlockParts`. */
  readonly handOver?: ApiParts['handOver']
  /** Says what a client would be told. */
  readonly explain?: Explain
  /** Another process has statistics that it has not stored yet: they are taken up by `takeUpStatistics`. */
  readonly isTakingOver?: boolean
  /** The server is told to end before the catalogue is open. */
  readonly stop: AbortSignal
}

/** Housekeeping waits as long at first: a tracker that has just started has not heard of everybody. */
const housekeepingMs = 3600 * 1000

/** How late the tracker may hear that a ban of a member has ended. */
const bansMs = 60_000

/** The last flush of a stop may take as long, or its counts are lost: the whole stop has ten seconds. */
const lastFlushMs = 4000
const closeMs = 2000

/** A hand-over waits as long for a job to end between two of its steps. */
const jobsPauseMs = 10_000

export class Catalogue {
  readonly parts: ApiParts
  readonly keeper: TorrentKeeper
  /** Undefined where announces carry no keys. */
  readonly #memberKeeper: MemberKeeper | undefined
  readonly #options: CatalogueOptions
  readonly #database: Database
  readonly #stopping = new AbortController()
  /** What is due by the clock and changes what a successor reads. */
  readonly #work = new PausableWork()
  /** Undefined where nobody becomes a member without an operator. */
  readonly #membership: Membership | undefined
  /** Undefined where no statistics of members are kept. */
  readonly statistics: StatisticsKeeper | undefined
  /** Undefined in a mode without galleries. */
  readonly #jobs: JobRunner | undefined
  /** The configuration in force. */
  #config: Config
  #control: ControlSocket | undefined

  private constructor(options: CatalogueOptions, database: Database) {
    const { admission, log, config, journal, addresses, directory } = options
    this.#options = options
    this.#database = database
    this.#config = config
    const current = (): Config => this.#config
    this.keeper = new TorrentKeeper({
      repository: database.torrents,
      table: admission.torrents,
      activity: admission.activity,
      monotonicSeconds,
      log,
    })
    const { members: table } = admission
    const { hasGalleries } = profileOf(config)
    this.#membership = hasGalleries ? createMembership(current, log) : undefined
    this.#memberKeeper =
      table && new MemberKeeper({ repository: database.members, table, clock: systemClock, log })
    const parts = createApiParts({
      database,
      blocks: options.blocks,
      clock: systemClock,
      changes: {
        changed: (torrents) => {
          this.keeper.changed(torrents)
          this.statistics?.torrentsChanged(torrents)
        },
      },
      memberChanges: this.#memberKeeper && {
        changed: (change) => {
          this.#memberKeeper?.changed(change)
          this.statistics?.memberChanged(change)
        },
      },
      flush: () => this.keeper.flush(),
      idleDays: () => this.#config.torrents.idleDays,
      live: () => liveNumbers(options),
      room: () => this.keeper.room,
      siteAddress: () =>
        siteAddress(this.#config.site.url, options.addresses.site ?? config.site.listen),
      administratorMade: () => removeSetUpLink(options.directory),
      membership: this.#membership,
      gallery: hasGalleries
        ? gallerySettingsOf({ current, addresses, dataDirectory: directory.path })
        : undefined,
    })
    this.parts = { ...parts, handOver: options.handOver, explain: options.explain }
    const onFailure = (error: unknown): void => this.#noteFailure(error)
    const jobs = hasGalleries ? galleryJobs({ current, parts: this.parts }) : undefined
    this.#jobs = jobs && new JobRunner({ jobs, ...runnersTime, onFailure })
    this.statistics =
      journal &&
      new StatisticsKeeper({
        database,
        journal,
        current,
        told: options.told,
        log,
        onFailure,
      })
  }

  /** Waits for the database within `database.connect_seconds`. Rejects with StartError, or when it is stopped. */
  static async open(options: CatalogueOptions): Promise<Catalogue> {
    const { stop } = options
    const { connectSeconds } = options.config.database
    const onRetry = ({ message }: StorageError): void =>
      options.log.warn('database_awaited', `Trying again, because ${message}.`)
    let catalogue: Catalogue | undefined
    const watch = new OutageWatch(options, () => catalogue?.keeper)
    try {
      const database = await openDatabase({
        url: options.config.database.url,
        dataDirectory: options.directory.path,
        clock: systemClock,
        connectSeconds,
        onState: (state) => watch.note(state),
        onRetry,
        stop,
      })
      const opened = new Catalogue(options, database)
      catalogue = opened
      const fill = (): Promise<void> => opened.#fill()
      await closingAtStop(stop, database, () =>
        fillTorrents({ fill, connectSeconds, monotonicSeconds, onRetry, stop }),
      )
      catalogue.#tellOfUnserved()
      return catalogue
    } catch (error) {
      throw error instanceof StorageError ? new StartError(error.message) : error
    }
  }

  async #fill(): Promise<void> {
    await this.keeper.fill()
    await this.#memberKeeper?.fill()
    if (this.#options.isTakingOver !== true) await this.statistics?.ledger.load()
  }

  /** To be called when the process that was before this one has stored all that it counted. */
  async takeUpStatistics(): Promise<void> {
    const { log } = this.#options
    const { statistics } = this
    if (statistics === undefined) return
    await fillTorrents({
      fill: () => statistics.ledger.load(),
      connectSeconds: Number.POSITIVE_INFINITY,
      monotonicSeconds,
      onRetry: ({ message }) => log.warn('database_awaited', `Trying again, because ${message}.`),
    })
    statistics.start()
  }

  get infoHashes(): number {
    return this.#options.admission.torrents.count
  }

  get unserved(): number {
    return this.keeper.unserved
  }

  get isDatabaseUp(): boolean {
    return this.#database.state() === 'ok'
  }

  get flush(): FlushState {
    return this.keeper.flushState
  }

  /** Undefined in a mode without jobs. */
  jobState(name: JobName): JobState | undefined {
    return this.#jobs?.stateOf(name)
  }

  /** Answers commands from now on, and does what is due by the clock. Rejects with StartError. */
  async start(): Promise<void> {
    const { directory, config } = this.#options
    this.#control = await openControlSocket({
      path: directory.file(controlSocketName),
      register: (control) =>
        registerApi(control, {
          parts: this.parts,
          door: 'operator',
          isLimited: false,
          onFault: (error) => this.noteFault(error),
        }),
    })
    void this.#repeat(config.database.flushSeconds * 1000, () => this.keeper.flush())
    const endBans = async (): Promise<void> => void (await this.parts.members.endBans())
    void this.#repeat(bansMs, () => this.#work.run(endBans))
    if (this.#options.isTakingOver !== true) this.statistics?.start()
    void this.#jobs?.run()
    if (!profileOf(config).hasGalleries)
      void this.#repeat(housekeepingMs, () => this.#work.run(() => this.#tidy()))
  }

  /**
   * Changes nothing of the database any more but counts and statistics, until `resume`. Rejects with StartError where what
   * is under way does not end.
   */
  async pause(): Promise<void> {
    const quiet = Promise.all([this.#work.pause(), this.#jobs?.pause()])
    const [areJobsQuiet] = await Promise.all([within(quiet, jobsPauseMs), this.#control?.pause()])
    if (!areJobsQuiet)
      throw new StartError('a job over the whole database is under way; try again later')
  }

  async resume(): Promise<void> {
    this.#work.resume()
    this.#jobs?.resume()
    await this.#control?.resume()
  }

  /** A reload. */
  configure(config: Config): void {
    this.#config = config
  }

  /** A fault of ours. */
  noteFault(error: unknown): void {
    this.#options.log.error('catalogue_failed', 'Something went wrong here.', { err: error })
  }

  /** Nobody changes anything any more. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#jobs?.stop()
    await this.#control?.close()
  }

  /**
   * To be called when no thread counts any more. Statistics are not settled where the process before this one has not
   * stored all of its own yet.
   */
  async close({ settles } = { settles: true }): Promise<void> {
    const { log } = this.#options
    const settled = settles ? this.statistics?.end() : this.statistics?.abandon()
    const tooLate = waitFor(lastFlushMs, 'too late' as const, { ref: false })
    const flushed = Promise.all([this.keeper.flush(), settled]).then(
      () => 'stored' as const,
      () => 'failed' as const,
    )
    if ((await Promise.race([flushed, tooLate])) !== 'stored')
      log.error(
        'counts_lost',
        'The database is away: downloads and announces of the last moments are not stored.',
      )
    // It waits for what is under way, which may be as long as the database likes.
    await this.#membership?.close()
    await Promise.race([this.#database.close(), waitFor(closeMs, undefined, { ref: false })])
  }

  /** Does `work` every so often until the stop. The database itself tells of its troubles. */
  async #repeat(pauseMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping
    for (;;) {
      await waitFor(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      await work().catch((error: unknown) => this.#noteFailure(error))
    }
  }

  #tellOfUnserved(): void {
    if (this.unserved === 0) return
    const reason = `tracker.torrents_max is too low: ${this.unserved} registered info-hashes are not served; raise it and restart`
    this.#options.health.impair('torrents', reason)
  }

  /** Outages are told once, by the database's state. */
  #noteFailure(error: unknown): void {
    const isOutage = error instanceof StorageError && this.#database.state() !== 'ok'
    if (!isOutage) this.noteFault(error)
  }

  async #tidy(): Promise<void> {
    const report = await this.parts.housekeeping.run({ isDryRun: false, isForced: false })
    const { removed, forgotten, isCapped } = report
    if (removed + forgotten === 0) return
    const message = `Housekeeping removed ${removed} torrents and deleted ${forgotten} for good.`
    this.#options.log.info('housekeeping', message, { removed, forgotten, isCapped })
  }
}

/** As jobs see it. */
const runnersTime = {
  clock: systemClock,
  monotonicSeconds,
  wait: async (seconds: number, signal: AbortSignal): Promise<void> => {
    await waitFor(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined)
  },
}

const announceColumns = (['udp', 'http'] as const).flatMap((protocol) =>
  (['4', '6'] as const).map((family) => metrics.requests(protocol, family, 'announce')),
)

function liveNumbers({ swarms, counters }: CatalogueOptions): LiveNumbers {
  const all = openCounters(counters, threadsMax - 1)
  const { torrents, seeders4, seeders6, leechers4, leechers6 } = swarms.totals()
  return {
    torrents,
    seeders: seeders4 + seeders6,
    leechers: leechers4 + leechers6,
    announces: announceColumns.reduce((sum, column) => sum + all.total(column), 0),
    uptimeSeconds: Math.floor(process.uptime()),
  }
}
