/**
 * Honest swarms in a store into which far more torrents are invented than it has room for: every second one with one
 * peer, the others with two that belong to it. Who is honest comes back once in an interval, and must find everybody
 * who was there.
 */
import { swarmTotals } from '../../src/tracker/swarm/swarm-totals.ts'
import { VictimKind } from '../../src/tracker/swarm/victim-kind.ts'
import { threadCpuNanoseconds } from '../load/syscalls.ts'
import { FilledStore } from './filled-store.ts'

export type FloodSize = {
  readonly peersMax: number
  readonly torrentsMax: number
  readonly honestSwarms: number
  readonly peersOfEach: number
  readonly invented: number
}

export type FloodResult = {
  /** Honest announces during the flood, and those of them that were told of everybody in their swarm. */
  readonly honest: number
  readonly served: number
  /** The most torrents and peers there were at the end of a second, and bytes of the region in use. */
  readonly torrents: number
  readonly peers: number
  readonly usedBytes: number
  readonly regionBytes: number
  readonly evictedNeverReturned: number
  readonly evictedOthers: number
  /** CPU time of one invented torrent, with its peers and whoever gave way to it. */
  readonly microsecondsEach: number
}

const intervalSeconds = 1800
/** So many seconds does the flood take by the store's clock: nearly all who are honest come back once. */
const floodSeconds = 1500
const firstInvented = 100_000_000
const want = 50

export function measureFlood(size: FloodSize): FloodResult {
  const { honestSwarms, peersOfEach, invented } = size
  const flood = new Flood(size)
  const honestPeers = honestSwarms * peersOfEach
  for (let second = 0; second < 2 * intervalSeconds; second++)
    flood.honestSecond(honestPeers / intervalSeconds)
  flood.honest = flood.served = 0
  for (let second = 0; second < floodSeconds; second++) {
    flood.honestSecond(honestPeers / intervalSeconds)
    flood.inventUntil(Math.floor((invented * (second + 1)) / floodSeconds))
    flood.look()
  }
  return flood.result()
}

class Flood {
  honest = 0
  served = 0
  readonly #size: FloodSize
  readonly #filled: FilledStore
  #due = 0
  #nextHonest = 0
  #invented = 0
  #floodNanoseconds = 0
  #mostTorrents = 0
  #mostPeers = 0

  constructor(size: FloodSize) {
    this.#size = size
    this.#filled = new FilledStore(size.peersMax, size.torrentsMax)
  }

  /** A second passes, in which so many of the honest peers announce, each in its turn. */
  honestSecond(peers: number): void {
    this.#filled.clock.nowSeconds++
    while (this.#filled.store.sweep());
    for (this.#due += peers; this.#due >= 1; this.#due--) this.#announceNext()
  }

  inventUntil(count: number): void {
    const began = threadCpuNanoseconds()
    for (; this.#invented < count; this.#invented++) {
      const torrent = firstInvented + this.#invented
      this.#filled.announce(torrent, torrent * 2, 0)
      if (this.#invented % 2 === 0) this.#filled.announce(torrent, torrent * 2 + 1, 0)
    }
    this.#floodNanoseconds += threadCpuNanoseconds() - began
  }

  look(): void {
    const { torrents, leechers4 } = swarmTotals(this.#filled.store.parts.memory)
    this.#mostTorrents = Math.max(this.#mostTorrents, torrents)
    this.#mostPeers = Math.max(this.#mostPeers, leechers4)
  }

  result(): FloodResult {
    const { store } = this.#filled
    const { tally, parts } = store
    const { layout } = parts.memory
    return {
      honest: this.honest,
      served: this.served,
      torrents: this.#mostTorrents,
      peers: this.#mostPeers,
      usedBytes: swarmTotals(parts.memory).usedBytes,
      regionBytes: layout.bytes,
      evictedNeverReturned: tally.evicted(VictimKind.neverReturned),
      evictedOthers: tally.evicted(VictimKind.peerless) + tally.evicted(VictimKind.single),
      microsecondsEach: this.#floodNanoseconds / this.#invented / 1000,
    }
  }

  #announceNext(): void {
    const { honestSwarms, peersOfEach } = this.#size
    const { store } = this.#filled
    const peer = this.#nextHonest
    this.#filled.announce(peer % honestSwarms, peer, want)
    this.#nextHonest = (peer + 1) % (honestSwarms * peersOfEach)
    this.honest++
    const others = Math.min(want, peersOfEach - 1)
    if (store.leechers === peersOfEach && store.count4 === others) this.served++
  }
}
