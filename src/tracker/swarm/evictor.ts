/**
 * Makes room in a full store, a bounded piece of work at a time: it looks at some torrents, and the least useful of
 * them give way (`victim.ts` says which those are).
 *
 *   shards  ─▶ ─▶ ─▶ [ 64 candidates among at most 256 torrents ] ─▶ the first eighth of them goes
 *
 * A hand that all threads share goes round the shards, and each shard keeps where it was looked at last. Which torrents
 * stand beside each other is decided by a secret hash, so what is looked at is a sample of all. So the order is kept
 * among those looked at, not among all: with 64 candidates of a kind those that go are of the longest silent seventh
 * on average, and one that is younger than half of its kind is practically never among them.
 *
 * A thread that looks holds the lock of one shard at a time, and of none when it begins. Candidates are looked at again
 * under the lock before they go. What is freed stays with the thread's slot, as everything that it frees.
 */
import { Lack } from './lack.ts'
import { Header, Shard, shardCount } from './layout.ts'
import { codeOf, countOf, firstDirectoryCode, type ListKind, Word } from './list-shape.ts'
import { lock, unlock } from './lock.ts'
import type { SwarmParts } from './swarm-parts.ts'
import type { SwarmTally } from './swarm-tally.ts'
import { noVictim, silenceOf, victimKindOf } from './victim.ts'
import { VictimKind } from './victim-kind.ts'

const candidatesMax = 64
/** Torrents looked at in one step where what is sought is rare, and where there was nothing at all lately. */
const lookedMax = 256
const lookedInVain = 32
/** Torrents looked at in a row without finding a kind, after which it is no longer sought. */
const missesMax = 4096
/** One of so many candidates goes. */
const goesOneOf = 8
/** Peers taken out of one torrent in one step; a larger one goes piece by piece. */
const peersOfStep = 4096

/** Words of a hint: the earliest kind found lately, and how many torrents have been looked at since. */
const Hint = { kind: 0, misses: 1 } as const
const hintWords = 2

export class Evictor {
  readonly #parts: SwarmParts
  readonly #words: Int32Array
  readonly #tally: SwarmTally
  readonly #shards = new Int32Array(candidatesMax)
  readonly #buckets = new Int32Array(candidatesMax)
  readonly #records = new Int32Array(candidatesMax)
  readonly #kinds = new Int32Array(candidatesMax)
  readonly #silences = new Int32Array(candidatesMax)
  #count = 0
  #looked = 0
  /** The earliest kind among the candidates, or `noVictim`. */
  #earliest: VictimKind | typeof noVictim = noVictim

  constructor(parts: SwarmParts, tally: SwarmTally) {
    this.#parts = parts
    this.#words = parts.memory.words
    this.#tally = tally
  }

