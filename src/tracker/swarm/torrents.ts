/**
 * The torrents of the store: making them when their first peer comes, forgetting them when nobody is left.
 *
 * A torrent without peers and without completions is forgotten at once; one that has been completed is
 * remembered for a day, so that a scrape still says so (conformance H10, S9). The caller holds the
 * shard's lock.
 */
import { countOf, returnedBit, Word } from './list-shape.ts'
import type { Occupancy } from './occupancy.ts'
import type { SwarmClock } from './swarm-clock.ts'
import type { SwarmMemory } from './swarm-memory.ts'
import type { TorrentIndex } from './torrent-index.ts'

const rememberedMinutes = 24 * 60

export class Torrents {
  readonly index: TorrentIndex
  readonly #words: Int32Array
  readonly #occupancy: Occupancy
  readonly #clock: SwarmClock

  constructor(memory: SwarmMemory, index: TorrentIndex, occupancy: Occupancy, clock: SwarmClock) {
    this.index = index
    this.#words = memory.words
    this.#occupancy = occupancy
    this.#clock = clock
  }

  /** The record of `infoHash`, made when there is none; 0 when the store is full. */
  findOrAdd(hash: number, infoHash: Int32Array): number {
    return this.index.find(hash, infoHash) || this.add(hash, infoHash)
  }

  /** A record for `infoHash`, which has none; 0 when the store is full. */
  add(hash: number, infoHash: Int32Array): number {
    if (!this.#occupancy.takeTorrent()) return 0
    const record = this.index.add(hash, infoHash)
    if (record === 0) this.#occupancy.giveTorrent()
    return record
  }

  /** Whether the torrent has no peers. */
  isEmpty(record: number): boolean {
    for (let kind = 0; kind < 4; kind++)
      if (countOf(this.#words[record + Word.lists + kind] as number) !== 0) return false
    return true
  }

  /** Peers in lists `first` and `second` of the torrent. */
  count(record: number, first: number, second: number): number {
    const words = this.#words
    return (
      countOf(words[record + Word.lists + first] as number) +
      countOf(words[record + Word.lists + second] as number)
    )
  }

  /** The torrent may have lost its last peer: notes when, or forgets it at once. */
  settle(hash: number, record: number): void {
    if (!this.isEmpty(record)) return
    this.noteEmpty(record)
    this.forgetIdle(this.index.shardOf(hash), this.index.bucketOf(hash), record)
  }

  /** The torrent has just lost its last peer; whoever comes next begins anew. */
  noteEmpty(record: number): void {
    const words = this.#words
    words[record + Word.emptySinceMinute] = this.#nowMinute()
    words[record + Word.partialSeeds] = (words[record + Word.partialSeeds] as number) & ~returnedBit
  }

  /** Minutes since the torrent, which has no peers, lost the last one. */
  idleMinutes(record: number): number {
    return this.#nowMinute() - (this.#words[record + Word.emptySinceMinute] as number)
  }

  /** Forgets the torrent if nobody would miss it. */
  forgetIdle(shard: number, bucket: number, record: number): void {
    if (!this.isEmpty(record)) return
    const isRemembered = this.#words[record + Word.completed] !== 0
    if (isRemembered && this.idleMinutes(record) < rememberedMinutes) return
    this.forget(shard, bucket, record)
  }

  /** Forgets the torrent, which has no peers. */
  forget(shard: number, bucket: number, record: number): void {
    this.index.remove(shard, bucket, record)
    this.#occupancy.giveTorrent()
  }

  #nowMinute(): number {
    return Math.floor(this.#clock.nowSeconds / 60)
  }
}
