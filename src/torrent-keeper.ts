/**
 * Keeps the table of registered torrents, in which all threads look, and the database in step. At start the table is
 * filled from the database; every change is put into it at once; and what threads count in it is written to the
 * database now and then:
 *
 *   table ──collect──▶ pending flush ──store──▶ database
 *     ▲                     │ it failed: the same flush is sent again, under the same number
 *     └── counts go on ─────┘
 *
 * While the database is away one flush is pending and everything else stays in the table, which has its size: nothing
 * grows, and nothing is counted twice or lost while the process lives.
 */
import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { flushActivitiesMax } from '#base/limits'
import { announcedHashes, type Torrent } from '#index/torrents/torrent'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import type { TorrentFlush, TorrentRepository } from '#index/torrents/torrent-repository'
import type { Log } from '#telemetry/log'
import type { ActivityReader } from '#tracker/admission/activity-reader'
import type { TorrentTableWriter } from '#tracker/admission/torrent-table-writer'

export type TorrentKeeperOptions = {
  readonly repository: Pick<TorrentRepository, 'after' | 'counts' | 'flush'>
  readonly table: TorrentTableWriter
  readonly activity: ActivityReader
  /** Seconds that only go forward, at the pace of the tracker's up-time; no clock that somebody can set. */
  readonly monotonicSeconds: () => number
  readonly log: Log
}

/** What the metrics tell of it. */
export type FlushState = {
  /** Since the last one was stored, or the start. */
  readonly ageSeconds: number
  /** How long the last one took. */
  readonly lastSeconds: number
  readonly failures: number
  /** Torrents of the flush that waits to be stored. */
  readonly pending: number
}

/** Torrents of one read while the table is filled, and of one line of the log. */
const fillBatch = 5000
const fillLogEvery = 250_000

export class TorrentKeeper implements TorrentChanges {
  readonly #options: TorrentKeeperOptions
  readonly #run = randomUUID()
  #sequence = 0
  #pending: TorrentFlush | undefined
  /** Flushes are one after the other. */
  #flushing: Promise<void> = Promise.resolve()
  /** Until when up-time is in a flush. */
  #countedSeconds: number
  #lastStored = 0
  #storedSeconds: number
  #lastSeconds = 0
  #failures = 0
  #unserved = 0

  constructor(options: TorrentKeeperOptions) {
    this.#options = options
    this.#countedSeconds = options.monotonicSeconds()
    this.#storedSeconds = this.#countedSeconds
  }

  /** How many more info-hashes can be served. */
  get room(): number {
    return this.#options.table.room
  }

  /** Registered info-hashes that are not served, because there is no room. */
  get unserved(): number {
    return this.#unserved
  }

  get flushState(): FlushState {
    return {
      ageSeconds: this.#options.monotonicSeconds() - this.#storedSeconds,
      lastSeconds: this.#lastSeconds,
      failures: this.#failures,
      pending: this.#pending?.activities.length ?? 0,
    }
  }

  /** Fills the table. Rejects with StorageError, and may then be called again. */
  async fill(): Promise<void> {
    const { repository, table, log } = this.#options
    const { live, banned } = await repository.counts()
    table.reserve(live + banned)
    this.#unserved = 0
    let filled = 0
    for (let last = 0; ; ) {
      const torrents = await repository.after(last, fillBatch)
      this.changed(torrents)
      const before = filled
      filled += torrents.length
      last = torrents.at(-1)?.id ?? last
      if (torrents.length < fillBatch) break
      if (Math.floor(before / fillLogEvery) !== Math.floor(filled / fillLogEvery))
        log.info('torrents_loading', `${filled} of ${live + banned} torrents are loaded.`)
    }
    log.info('torrents_loaded', `${filled} torrents are registered.`, { torrents: filled })
  }

  changed(torrents: readonly Torrent[]): void {
    // One that is gone and has a tombstone is refused with the reason.
    for (const torrent of torrents)
      if (torrent.removal === undefined || torrent.tombstone !== undefined) this.#put(torrent)
      else for (const infoHash of announcedHashes(torrent)) this.#options.table.remove(infoHash)
  }

  /** Stores everything that was counted until now. Rejects with StorageError; what it could not store waits. */
  flush(): Promise<void> {
    const next = this.#flushing.then(() => this.#flushAll())
    this.#flushing = next.catch(() => undefined)
    return next
  }

  async #flushAll(): Promise<void> {
    const { activity, monotonicSeconds } = this.#options
    const startSeconds = monotonicSeconds()
    // What waits since last time first, then all that came since.
    if (this.#pending !== undefined) await this.#store(this.#pending)
    do {
      // In slices, because main has visitors to answer.
      while (activity.collect()) await nextTurn()
      this.#pending = this.#newFlush()
      await this.#store(this.#pending)
    } while (this.#lastStored >= flushActivitiesMax)
    this.#lastSeconds = monotonicSeconds() - startSeconds
  }

  #newFlush(): TorrentFlush {
    const now = this.#options.monotonicSeconds()
    // Whole seconds; the rest is in the next flush.
    const upSeconds = Math.floor(now - this.#countedSeconds)
    this.#countedSeconds += upSeconds
    this.#sequence++
    const { activities } = this.#options.activity
    return { sequence: this.#sequence, run: this.#run, upSeconds, activities }
  }

  async #store(flush: TorrentFlush): Promise<void> {
    try {
      await this.#options.repository.flush(flush)
    } catch (error) {
      this.#failures++
      throw error
    }
    this.#options.activity.commit()
    this.#pending = undefined
    this.#lastStored = flush.activities.length
    this.#storedSeconds = this.#options.monotonicSeconds()
  }

  #put(torrent: Torrent): void {
    const hashes = announcedHashes(torrent)
    for (const [index, infoHash] of hashes.entries()) {
      const isPut = this.#options.table.put({
        infoHash,
        otherInfoHash: hashes[1 - index],
        torrentId: torrent.id,
        name: torrent.name,
        isBanned: torrent.ban !== undefined,
        banReason: torrent.ban?.isPublic === true ? torrent.ban.reason : undefined,
        tombstone: torrent.tombstone,
        announceGid: torrent.announceId,
        completed: torrent.completed,
        announcedAt: torrent.announcedAt,
        hadPeers: torrent.seeders + torrent.leechers > 0,
      })
      if (!isPut) this.#noteUnserved(torrent)
    }
  }

  #noteUnserved({ id }: Torrent): void {
    this.#unserved++
    // The metric tells how many.
    if (this.#unserved > 1) return
    const message =
      'tracker.torrents_max leaves no room for a registered torrent: it is not served; raise it and restart.'
    this.#options.log.error('torrents_full', message, { torrentId: id })
  }
}
