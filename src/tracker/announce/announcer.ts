/**
 * The use case that the tracker exists for, the same over every protocol: an announce changes its swarm,
 * and the announcer is told counts, intervals and peers.
 *
 * Nothing here allocates, waits or reads a clock: see the invariants in ARCHITECTURE.md.
 */
import type { Prng } from '#base/prng'
import type { Admission } from '#tracker/admission/admission'
import type { Blocking } from '#tracker/admission/blocking'
import type { NetworkLimits } from '#tracker/admission/network-limits'
import { Lack } from '#tracker/swarm/lack'
import { type SwarmStore, Wish } from '#tracker/swarm/swarm-store'
import { type Announce, AnnounceEvent, numwantUnstated } from '#tracker/wire/announce'
import type { AnnouncePath } from '#tracker/wire/announce-path'
import { AnnounceReply } from '#tracker/wire/announce-reply'
import { Failure } from '#tracker/wire/failure'
import { type FailureDetail, hasDetail, noDetail } from '#tracker/wire/failure-detail'
import { writeNamedScrapeEntry, writeScrapeEntry } from '#tracker/wire/http/scrape-reply'
import { ScrapeCounts } from '#tracker/wire/scrape-counts'
import type { Journal } from './journal.ts'
import type { Policy } from './policy.ts'

export type AnnouncerOptions = {
  readonly store: SwarmStore
  readonly policy: Policy
  readonly prng: Prng
  /** Undefined where every torrent is served. */
  readonly admission?: Admission | undefined
  /** Undefined where nobody can be blocked. */
  readonly blocking?: Blocking | undefined
  /** Undefined where networks are not limited. */
  readonly limits?: NetworkLimits | undefined
  /** Undefined where no statistics are kept. */
  readonly journal?: Journal | undefined
}

export class Announcer {
  /** Replaced as a whole when the configuration is reloaded. */
  policy: Policy
  readonly store: SwarmStore
  /** Undefined where every torrent is served. */
  readonly admission: Admission | undefined
  /** Undefined where nobody can be blocked. */
  readonly blocking: Blocking | undefined
  /** Undefined where networks are not limited. */
  readonly limits: NetworkLimits | undefined
  /** The answer to the last announce that did not fail. */
  readonly reply = new AnnounceReply()
  /** The counts of the last `scrape`. */
  readonly counts = new ScrapeCounts()
  /** Where peers are to be written, and of which families; set by the protocol before `announce`. */
  readonly wish = new Wish()
  readonly #prng: Prng
  readonly #journal: Journal | undefined

  constructor({ store, policy, prng, admission, blocking, limits, journal }: AnnouncerOptions) {
    this.store = store
    this.policy = policy
    this.admission = admission
    this.blocking = blocking
    this.limits = limits
    this.#prng = prng
    this.#journal = journal
  }

  /** Whether what stands before `/announce` says something. */
  get readsPaths(): boolean {
    return this.admission?.door !== undefined
  }

  /** Carries `request` out and fills `reply`; at most `wantMax` peers are written into `out`, as `wish` says. */
  announce(request: Announce, wantMax: number, out: Uint8Array): Failure {
    const { blocking } = this
    if (blocking === undefined) return this.#admit(request, wantMax, out)
    const refusal = blocking.judge(request)
    const failure = refusal === Failure.none ? this.#admit(request, wantMax, out) : refusal
    blocking.noteAnnounce(request, failure)
    return failure
  }

