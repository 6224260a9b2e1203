/**
 * A tracker's accounting with everything real but sockets and clocks: journals in shared memory that two threads fill,
 * the ledger, and a database. It can crash: then all memory is gone, and the database is what it was.
 */

import { createRegion } from '#base/region'
import { createLiveSessions } from '#index/accounting/live-sessions'
import type { Database } from '#index/storage/database'
import { Ledger, type LedgerLimits } from '#ledger'
import { createLog } from '#telemetry/log'
import { journalBytes, ringHeaderWords } from '#tracker/accounting/journal-layout'
import { JournalReader } from '#tracker/accounting/journal-reader'
import { JournalWriter } from '#tracker/accounting/journal-writer'
import { Announce, AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import type { TestClock } from '../storage/databases.ts'

export type TrackerRunOptions = {
  readonly database: Database
  readonly clock: TestClock
  readonly intervalSeconds: number
  readonly minIntervalSeconds: number
  /** In which of several rings the ledger looks first. */
  readonly ordered: <T>(items: readonly T[]) => readonly T[]
  readonly limits?: Partial<LedgerLimits>
  /** Ten where it is not said. */
  readonly pointsPerCompletion?: () => number
  /** What is not suspicious; any where it is not said. */
  readonly bytesPerSecondMax?: number
  /** Goes with the clock where it is not said. */
  readonly monotonicSeconds?: () => number
}

/** Settled by a ledger, without a tracker in front of it. */
export type Reported = {
  readonly torrentId: number
  readonly memberId: number
  /** 20 characters. */
  readonly peerId: string
  readonly event: keyof typeof AnnounceEvent
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  /** Of the torrent; one where it is not said. */
  readonly leechers?: number
}

/** A client that goes on as it was. */
export const nothingMoved = {
  peerId: '-qB5000-abcdefghijkl',
  event: 'none',
  uploaded: 0,
  downloaded: 0,
} as const

/** Of the threads; used again by the next run, which finds them empty. */
const threads = 2
export const regions = [createRegion(journalBytes(1)), createRegion(journalBytes(1))] as const

export class TrackerRun {
  readonly ledger: Ledger
  readonly live: ReturnType<typeof createLiveSessions>
  readonly #writers: readonly JournalWriter[]
  readonly #request = new Announce()
  #ringsAtOnce = threads

  private constructor(options: TrackerRunOptions) {
    const { intervalSeconds, minIntervalSeconds, clock, database, ordered, limits = {} } = options
    // A journal for each thread, so that they can be emptied in any order.
    for (const region of regions) new Int32Array(region.buffer, 0, ringHeaderWords).fill(0)
    this.#writers = regions.map((region) => new JournalWriter({ region, slot: 0 }))
    const readers = regions.map((region) => new JournalReader({ region, slots: 1 }))
    this.live = createLiveSessions({ intervalSeconds: () => intervalSeconds })
    this.ledger = new Ledger({
      journal: {
        take: (most) => {
          const looked = ordered(readers).slice(0, this.#ringsAtOnce)
          return looked.flatMap((reader) => reader.take(most))
        },
        get dropped() {
          return readers.reduce((sum, { dropped }) => sum + dropped, 0)
        },
      },
      repository: database.accounting,
      live: this.live,
      intervals: () => ({ intervalSeconds, minIntervalSeconds }),
      pointsPerCompletion: options.pointsPerCompletion ?? (() => 10),
      bytesPerSecondMax: () => options.bytesPerSecondMax ?? 0,
      clock,
      monotonicSeconds: options.monotonicSeconds ?? (() => clock.now),
      log: createLog({ level: 'silent' }),
      limits,
    })
  }

  static async start(options: TrackerRunOptions): Promise<TrackerRun> {
    const run = new TrackerRun(options)
    await run.ledger.load()
    return run
  }

  /** A thread whose clock shows `at` hears this. */
  hear(thread: number, at: number, reported: Reported): void {
    const request = this.#request
    const { torrentId, memberId, peerId, event, uploaded, downloaded, left } = reported
    request.peerId.set(Buffer.from(peerId, 'latin1'))
    request.event = AnnounceEvent[event]
    Object.assign(request, { uploaded, downloaded, left })
    const writer = this.#writers[thread] as JournalWriter
    writer.nowSeconds = at
    const isCompletion = event === 'completed'
    writer.note(request, torrentId, memberId, Failure.none, reported.leechers ?? 1, isCompletion)
    writer.publish()
  }

  /** Settles what one of the threads has heard: the other one's comes later. */
  async settleOne(): Promise<void> {
    this.#ringsAtOnce = 1
    this.ledger.take()
    this.#ringsAtOnce = threads
    await this.ledger.settled()
  }

  /** Settles all that was heard. */
  async settle(): Promise<void> {
    while (this.ledger.take());
    await this.ledger.settled()
  }

  /** Settles and stores all that was heard. */
  async store(): Promise<void> {
    await this.settle()
    await this.ledger.flush()
  }
}
