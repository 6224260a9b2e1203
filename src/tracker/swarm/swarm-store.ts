/**
 * Who has what, now: the swarms of all torrents, in one region that all tracker threads share.
 *
 * Each thread has a store of its own over the same region (its own free lists, its own scratch), and takes
 * the lock of a torrent's shard for the microsecond that an announce takes. Time, randomness and keys
 * are passed in; nothing here allocates per request. Where things stand in memory: layout.ts and
 * list-shape.ts; how lists work: peer-lists.ts and peer-directory.ts; expiry: sweep.ts.
 */
import { type Announce, AnnounceEvent } from '#tracker/wire/announce'
import { Evictor } from './evictor.ts'
import { shareOfIpv4 } from './family-share.ts'
import { Lack } from './lack.ts'
import {
  countOf,
  ListKind,
  partialSeedBit,
  partialSeedsMask,
  returnedBit,
  stampMask,
  Word,
} from './list-shape.ts'
import { lock, unlock } from './lock.ts'
import type { Occupancy } from './occupancy.ts'
import { PeerChoice } from './peer-choice.ts'
import type { PeerKey } from './peer-key.ts'
import { Inserted, type PeerLists } from './peer-lists.ts'
import type { SwarmClock } from './swarm-clock.ts'
import {
  type CreationGate,
  createSwarmParts,
  type SwarmOptions,
  type SwarmParts,
} from './swarm-parts.ts'
import { SwarmTally } from './swarm-tally.ts'
import { Sweep } from './sweep.ts'
import type { TorrentIndex } from './torrent-index.ts'
import type { Torrents } from './torrents.ts'

/** What an announcer is to be told; one per thread, filled for each request. */
export class Wish {
  /** Peers at most. */
  want = 0
  /** Whether peers of both families are told (HTTP), or of the announcer's own only (UDP). */
  bothFamilies = false
  /** The byte of `out` from which IPv4 peers are written, or those of the only family. */
  at = 0
  /** The byte of `out` from which IPv6 peers are written where both families are told. */
  at6 = 0
}

/** An announce is tried anew so often at most after room was made: for its torrent, for its peer, and once more. */
const triesMax = 3
/** Whoever announces again has come back when so many units of stamps have passed: a datagram sent twice has not. */
const returnedUnits = 2

export class SwarmStore {
  /** The counts after the last `announce`, `scrape` or visited torrent. */
  seeders = 0
  leechers = 0
  completed = 0
  /** Leechers that are not partial seeds (BEP 21). */
  downloaders = 0
  /** Whether the last `announce` said that a download had ended, and was believed. */
  isCompletion = false
  /** Why the last `announce` that gave false took nobody in. */
  lack: Lack = Lack.none
  /** How many peers the last `announce` wrote. */
  count4 = 0
  count6 = 0
  /** The info-hash of the visited torrent. */
  readonly infoHash: Uint8Array

  readonly parts: SwarmParts
  /** What the ceilings have cost whom. */
  readonly tally: SwarmTally
  readonly #words: Int32Array
  readonly #slot: number
  readonly #clock: SwarmClock
  readonly #index: TorrentIndex
  readonly #torrents: Torrents
  readonly #lists: PeerLists
  readonly #choice: PeerChoice
  readonly #occupancy: Occupancy
  readonly #sweep: Sweep
  readonly #evictor: Evictor
  readonly #creations: CreationGate | undefined
  readonly #peer: PeerKey
  readonly #hashWords = new Int32Array(5)
  /** The block whose last peer is the announcer, or 0, and the list it belongs to. */
  #selfBlock = 0
  #selfKind: ListKind = ListKind.seeders4
  /** Whether the network of the announcer has been asked about a new torrent already. */
  #isCreationPaid = false