  /** The announce of one who is not blocked. */
  #admit(request: Announce, wantMax: number, out: Uint8Array): Failure {
    const { wish, reply, store, policy, admission } = this
    if (admission !== undefined) {
      const refusal = admission.admit(request)
      if (refusal !== Failure.none) return this.#noteRefusal(request, admission, refusal)
    }
    wish.want = this.#want(request, wantMax)
    const stored = store.announce(request, wish, out)
    // A swarm that others can still be found in serves the announcer without knowing it.
    if (!stored && store.seeders + store.leechers === 0)
      return store.lack === Lack.creations ? Failure.newTorrentsTooMany : Failure.trackerFull
    reply.seeders = store.seeders
    reply.leechers = store.leechers
    reply.completed = admission === undefined ? store.completed : admission.note(store.isCompletion)
    reply.count4 = store.count4
    reply.count6 = store.count6
    reply.peersAt = wish.at
    reply.peers6At = wish.at6
    reply.family = request.family
    reply.address = request.address
    reply.intervalSeconds = this.#interval()
    reply.minIntervalSeconds = Math.min(policy.minIntervalSeconds, reply.intervalSeconds)
    if (admission !== undefined) {
      const { torrentId, memberId } = admission
      const { leechers } = reply
      this.#journal?.note(request, torrentId, memberId, Failure.none, leechers, store.isCompletion)
    }
    return Failure.none
  }

  /** A member hears on the site which torrents their client announces in vain. */
  #noteRefusal(request: Announce, admission: Admission, failure: Failure): Failure {
    const { memberId } = admission
    const { torrentId } = admission
    if (memberId !== 0) this.#journal?.note(request, torrentId, memberId, failure, 0, false)
    return failure
  }

  /** What a scrape to this address is refused with, or `none`. */
  admitScrape(path: AnnouncePath): Failure {
    return this.admission === undefined ? Failure.none : this.admission.admitScrape(path)
  }

  /**
   * Reads into `counts` what is known of the torrent whose info-hash stands at byte `at`. False where a scrape
   * at the address of `galleryId` (0 for none) does not tell of it, and the counts are zeros.
   */
  scrape(infoHashes: Uint8Array, at: number, galleryId = 0): boolean {
    const { admission, blocking, counts } = this
    const isDenied = blocking?.isInfoHashDenied(infoHashes, at) === true
    const isListed =
      !isDenied && (admission === undefined || admission.isListed(infoHashes, at, galleryId))
    if (!isListed) {
      counts.clear()
      return false
    }
    this.store.scrape(infoHashes, at)
    this.copyCounts()
    if (admission !== undefined) counts.completed = admission.completed
    return true
  }

  /** Writes the entry that a scrape over HTTP has for the torrent of the last `scrape`; returns the index after it. */
  writeScrapeEntry(out: Uint8Array, at: number, infoHashes: Uint8Array, hashAt: number): number {
    const { admission, counts } = this
    if (admission === undefined) return writeScrapeEntry(out, at, infoHashes, hashAt, counts)
    return writeNamedScrapeEntry(out, at, infoHashes, hashAt, counts, admission.name)
  }

  /** What is added to the text of the failure that `announce` gave last. */
  detailOf(failure: Failure): Readonly<FailureDetail> {
    const { admission } = this
    return admission !== undefined && hasDetail(failure) ? admission.detail : noDetail
  }

  /** Takes over the counts of the torrent that the store looked at last. */
  copyCounts(): void {
    const { counts, store } = this
    counts.seeders = store.seeders
    counts.leechers = store.leechers
    counts.completed = store.completed
    counts.downloaders = store.downloaders
  }

  #want(request: Announce, wantMax: number): number {
    if (request.event === AnnounceEvent.stopped) return 0
    const { numwantDefault, numwantMax } = this.policy
    const wanted = request.numwant === numwantUnstated ? numwantDefault : request.numwant
    return Math.min(wanted, numwantMax, wantMax)
  }

  /** Jitter only ever shortens an interval: peers expire by the longest one that was told. */
  #interval(): number {
    const { intervalSeconds, intervalJitterPercent } = this.policy
    const most = Math.floor((intervalSeconds * intervalJitterPercent) / 100)
    return most === 0 ? intervalSeconds : intervalSeconds - this.#prng.below(most + 1)
  }
}