  /** One step; the caller holds no lock. False when nothing gave way. */
  makeRoom(lack: Lack): boolean {
    if (lack === Lack.none || lack === Lack.creations) return false
    this.#look(lack === Lack.torrents)
    if (this.#count === 0) return false
    const goes = Math.ceil(this.#countOfEarliest() / goesOneOf)
    let gone = 0
    for (let victim = 0; victim < goes; victim++) if (this.#evict(this.#takeFirst(), lack)) gone++
    return gone > 0
  }

  /** Gathers candidates; torrents without peers are none where room for a peer is sought. */
  #look(isForTorrent: boolean): void {
    const words = this.#words
    const hintAt = Header.evictionHints + (isForTorrent ? 0 : hintWords)
    const sought = words[hintAt + Hint.kind] as number
    const most = sought === noVictim ? lookedInVain : lookedMax
    this.#count = 0
    this.#looked = 0
    this.#earliest = noVictim
    for (let shards = 0; shards < shardCount && this.#isToGoOn(sought, most); shards++) {
      const shard = Atomics.add(words, Header.evictionHand, 1) & (shardCount - 1)
      if (words[this.#parts.index.shardAt(shard) + Shard.torrents] !== 0)
        this.#lookAt(shard, isForTorrent, sought, most)
    }
    this.#noteFound(hintAt, sought)
  }

  /** Until there are enough candidates of the kind that was there lately. */
  #isToGoOn(sought: number, most: number): boolean {
    if (this.#looked >= most) return false
    return this.#count < candidatesMax || this.#earliest > sought
  }

  #lookAt(shard: number, isForTorrent: boolean, sought: number, most: number): void {
    const { index, slot } = this.#parts
    const words = this.#words
    const at = index.shardAt(shard)
    lock(words, at, slot)
    const buckets = index.bucketCount(shard)
    let bucket = (words[at + Shard.evictionBucket] as number) % buckets
    for (let seen = 0; seen < buckets && this.#isToGoOn(sought, most); seen++) {
      for (let record = index.first(shard, bucket); record !== 0; record = index.next(record))
        this.#consider(shard, bucket, record, isForTorrent)
      bucket = bucket + 1 === buckets ? 0 : bucket + 1
    }
    words[at + Shard.evictionBucket] = bucket
    unlock(words, at)
  }

  #consider(shard: number, bucket: number, record: number, isForTorrent: boolean): void {
    this.#looked++
    const kind = victimKindOf(this.#words, record)
    if (kind === noVictim || (kind === VictimKind.peerless && !isForTorrent)) return
    const place = this.#placeFor(kind)
    if (place < 0) return
    this.#shards[place] = shard
    this.#buckets[place] = bucket
    this.#records[place] = record
    this.#kinds[place] = kind
    this.#silences[place] = silenceOf(this.#parts, record, kind)
    if (kind < this.#earliest) this.#earliest = kind
  }

  /** The next free place, or that of a candidate of a later kind, or -1. */
  #placeFor(kind: VictimKind): number {
    if (this.#count < candidatesMax) return this.#count++
    for (let place = 0; place < candidatesMax; place++)
      if ((this.#kinds[place] as number) > kind) return place
    return -1
  }

  /** Remembers the earliest kind that there is, so that it is sought longer than others. */
  #noteFound(hintAt: number, sought: number): void {
    const words = this.#words
    const found = this.#earliest
    const misses = (words[hintAt + Hint.misses] as number) + this.#looked
    if (found <= sought) words[hintAt + Hint.kind] = found
    else if (misses >= missesMax) words[hintAt + Hint.kind] = sought + 1
    words[hintAt + Hint.misses] = found <= sought || misses >= missesMax ? 0 : misses
  }

  #countOfEarliest(): number {
    let count = 0
    for (let place = 0; place < this.#count; place++)
      if (this.#kinds[place] === this.#earliest) count++
    return count
  }

  /** The place of the longest silent candidate of the earliest kind, which is none any more. */
  #takeFirst(): number {
    let first = -1
    for (let place = 0; place < this.#count; place++) {
      if (this.#kinds[place] !== this.#earliest) continue
      if (first < 0 || (this.#silences[place] as number) > (this.#silences[first] as number))
        first = place
    }
    this.#kinds[first] = noVictim
    return first
  }

  /** False when the candidate is not what it was: somebody came, or it is gone. */
  #evict(place: number, lack: Lack): boolean {
    const { index, slot, torrents } = this.#parts
    const shard = this.#shards[place] as number
    const bucket = this.#buckets[place] as number
    const record = this.#records[place] as number
    const at = index.shardAt(shard)
    lock(this.#words, at, slot)
    const isToGo = this.#isThere(shard, bucket, record) && this.#isAsItWas(place, record)
    if (isToGo) {
      this.#dropPeers(record, at)
      if (torrents.isEmpty(record)) {
        torrents.forget(shard, bucket, record)
        this.#tally.addEvicted(lack, this.#earliest as VictimKind)
      }
    }
    unlock(this.#words, at)
    return isToGo
  }

  #isThere(shard: number, bucket: number, record: number): boolean {
    const { index } = this.#parts
    let one = index.first(shard, bucket)
    while (one !== 0 && one !== record) one = index.next(one)
    return one !== 0
  }

  #isAsItWas(place: number, record: number): boolean {
    const kind = victimKindOf(this.#words, record)
    if (kind === noVictim || kind !== this.#earliest) return false
    return silenceOf(this.#parts, record, kind) >= (this.#silences[place] as number)
  }

  /** Takes peers out, all of them where they are not too many for one step. */
  #dropPeers(record: number, shardAt: number): void {
    const words = this.#words
    let left = peersOfStep
    for (let kind = 0; kind < 4; kind++)
      for (let entry = 0; left > 0; entry++) {
        const list = words[record + Word.lists + kind] as number
        if (countOf(list) === 0 || entry >= this.#entries(record, kind as ListKind)) break
        left -= this.#dropEntry(record, kind as ListKind, entry, shardAt)
      }
    this.#tally.addEvictedPeers(peersOfStep - left)
  }

  #entries(record: number, kind: ListKind): number {
    const code = codeOf(this.#words[record + Word.lists + kind] as number)
    return code < firstDirectoryCode ? 1 : this.#parts.directory.size(record, kind)
  }

  /** Takes the peers of one block out; gives how many there were. */
  #dropEntry(record: number, kind: ListKind, entry: number, shardAt: number): number {
    const { lists, occupancy } = this.#parts
    lists.select(record, kind, entry)
    const { count } = lists
    if (count === 0) return 0
    for (let index = count - 1; index >= 0; index--) {
      lists.removeAt(record, kind, index)
      occupancy.uncountPeer(shardAt, record, kind, lists.stamp)
      occupancy.givePeer()
    }
    lists.shrink(record, kind)
    return count
  }
}
