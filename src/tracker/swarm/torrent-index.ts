/**
 * From an info-hash to its torrent record: 1024 shards, each a hash table with chains that grows by one
 * bucket at a time (linear hashing, Litwin 1980), so that no insertion ever pays for a whole table.
 *
 * The hash is seeded with a secret, because info-hashes are chosen by whoever announces. Its low bits
 * choose the shard, the others the bucket. The caller holds the shard's lock.
 */
import { halfSipHash13 } from '#base/half-sip-hash'
import type { BlockPool } from './block-pool.ts'
import { Shard, shardBits, shardCount, shardWords } from './layout.ts'
import { recordClass, Word } from './list-shape.ts'
import type { SwarmMemory } from './swarm-memory.ts'

export class TorrentIndex {
  readonly #words: Int32Array
  readonly #pool: BlockPool
  readonly #shardsAt: number
  readonly #bucketsAt: number
  readonly #bucketsMax: number
  readonly #key0: number
  readonly #key1: number
  readonly #hashWords = new Int32Array(5)

  constructor(memory: SwarmMemory, pool: BlockPool, key0: number, key1: number) {
    this.#words = memory.words
    this.#pool = pool
    this.#shardsAt = memory.layout.shardsAt
    this.#bucketsAt = memory.layout.bucketsAt
    this.#bucketsMax = memory.layout.bucketsPerShardMax
    this.#key0 = key0
    this.#key1 = key1
  }

  /** The seeded hash of 5 words of info-hash; `shardOf` and the methods below take it. */
  hash(infoHash: Int32Array): number {
    return halfSipHash13(infoHash, 5, this.#key0, this.#key1)
  }

  shardOf(hash: number): number {
    return hash & (shardCount - 1)
  }

  /** The word at which the header of `shard` stands. */
  shardAt(shard: number): number {
    return this.#shardsAt + shard * shardWords
  }

  /** The word of the bucket that `hash` falls into now. */
  headFor(hash: number): number {
    return this.#bucketWord(this.shardOf(hash), this.bucketOf(hash))
  }

  /** The word of the record of `infoHash`, or 0. */
  find(hash: number, infoHash: Int32Array): number {
    const words = this.#words
    let record = (words[this.headFor(hash)] as number) << 2
    while (record !== 0 && !isSameHash(words, record, infoHash))
      record = (words[record + Word.next] as number) << 2
    return record
  }

  /** A new record for `infoHash`, which has none; 0 when the pool is used up. */
  add(hash: number, infoHash: Int32Array): number {
    const words = this.#words
    const unit = this.#pool.allocate(recordClass)
    if (unit === 0) return 0
    const record = unit << 2
    words.fill(0, record, record + 16)
    for (let word = 0; word < 5; word++) words[record + word] = infoHash[word] as number
    this.#append(this.headFor(hash), unit)
    const shardAt = this.shardAt(this.shardOf(hash))
    words[shardAt + Shard.torrents] = (words[shardAt + Shard.torrents] as number) + 1
    this.#grow(this.shardOf(hash))
    return record
  }

  /** Takes the record out of the chain of bucket `bucket` of its shard and gives its block back. */
  remove(shard: number, bucket: number, record: number): void {
    const words = this.#words
    const unit = record >> 2
    let link = this.#bucketWord(shard, bucket)
    while (words[link] !== unit) link = ((words[link] as number) << 2) + Word.next
    words[link] = words[record + Word.next] as number
    this.#pool.free(unit, recordClass)
    const shardAt = this.shardAt(shard)
    words[shardAt + Shard.torrents] = (words[shardAt + Shard.torrents] as number) - 1
  }

  /** Buckets in use in `shard`. */
  bucketCount(shard: number): number {
    return Math.max(1, this.#words[this.shardAt(shard) + Shard.buckets] as number)
  }

  /** The bucket that `hash` falls into now. */
  bucketOf(hash: number): number {
    const buckets = this.bucketCount(this.shardOf(hash))
    const mask = (1 << (32 - Math.clz32(buckets))) - 1
    const bucket = (hash >>> shardBits) & mask
    return bucket < buckets ? bucket : bucket & (mask >> 1)
  }

  /** The word of the first record of a bucket, or 0. */
  first(shard: number, bucket: number): number {
    return (this.#words[this.#bucketWord(shard, bucket)] as number) << 2
  }

  /** The word of the record behind `record` in its chain, or 0. */
  next(record: number): number {
    return (this.#words[record + Word.next] as number) << 2
  }

  #bucketWord(shard: number, bucket: number): number {
    return this.#bucketsAt + bucket * shardCount + shard
  }

  /** One more bucket, once there are more torrents than buckets: the chain it is split from is dealt out. */
  #grow(shard: number): void {
    const words = this.#words
    const shardAt = this.shardAt(shard)
    const buckets = this.bucketCount(shard)
    if ((words[shardAt + Shard.torrents] as number) <= buckets || buckets === this.#bucketsMax)
      return
    const half = 1 << (31 - Math.clz32(buckets))
    const from = this.#bucketWord(shard, buckets - half)
    let unit = words[from] as number
    words[from] = 0
    words[shardAt + Shard.buckets] = buckets + 1
    while (unit !== 0) {
      const record = unit << 2
      const following = words[record + Word.next] as number
      words[record + Word.next] = 0
      this.#append(this.headFor(this.#hashOfRecord(record)), unit)
      unit = following
    }
  }

  /** Chains keep the order in which torrents came: big swarms are soon there, and mostly found first. */
  #append(head: number, unit: number): void {
    const words = this.#words
    let link = head
    while (words[link] !== 0) link = ((words[link] as number) << 2) + Word.next
    words[link] = unit
  }

  #hashOfRecord(record: number): number {
    for (let word = 0; word < 5; word++)
      this.#hashWords[word] = this.#words[record + word] as number
    return this.hash(this.#hashWords)
  }
}

function isSameHash(words: Int32Array, record: number, infoHash: Int32Array): boolean {
  return (
    words[record] === infoHash[0] &&
    words[record + 1] === infoHash[1] &&
    words[record + 2] === infoHash[2] &&
    words[record + 3] === infoHash[3] &&
    words[record + 4] === infoHash[4]
  )
}
