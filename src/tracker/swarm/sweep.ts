/**
 * Expiry: a cursor that passes by every peer once a lap and takes out those who have been silent too long.
 *
 * All threads share one lap. A thread that has a moment takes the next shard when the clock says that it
 * is due and works it off in steps of a bounded number of peers, each under the shard's lock; between steps
 * anything may happen to the shard. A step that ended inside a large list goes on at the same entry if the
 * torrent is still in its chain, else at the next bucket; what it misses then, the next lap finds.
 *
 * Where the clock is set back, stamps are of a time that is still to come and say nothing. A new lap begins then, which
 * takes nobody out and stamps everybody anew: each has the time of a silent peer once more.
 */
import { Header, renewalPosition, shardCount } from './layout.ts'
import {
  codeOf,
  countOf,
  firstDirectoryCode,
  type ListKind,
  stampMask,
  Word,
} from './list-shape.ts'
import { lock, unlock } from './lock.ts'
import type { Occupancy } from './occupancy.ts'
import type { PeerDirectory } from './peer-directory.ts'
import type { PeerLists } from './peer-lists.ts'
import type { SwarmClock } from './swarm-clock.ts'
import type { SwarmParts } from './swarm-parts.ts'
import type { Torrents } from './torrents.ts'

/** Peers and torrents looked at in one step; a block (73 peers) is never left half done. */
const stepWork = 400
/** A clock that is set back by less than so many laps is waited for. */
const setBackLaps = 2

export class Sweep {
  readonly #words: Int32Array
  readonly #slot: number
  readonly #clock: SwarmClock
  readonly #torrents: Torrents
  readonly #lists: PeerLists
  readonly #directory: PeerDirectory
  readonly #occupancy: Occupancy
  /** The shard in hand, or -1, and how far it is done. */
  #shard = -1
  #bucket = 0
  /** When it was taken, and whether its peers are stamped anew. */
  #takenSeconds = 0
  #isRenewing = false
  /** The record in hand, or 0, and the list and entry to go on with. */
  #record = 0
  #kind = 0
  #entry = 0
  #work = 0

  constructor(parts: SwarmParts) {
    this.#words = parts.memory.words
    this.#slot = parts.slot
    this.#clock = parts.clock
    this.#torrents = parts.torrents
    this.#lists = parts.lists
    this.#directory = parts.directory
    this.#occupancy = parts.occupancy
  }

  /** One bounded step; false when nothing is due. */
  step(): boolean {
    if (this.#shard < 0) this.#shard = this.#takeDueShard()
    if (this.#shard < 0) return false
    if (this.#clock.nowSeconds < this.#takenSeconds) this.#isRenewing = true
    const index = this.#torrents.index
    const lockAt = index.shardAt(this.#shard)
    lock(this.#words, lockAt, this.#slot)
    this.#work = stepWork
    while (this.#work > 0 && this.#bucket < index.bucketCount(this.#shard)) this.#sweepBucket()
    const done = this.#work > 0
    unlock(this.#words, lockAt)
    if (done) this.#shard = -1
    if (done) this.#bucket = 0
    return true
  }

  #takeDueShard(): number {
    const words = this.#words
    const now = this.#clock.nowSeconds
    const position = Atomics.load(words, Header.sweepPosition)
    const lapStart = Atomics.load(words, Header.sweepLapStart) >>> 0
    if (now + setBackLaps * this.#clock.lapSeconds < lapStart) return this.#beginRenewal(lapStart)
    const isRenewing = position >= renewalPosition && position < renewalPosition + shardCount
    const shard = isRenewing ? position - renewalPosition : position
    if (shard >= shardCount) {
      if (now < lapStart + this.#clock.lapSeconds) return -1
      if (Atomics.compareExchange(words, Header.sweepPosition, position, 0) === position)
        Atomics.store(words, Header.sweepLapStart, now | 0)
      return this.#takeDueShard()
    }
    if (now < lapStart + (shard * this.#clock.lapSeconds) / shardCount) return -1
    const taken = Atomics.compareExchange(words, Header.sweepPosition, position, position + 1)
    if (taken !== position) return -1
    this.#takenSeconds = now
    this.#isRenewing = isRenewing
    return shard
  }

  /** The clock was set back: until the lap is over nobody is taken out. */
  #beginRenewal(lapStart: number): number {
    const words = this.#words
    const seen = Atomics.compareExchange(
      words,
      Header.sweepLapStart,
      lapStart | 0,
      this.#clock.nowSeconds | 0,
    )
    // Another thread may have been sooner.
    if (seen === (lapStart | 0)) Atomics.store(words, Header.sweepPosition, renewalPosition)
    return this.#takeDueShard()
  }

  /** Works off the chain of the bucket in hand, or a part of it. */
  #sweepBucket(): void {
    const index = this.#torrents.index
    let record = index.first(this.#shard, this.#bucket)
    while (record !== 0 && this.#record !== 0 && record !== this.#record)
      record = index.next(record)
    if (this.#record !== 0 && record === 0) this.#forgetPlace()
    while (record !== 0) {
      const next = index.next(record)
      if (!this.#sweepTorrent(record)) return
      record = next
    }
    this.#bucket++
  }

  /** False when the step's work is used up inside the torrent's lists. */
  #sweepTorrent(record: number): boolean {
    this.#work--
    for (; this.#kind < 4; this.#kind++) {
      if (!this.#sweepList(record, this.#kind as ListKind)) {
        this.#record = record
        return false
      }
      this.#entry = 0
    }
    this.#forgetPlace()
    this.#torrents.forgetIdle(this.#shard, this.#bucket, record)
    return true
  }

  #forgetPlace(): void {
    this.#record = 0
    this.#kind = 0
    this.#entry = 0
  }

  #sweepList(record: number, kind: ListKind): boolean {
    for (;;) {
      const list = this.#words[record + Word.lists + kind] as number
      if (countOf(list) === 0) return true
      const entries = codeOf(list) < firstDirectoryCode ? 1 : this.#directory.size(record, kind)
      if (this.#entry >= entries) break
      if (this.#work <= 0) return false
      this.#sweepEntry(record, kind, this.#entry++)
    }
    this.#halve(record, kind)
    return true
  }

  #halve(record: number, kind: ListKind): void {
    const at = record + Word.lists + kind
    while (
      codeOf(this.#words[at] as number) >= firstDirectoryCode &&
      this.#directory.halve(record, kind)
    );
  }

  #sweepEntry(record: number, kind: ListKind, entry: number): void {
    const lists = this.#lists
    lists.select(record, kind, entry)
    this.#work -= 1 + lists.count
    const stamp = this.#clock.stamp
    if (this.#isRenewing) return lists.renew(kind, stamp)
    let removed = 0
    for (let index = lists.count - 1; index >= 0; index--) {
      const age = lists.ageAt(kind, index, stamp)
      // The greatest age is of a stamp that a thread has set whose clock has gone on meanwhile.
      if (age < this.#clock.expiredUnits || age === stampMask) continue
      lists.removeAt(record, kind, index)
      this.#occupancy.uncountPeer(
        this.#torrents.index.shardAt(this.#shard),
        record,
        kind,
        lists.stamp,
      )
      this.#occupancy.givePeer()
      removed++
    }
    if (removed === 0) return
    lists.shrink(record, kind)
    if (this.#torrents.isEmpty(record)) this.#torrents.noteEmpty(record)
  }
}
