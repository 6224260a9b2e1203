/**
 * Main's own part in the statistics of members: what their clients announce at the moment, and the ledger that settles
 * what announces are worth.
 */
import { monotonicSeconds, systemClock } from '#base/clock'
import type { Config } from '#config/config'
import { createLiveSessions, type LiveSessions } from '#index/accounting/live-sessions'
import type { MemberChange } from '#index/members/member-changes'
import type { Database } from '#index/storage/database'
import type { Torrent } from '#index/torrents/torrent'
import type { Log } from '#telemetry/log'
import type { JournalReader } from '#tracker/accounting/journal-reader'
import { Ledger } from './ledger.ts'
import type { ToldIntervals } from './overload-keeper.ts'
import { endLedger, runLedger } from './run-ledger.ts'

export type StatisticsKeeperOptions = {
  readonly database: Pick<Database, 'accounting'>
  readonly journal: JournalReader
  /** The configuration in force. */
  readonly current: () => Config
  /** What clients are told, which is longer than configured while a thread is overloaded. */
  readonly told: () => ToldIntervals
  readonly log: Log
  /** A flush failed, or something of ours did. */
  readonly onFailure: (error: unknown) => void
}

export class StatisticsKeeper {
  readonly live: LiveSessions
  readonly ledger: Ledger
  readonly #log: Log
  readonly #onFailure: (error: unknown) => void
  readonly #flushSeconds: number
  readonly #stopping = new AbortController()

  constructor({ database, journal, current, told, log, onFailure }: StatisticsKeeperOptions) {
    this.live = createLiveSessions({ intervalSeconds: () => told().intervalSeconds })
    this.#log = log
    this.#onFailure = onFailure
    this.#flushSeconds = current().database.flushSeconds
    this.ledger = new Ledger({
      journal,
      repository: database.accounting,
      live: this.live,
      intervals: () => ({
        intervalSeconds: told().longestSeconds,
        minIntervalSeconds: current().tracker.minIntervalSeconds,
      }),
      pointsPerCompletion: () => current().points.perCompletion,
      bytesPerSecondMax: () => current().suspicions.bytesPerSecond,
      clock: systemClock,
      monotonicSeconds,
      log,
    })
  }

  /** A key was made anew, or somebody may announce no longer; called when the threads know. */
  memberChanged({ memberId, oldKeyMark, state }: MemberChange): void {
    const at = systemClock.nowSeconds()
    if (state !== undefined && state !== 'active') this.live.drop(memberId, at)
    else if (oldKeyMark !== undefined) this.live.noteReset(memberId, at)
  }

  /** Whom completions pay, or what is complete, may be another thing now. */
  torrentsChanged(torrents: readonly Pick<Torrent, 'id'>[]): void {
    this.ledger.forgetTorrents(torrents.map(({ id }) => id))
  }

  start(): void {
    const { ledger } = this
    const flushSeconds = this.#flushSeconds
    const { signal } = this.#stopping
    void runLedger({ ledger, flushSeconds, signal, onFailure: this.#onFailure })
  }

  /** To be called when no thread notes anything any more. Rejects with StorageError where the last credits are not stored. */
  async end(): Promise<void> {
    this.#stopping.abort()
    await endLedger(this.ledger)
  }

  /** Ends without settling what is noted: the process before this one has not settled all of its own yet. */
  abandon(): void {
    this.#stopping.abort()
    const message =
      'The process before this one stores statistics still: what members did since it handed over is not credited.'
    this.#log.error('credits_lost', message)
  }
}
