/**
 * The ledger: takes what tracker threads have noted in their journals, settles what it is worth, and stores marks and
 * credits together.
 *
 *   journal ──take──▶ settle ──▶ unflushed ──▶ pending flush ──store──▶ database
 *                       ▲                          │ it failed: the same flush is sent again, under the same number
 *      unknown sessions │                          ▼
 *      wait ────────────┴──ask─── database      credits go on, merged by member
 *
 * While the database is away, known sessions are settled on: their clients count from their own start, so a session takes
 * the same room however often it announces. Announces of unknown sessions wait, up to a limit, and are lost and counted
 * beyond it. No announce is ever answered later for it.
 */
import { hash, randomUUID } from 'node:crypto'
import type { Clock } from '#base/clock'
import {
  flushSessionsMax,
  settledSessionsMax,
  unsettledAnnouncesMax,
  unstoredAnonymousMax,
} from '#base/limits'
import type { AccountingFlush, AccountingRepository } from '#index/accounting/accounting-repository'
import type { LiveSessions } from '#index/accounting/live-sessions'
import type { Log } from '#telemetry/log'
import type { AnnounceEntry } from '#tracker/accounting/journal-entry'
import type { JournalReader } from '#tracker/accounting/journal-reader'
import { pairKey, sessionKey } from '#tracker/accounting/marks'
import { type SettleRules, settle } from '#tracker/accounting/settle'
import type { SuspicionRules } from '#tracker/accounting/suspicion'
import { ClientNames } from './client-names.ts'
import { type FoundMarks, LedgerMarks } from './ledger-marks.ts'
import { LeecherSightings } from './leecher-sightings.ts'
import { Unflushed } from './unflushed.ts'
import type { LedgerAnnounce } from './unflushed-pair.ts'

export type LedgerOptions = {
  readonly journal: Pick<JournalReader, 'take' | 'dropped'>
  readonly repository: AccountingRepository
  readonly live: Pick<LiveSessions, 'note' | 'forget'>
  /** The longest interval that a client may have been told, and the minimum one as it is configured. */
  readonly intervals: () => Pick<SettleRules, 'intervalSeconds' | 'minIntervalSeconds'>
  /** What a completion pays from now on. */
  readonly pointsPerCompletion: () => number
  /** What an honest client moves at most; 0 where any is believed, as where it is left out. */
  readonly bytesPerSecondMax?: () => number
  readonly clock: Clock
  /** Seconds that only go forward. */
  readonly monotonicSeconds: () => number
  readonly log: Log
  /** Smaller limits, for tests. */
  readonly limits?: Partial<LedgerLimits>
}

export type LedgerLimits = {
  readonly sessionsMost: number
  readonly waitingMost: number
  readonly flushSessions: number
  readonly anonymousMost: number
}

/** What the metrics tell of it. */
export type LedgerState = {
  /** Sessions whose marks are in memory. */
  readonly sessions: number
  /** Sessions whose marks and credits are not stored yet, and ends of downloads without a key. */
  readonly unflushed: number
  /** Announces that wait for the database to tell of their sessions. */
  readonly waiting: number
  /** Announces that found no room: in a thread's journal, waiting, or unflushed. */
  readonly lost: number
  /** Since everything was stored, or the start. */
  readonly ageSeconds: number
  readonly failures: number
}

/** Records that are taken at once: some milliseconds of work. */
const sliceRecords = 1000

/** Announces that the database is asked about at once. */
const askedMost = 5000

/** Sessions of which nothing was heard for so long are forgotten: longer than the holidays of most clients. */
const forgetSeconds = 21 * 86_400

/** Clocks differ no more than this: one that is behind by more was set back, and so was that of a record that is ahead. */
const clockToleranceSeconds = 60

export class Ledger {
  readonly #options: LedgerOptions
  readonly #limits: LedgerLimits
  readonly #run = randomUUID()
  readonly #unflushed: Unflushed
  readonly #clients = new ClientNames()
  readonly #marks: LedgerMarks
  readonly #sightings: LeecherSightings
  /** Announces of sessions that are not known here, in the order in which they came. */
  #waiting: LedgerAnnounce[] = []
  #waitingKeys = new Set<string>()
  #asking: Promise<void> | undefined
  #sequence = 0
  #pending: AccountingFlush | undefined
  /** Of the marks in it. */
  #pendingKeys = new Set<string>()
  /** Flushes are one after the other. */
  #flushing: Promise<void> = Promise.resolve()
  #storedSeconds: number
  /** How far the clock was ahead of the one that only goes forward, when marks were forgotten last or at the start. */
  #aheadSeconds: number
  #lastSeconds = 0
  #failures = 0
  #lost = 0

