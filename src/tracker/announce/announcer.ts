/**
 * The use case that the tracker exists for, the same over every protocol: an announce changes its swarm,
 * and the announcer is told counts, intervals and peers.
 *
 * Nothing here allocates, waits or reads a clock: see the invariants in ARCHITECTURE.md.
 */
import type { Prng } from '#base/prng'
import { type SwarmStore, Wish } from '#tracker/swarm/swarm-store'
import { type Announce, AnnounceEvent, numwantUnstated } from '#tracker/wire/announce'
import { AnnounceReply } from '#tracker/wire/announce-reply'
import { Failure } from '#tracker/wire/failure'
import { ScrapeCounts } from '#tracker/wire/scrape-counts'
import type { Policy } from './policy.ts'

export type AnnouncerOptions = {
  readonly store: SwarmStore
  readonly policy: Policy
  readonly prng: Prng
}

export class Announcer {
  /** Replaced as a whole when the configuration is reloaded. */
  policy: Policy
  readonly store: SwarmStore
  /** The answer to the last announce that did not fail. */
  readonly reply = new AnnounceReply()
  /** The counts of the last `scrape`. */
  readonly counts = new ScrapeCounts()
  /** Where peers are to be written, and of which families; set by the protocol before `announce`. */
  readonly wish = new Wish()
  readonly #prng: Prng

  constructor({ store, policy, prng }: AnnouncerOptions) {
    this.store = store
    this.policy = policy
    this.#prng = prng
  }

  /** Carries `request` out and fills `reply`; at most `wantMax` peers are written into `out`, as `wish` says. */
  announce(request: Announce, wantMax: number, out: Uint8Array): Failure {
    const { wish, reply, store, policy } = this
    wish.want = this.#want(request, wantMax)
    const stored = store.announce(request, wish, out)
    // A swarm that others can still be found in serves the announcer without knowing it.
    if (!stored && store.seeders + store.leechers === 0) return Failure.trackerFull
    reply.seeders = store.seeders
    reply.leechers = store.leechers
    reply.completed = store.completed
    reply.count4 = store.count4
    reply.count6 = store.count6
    reply.peersAt = wish.at
    reply.peers6At = wish.at6
    reply.family = request.family
    reply.address = request.address
    reply.intervalSeconds = this.#interval()
    reply.minIntervalSeconds = Math.min(policy.minIntervalSeconds, reply.intervalSeconds)
    return Failure.none
  }

  /** Reads into `counts` what is known of the torrent whose info-hash stands at byte `at`. */
  scrape(infoHashes: Uint8Array, at: number): void {
    this.store.scrape(infoHashes, at)
    this.copyCounts()
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