  constructor(options: SwarmOptions) {
    const parts = createSwarmParts(options)
    this.parts = parts
    this.infoHash = new Uint8Array(this.#hashWords.buffer)
    this.#words = parts.memory.words
    this.#slot = parts.slot
    this.#clock = parts.clock
    this.#index = parts.index
    this.#torrents = parts.torrents
    this.#lists = parts.lists
    this.#occupancy = parts.occupancy
    this.#peer = parts.peer
    this.#choice = new PeerChoice(parts.memory, options.prng)
    this.#sweep = new Sweep(parts)
    this.tally = options.tally ?? new SwarmTally()
    this.#evictor = new Evictor(parts, this.tally)
    this.#creations = options.creations
  }

  /**
   * Takes the announcer into its swarm (or out of it, when it stopped) and writes peers for it into `out` as
   * `wish` says. False when there is no room for it and none can be made, or its torrent may not be made: the counts and
   * peers are given all the same, and `lack` says why.
   */
  announce(request: Announce, wish: Wish, out: Uint8Array): boolean {
    const hash = this.#index.hash(request.infoHashWords)
    this.isCompletion = false
    this.#isCreationPaid = false
    return this.#attempt(request, hash, wish, out) || this.#attemptAgain(request, hash, wish, out)
  }

  /** Where room must be made, that is under the locks of other shards: so none is held meanwhile. */
  #attemptAgain(request: Announce, hash: number, wish: Wish, out: Uint8Array): boolean {
    for (let tries = 0; tries < triesMax; tries++) {
      const lacked = this.lack
      if (!this.#evictor.makeRoom(lacked)) break
      if (this.#attempt(request, hash, wish, out)) return true
      // What was freed is of other sizes, and more of it would not help.
      if (lacked === Lack.memory && this.lack === Lack.memory) break
    }
    this.tally.addUnstored(this.lack)
    return false
  }

  #attempt(request: Announce, hash: number, wish: Wish, out: Uint8Array): boolean {
    const lockAt = this.#index.shardAt(this.#index.shardOf(hash))
    lock(this.#words, lockAt, this.#slot)
    const stored =
      request.event === AnnounceEvent.stopped
        ? this.#leave(request, hash, lockAt)
        : this.#join(request, hash, lockAt, wish, out)
    unlock(this.#words, lockAt)
    return stored
  }

  /** Reads the counts of the torrent whose info-hash stands at byte `at`; an unknown one has zeros. */
  scrape(infoHashes: Uint8Array, at: number): void {
    for (let byte = 0; byte < 20; byte++) this.infoHash[byte] = infoHashes[at + byte] as number
    const hash = this.#index.hash(this.#hashWords)
    const lockAt = this.#index.shardAt(this.#index.shardOf(hash))
    lock(this.#words, lockAt, this.#slot)
    this.#readCounts(this.#index.find(hash, this.#hashWords))
    unlock(this.#words, lockAt)
  }

  /** Calls `visitor` for each torrent of a shard with `infoHash` and the counts set, under the shard's lock. */
  visitShard(shard: number, visitor: () => void): void {
    const lockAt = this.#index.shardAt(shard)
    lock(this.#words, lockAt, this.#slot)
    for (let bucket = 0; bucket < this.#index.bucketCount(shard); bucket++) {
      let record = this.#index.first(shard, bucket)
      for (; record !== 0; record = this.#index.next(record)) {
        for (let word = 0; word < 5; word++)
          this.#hashWords[word] = this.#words[record + Word.hash + word] as number
        this.#readCounts(record)
        visitor()
      }
    }
    unlock(this.#words, lockAt)
  }

  /** One bounded step of expiry; false when nothing is due. Call it between batches. */
  sweep(): boolean {
    return this.#sweep.step()
  }

  #join(request: Announce, hash: number, shardAt: number, wish: Wish, out: Uint8Array): boolean {
    this.#selfBlock = 0
    this.count4 = 0
    this.count6 = 0
    const known = this.#index.find(hash, request.infoHashWords)
    const record = known === 0 ? this.#create(request, hash) : known
    if (record === 0) {
      this.#readCounts(0)
      return false
    }
    const isSeeder = request.left === 0 || request.event === AnnounceEvent.completed
    const stored = this.#upsert(request, record, shardAt, isSeeder)
    this.#readCounts(record)
    if (wish.want > 0) this.#choose(record, request.family, isSeeder, wish, out)
    if (!stored) this.#torrents.settle(hash, record)
    return stored
  }

  /** The record of a new torrent, or 0. */
  #create(request: Announce, hash: number): number {
    const gate = this.#creations
    if (gate !== undefined && !this.#isCreationPaid) {
      this.lack = Lack.creations
      if (!gate.mayCreate(request.addressWords, request.family)) return 0
      this.#isCreationPaid = true
    }
    const record = this.#torrents.add(hash, request.infoHashWords)
    if (record === 0) this.lack = this.#occupancy.hasTorrentRoom ? Lack.memory : Lack.torrents
    return record
  }

  /** Puts the announcer where it belongs and notes where that is. */
  #upsert(request: Announce, record: number, shardAt: number, isSeeder: boolean): boolean {
    const lists = this.#lists
    const kind = ((request.family === 6 ? 2 : 0) + (isSeeder ? 0 : 1)) as ListKind
    const isPartial = request.event === AnnounceEvent.paused && !isSeeder
    const stamp = this.#clock.stamp | (isPartial ? partialSeedBit : 0)
    this.#peer.set(request.addressWords, request.family, request.port)
    if (lists.find(record, kind, this.#peer)) {
      lists.refresh(kind, stamp)
      this.#noteReturn(record)
      this.#occupancy.restamp(record, lists.stamp, stamp)
      this.#noteSelf(kind)
      return true
    }
    if (this.#removeIfThere(record, (kind ^ 1) as ListKind, shardAt)) this.#noteReturn(record)
    if (!this.#insert(record, kind, shardAt, stamp)) return false
    // A seeder that says `completed` again is found above; everybody else has just finished.
    if (request.event === AnnounceEvent.completed) this.#addCompletion(record)
    return true
  }

  /** The peer whose stamp the lists speak of has announced again. */
  #noteReturn(record: number): void {
    if (((this.#clock.stamp - this.#lists.stamp) & stampMask) < returnedUnits) return
    const at = record + Word.partialSeeds
    const word = this.#words[at] as number
    if ((word & returnedBit) === 0) this.#words[at] = word | returnedBit
  }

  #insert(record: number, kind: ListKind, shardAt: number, stamp: number): boolean {
    this.lack = Lack.peers
    if (!this.#occupancy.takePeer()) return false
    const inserted = this.#lists.insert(record, kind, this.#peer, stamp)
    if (inserted !== Inserted.added) this.#occupancy.givePeer()
    this.lack = Lack.memory
    if (inserted === Inserted.noRoom) return false
    if (inserted === Inserted.replaced) {
      this.#occupancy.uncountPeer(shardAt, record, kind, this.#lists.stamp)
      this.tally.addReplaced()
    }
    this.#occupancy.countPeer(shardAt, record, kind, stamp)
    this.#noteSelf(kind)
    return true
  }

  /** Stopping is the same kind of success whether the peer was known or not, and makes no torrent. */
  #leave(request: Announce, hash: number, shardAt: number): boolean {
    this.count4 = 0
    this.count6 = 0
    const record = this.#index.find(hash, request.infoHashWords)
    if (record !== 0 && request.port !== 0) {
      this.#peer.set(request.addressWords, request.family, request.port)
      const seeders = request.family === 6 ? ListKind.seeders6 : ListKind.seeders4
      this.#removeIfThere(record, seeders, shardAt)
      this.#removeIfThere(record, (seeders + 1) as ListKind, shardAt)
    }
    this.#readCounts(record)
    if (record !== 0) this.#torrents.settle(hash, record)
    return true
  }

  #removeIfThere(record: number, kind: ListKind, shardAt: number): boolean {
    if (!this.#lists.find(record, kind, this.#peer)) return false
    this.#lists.remove(record, kind)
    this.#occupancy.uncountPeer(shardAt, record, kind, this.#lists.stamp)
    this.#occupancy.givePeer()
    return true
  }

  #noteSelf(kind: ListKind): void {
    this.#selfBlock = this.#lists.block
    this.#selfKind = kind
  }

  #addCompletion(record: number): void {
    this.isCompletion = true
    this.#words[record + Word.completed] = (this.#words[record + Word.completed] as number) + 1
  }

  /** Seeders are told leechers only; leechers are told seeders first. */
  #choose(record: number, family: 4 | 6, isSeeder: boolean, wish: Wish, out: Uint8Array): void {
    const others4 = this.#othersIn(record, 0, isSeeder)
    const others6 = this.#othersIn(record, 1, isSeeder)
    if (wish.bothFamilies) {
      this.count4 = shareOfIpv4(wish.want, others4, others6)
      this.count6 = Math.min(others6, wish.want - this.count4)
    } else if (family === 4) this.count4 = Math.min(wish.want, others4)
    else this.count6 = Math.min(wish.want, others6)
    const at6 = wish.bothFamilies ? wish.at6 : wish.at
    this.#copyFamily(record, 0, isSeeder, this.count4, out, wish.at)
    this.#copyFamily(record, 1, isSeeder, this.count6, out, at6)
  }

  /** How many peers of a family could be told, without the announcer. */
  #othersIn(record: number, family: 0 | 1, isSeeder: boolean): number {
    const seedersKind = family * 2
    const leechers = this.#countIn(record, seedersKind + 1)
    const isSelfIn = this.#selfBlock !== 0 && this.#selfKind === seedersKind + 1
    return (isSeeder ? 0 : this.#countIn(record, seedersKind)) + leechers - (isSelfIn ? 1 : 0)
  }

  #copyFamily(
    record: number,
    family: 0 | 1,
    isSeeder: boolean,
    want: number,
    out: Uint8Array,
    at: number,
  ): void {
    if (want === 0) return
    const seedersKind = (family * 2) as ListKind
    const leechersKind = (seedersKind + 1) as ListKind
    const seeders = isSeeder ? 0 : Math.min(want, this.#countIn(record, seedersKind))
    const selfBlock = this.#selfKind === leechersKind ? this.#selfBlock : 0
    const next = this.#choice.copy(record, seedersKind, seeders, 0, out, at)
    this.#choice.copy(record, leechersKind, want - seeders, selfBlock, out, next)
  }

  #countIn(record: number, kind: number): number {
    return countOf(this.#words[record + Word.lists + kind] as number)
  }

  /** Counts of the record, or zeros for record 0. Families are summed: one swarm, one set of counts. */
  #readCounts(record: number): void {
    const isKnown = record !== 0
    this.seeders = isKnown ? this.#torrents.count(record, 0, 2) : 0
    this.leechers = isKnown ? this.#torrents.count(record, 1, 3) : 0
    this.completed = isKnown ? (this.#words[record + Word.completed] as number) : 0
    const partial = isKnown ? (this.#words[record + Word.partialSeeds] as number) : 0
    this.downloaders = this.leechers - (partial & partialSeedsMask)
  }
}