  constructor(options: LedgerOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#unflushed = new Unflushed(this.#limits.anonymousMost)
    this.#storedSeconds = options.monotonicSeconds()
    this.#aheadSeconds = options.clock.nowSeconds() - this.#storedSeconds
    this.#sightings = new LeecherSightings({
      since: options.clock.nowSeconds(),
      most: this.#limits.sessionsMost,
    })
    this.#marks = new LedgerMarks({
      most: this.#limits.sessionsMost,
      isUnflushed: (key, memberId) =>
        this.#unflushed.has(key, memberId) || this.#pendingKeys.has(key),
    })
  }

  get state(): LedgerState {
    const { journal, monotonicSeconds } = this.#options
    const { marks = [], anonymous = [] } = this.#pending ?? {}
    return {
      sessions: this.#marks.size,
      unflushed: this.#unflushed.size + marks.length + anonymous.length,
      waiting: this.#waiting.length,
      lost: this.#lost + this.#unflushed.lost + journal.dropped,
      ageSeconds: monotonicSeconds() - this.#storedSeconds,
      failures: this.#failures,
    }
  }

  /** Reads the marks of sessions that may go on, as many as there is room for. Rejects with StorageError. */
  async load(): Promise<void> {
    const { repository, clock, log } = this.#options
    const nowSeconds = clock.nowSeconds()
    const most = this.#limits.sessionsMost / 2
    // The run is known from now on: `claim-flush.ts` remembers the newest ones only.
    await this.#store(this.#newFlush())
    for (let after: Parameters<AccountingRepository['marksAfter']>[0]; ; ) {
      const page = await repository.marksAfter(after, nowSeconds - forgetSeconds, askedMost)
      this.#marks.learn(page, nowSeconds)
      await this.#learnTorrents(page.marks.map(({ torrentId }) => torrentId))
      after = page.marks.at(-1)
      if (page.marks.length < askedMost || this.#marks.size >= most) break
    }
    const sessions = this.#marks.size
    log.info('marks_loaded', `The marks of ${sessions} sessions are loaded.`, { sessions })
  }

  /** Takes and settles a slice of what the threads have noted. False when there was nothing. */
  take(): boolean {
    const { journal, live } = this.#options
    this.#noteClock()
    const entries = this.#timely(journal.take(sliceRecords))
    for (const entry of entries) live.note(entry)
    const announces = entries.filter((entry) => entry.kind === 'announce')
    for (const announce of announces) this.#sightings.note(announce)
    this.#accept(announces.map((entry) => announceOf(entry, this.#clients)))
    this.#askWhereNeeded()
    return entries.length > 0
  }

  /** Resolves when nothing waits for the database's answer any more, or it gave none. */
  async settled(): Promise<void> {
    while (this.#asking !== undefined) await this.#asking
  }

  /** Stores everything that was settled until now. Rejects with StorageError; what it could not store waits. */
  flush(): Promise<void> {
    const next = this.#flushing.then(() => this.#flushAll())
    this.#flushing = next.catch(() => undefined)
    return next
  }

  /** The torrents have changed, and may be others' now. */
  forgetTorrents(torrentIds: Iterable<number>): void {
    for (const torrentId of torrentIds) this.#marks.forgetTorrent(torrentId)
  }

  /** Deletes the marks of sessions that nobody has heard of for weeks. Rejects with StorageError. */
  async forget(): Promise<void> {
    const { repository, clock, monotonicSeconds } = this.#options
    // A clock that is weeks ahead for a moment must not cost all sessions their marks: what it gained counts the next time.
    const aheadSeconds = clock.nowSeconds() - monotonicSeconds()
    const steadySeconds = Math.min(aheadSeconds, this.#aheadSeconds) + monotonicSeconds()
    this.#aheadSeconds = aheadSeconds
    const before = Math.floor(steadySeconds) - forgetSeconds
    while ((await repository.forgetMarks(before, askedMost)) === askedMost);
  }

  #noteClock(): void {
    const nowSeconds = this.#options.clock.nowSeconds()
    if (nowSeconds < this.#lastSeconds - clockToleranceSeconds) this.#marks.endAt(nowSeconds)
    // Not with every slice: all live sessions are looked through.
    if (Math.floor(nowSeconds / 60) !== Math.floor(this.#lastSeconds / 60))
      this.#options.live.forget(nowSeconds)
    this.#lastSeconds = nowSeconds
  }

  /** What was noted before the clock was set back was noted now: nothing that comes would be newer. */
  #timely<T extends { readonly at: number }>(noted: readonly T[]): readonly T[] {
    const nowSeconds = this.#options.clock.nowSeconds()
    const latest = nowSeconds + clockToleranceSeconds
    return noted.map((one) => (one.at > latest ? { ...one, at: nowSeconds } : one))
  }

  #accept(announces: readonly LedgerAnnounce[]): void {
    const found: FoundMarks = { sessions: new Map(), pairs: new Map() }
    const known = announces.filter((announce) => {
      if (announce.memberId === 0) return true
      const isKnown =
        !this.#waitingKeys.has(sessionKey(announce)) && this.#marks.find(announce, found)
      if (!isKnown) this.#wait(announce)
      return isKnown
    })
    this.#settle(known, found)
  }

  #wait(announce: LedgerAnnounce): void {
    if (this.#marks.isFull || this.#waiting.length >= this.#limits.waitingMost) {
      this.#lost++
      return
    }
    this.#waiting.push(announce)
    this.#waitingKeys.add(sessionKey(announce))
  }

  #settle(announces: readonly LedgerAnnounce[], found: FoundMarks): void {
    if (announces.length === 0) return
    const torrent = (torrentId: number) => this.#marks.torrent(torrentId)
    const rules = { ...this.#options.intervals(), torrent, suspicion: this.#suspicion() }
    const settlement = settle(found, announces, rules)
    this.#unflushed.add(announces, settlement, (key) => !found.sessions.has(key))
    this.#marks.apply(settlement)
  }

  #suspicion(): SuspicionRules {
    return {
      bytesPerSecondMax: this.#options.bytesPerSecondMax?.() ?? 0,
      isEmptySince: (torrentId, at) => this.#sightings.isEmptySince(torrentId, at),
    }
  }

  #askWhereNeeded(): void {
    if (this.#asking !== undefined || this.#waiting.length === 0) return
    this.#asking = this.#ask().finally(() => {
      this.#asking = undefined
    })
  }

  /** What cannot be asked now waits on: the next slice asks again. */
  async #ask(): Promise<void> {
    const { repository, clock } = this.#options
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.slice(0, askedMost)
      const unknown = this.#marks.unknownTorrents(asked.map(({ torrentId }) => torrentId))
      const sessions = [...new Map(asked.map((one) => [sessionKey(one), one])).values()]
      const known = await repository.known(sessions, unknown).catch(() => undefined)
      if (known === undefined) return
      const found = this.#marks.findAll(asked, known, clock.nowSeconds())
      this.#marks.learnUnknown(unknown)
      const later = this.#waiting.slice(asked.length)
      this.#waiting = []
      this.#waitingKeys.clear()
      this.#settle(this.#timely(asked), found)
      this.#accept(this.#timely(later))
    }
  }

  async #learnTorrents(torrentIds: readonly number[]): Promise<void> {
    const unknown = this.#marks.unknownTorrents(torrentIds)
    const { torrents } = await this.#options.repository.known([], unknown)
    this.#marks.learnTorrents(torrents)
  }

  async #flushAll(): Promise<void> {
    // What waits since last time first, then all that came since.
    if (this.#pending !== undefined) await this.#store(this.#pending)
    while (!this.#unflushed.isEmpty) await this.#store(this.#newFlush())
    this.#storedSeconds = this.#options.monotonicSeconds()
  }

  #newFlush(): AccountingFlush {
    const contents = this.#unflushed.take(this.#limits.flushSessions)
    this.#pendingKeys = new Set([...contents.marks.map(sessionKey), ...contents.pairs.map(pairKey)])
    this.#sequence++
    const at = this.#options.clock.nowSeconds()
    // A flush that is sent again pays what it would have paid.
    const pointsPerCompletion = this.#options.pointsPerCompletion()
    const sequence = this.#sequence
    this.#pending = { ...contents, at, pointsPerCompletion, run: this.#run, sequence }
    return this.#pending
  }

  async #store(flush: AccountingFlush): Promise<void> {
    try {
      await this.#options.repository.flush(flush)
    } catch (error) {
      this.#failures++
      throw error
    }
    this.#pending = undefined
    this.#pendingKeys.clear()
  }
}

const defaultLimits: LedgerLimits = {
  sessionsMost: settledSessionsMax,
  waitingMost: unsettledAnnouncesMax,
  flushSessions: flushSessionsMax,
  anonymousMost: unstoredAnonymousMax,
}

/** Of the peer id a digest goes on, which differs between torrents. */
function announceOf(entry: AnnounceEntry, clients: ClientNames): LedgerAnnounce {
  const { torrentId, memberId, at, event, uploaded, downloaded, left, peerId } = entry
  const text = Buffer.from(peerId.buffer, peerId.byteOffset, peerId.length).toString('latin1')
  const peer = hash('sha256', `${torrentId} ${text}`, 'hex').slice(0, 32)
  const client = clients.of(peerId, text)
  return {
    torrentId,
    memberId,
    at,
    event,
    uploaded,
    downloaded,
    left,
    peer,
    client,
  }
}
