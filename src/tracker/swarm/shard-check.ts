/**
 * Whether a shard is as it should be: every count is the number of entries it counts, every reference lies
 * in the pool, every peer stands where its hash says, every torrent in the bucket its hash says.
 *
 * The supervisor asks about shards whose lock a dead thread held; the tests ask after whatever they did.
 * The caller holds the shard's lock (`checkShard` takes it). A broken shard may hold anything, so every walk is bounded.
 */
import { Header, Shard } from './layout.ts'
import {
  bucketClass,
  capacityOf,
  codeOf,
  countOf,
  directoryDepthMax,
  entryBucket,
  entryCount,
  familyOf,
  firstDirectoryCode,
  type ListKind,
  partialSeedBit,
  partialSeedsMask,
  smallestClass,
  Word,
} from './list-shape.ts'
import { lock, unlock } from './lock.ts'
import type { SwarmParts } from './swarm-parts.ts'

/** What is wrong with the shard, or undefined. */
export function findFault(parts: SwarmParts, shard: number): string | undefined {
  return new ShardCheck(parts).run(shard)
}

/** The same for who does not hold the lock. */
export function checkShard(parts: SwarmParts, shard: number): string | undefined {
  const { words } = parts.memory
  const lockAt = parts.index.shardAt(shard)
  lock(words, lockAt, parts.slot)
  const fault = findFault(parts, shard)
  unlock(words, lockAt)
  return fault
}

class ShardCheck {
  readonly #parts: SwarmParts
  readonly #words: Int32Array
  readonly #hashWords = new Int32Array(5)
  readonly #peers = [0, 0, 0, 0]
  #torrents = 0

  constructor(parts: SwarmParts) {
    this.#parts = parts
    this.#words = parts.memory.words
  }

  run(shard: number): string | undefined {
    const { index } = this.#parts
    const at = index.shardAt(shard)
    const buckets = index.bucketCount(shard)
    const torrents = this.#words[at + Shard.torrents] as number
    if (buckets > this.#parts.memory.layout.bucketsPerShardMax) return 'more buckets than can be'
    for (let bucket = 0; bucket < buckets; bucket++) {
      for (let record = index.first(shard, bucket); record !== 0; record = index.next(record)) {
        if (++this.#torrents > torrents) return 'more torrents than counted'
        const fault = this.#checkTorrent(shard, bucket, record)
        if (fault !== undefined) return fault
      }
    }
    if (this.#torrents !== torrents) return 'fewer torrents than counted'
    for (let kind = 0; kind < 4; kind++)
      if (this.#words[at + Shard.peers + kind] !== this.#peers[kind]) return `peers of list ${kind}`
    return undefined
  }

  #checkTorrent(shard: number, bucket: number, record: number): string | undefined {
    if (!this.#isInPool(record >> 2)) return 'a record outside the pool'
    for (let word = 0; word < 5; word++)
      this.#hashWords[word] = this.#words[record + word] as number
    const { index } = this.#parts
    const hash = index.hash(this.#hashWords)
    if (index.shardOf(hash) !== shard || index.bucketOf(hash) !== bucket) return 'a torrent astray'
    let partial = 0
    for (let kind = 0; kind < 4; kind++) {
      const result = this.#checkList(record, kind as ListKind)
      if (typeof result === 'string') return result
      partial += result
    }
    const counted = (this.#words[record + Word.partialSeeds] as number) & partialSeedsMask
    return partial === counted ? undefined : 'partial seeds'
  }

  /** What is wrong, or how many partial seeds the list has. */
  #checkList(record: number, kind: ListKind): string | number {
    const list = this.#words[record + Word.lists + kind] as number
    const count = countOf(list)
    const code = codeOf(list)
    this.#peers[kind] = (this.#peers[kind] as number) + count
    if (count === 0) return code === 0 ? 0 : 'a code without peers'
    const unit = this.#words[record + Word.references + kind] as number
    if (!this.#isInPool(unit)) return 'a list outside the pool'
    if (code >= firstDirectoryCode) return this.#checkDirectory(record, kind, count, code)
    if (code < smallestClass(familyOf(kind))) return 'a block too small'
    return this.#checkBlock(unit, code, kind, count)
  }

  #checkBlock(unit: number, blockClass: number, kind: ListKind, count: number): string | number {
    const { blocks } = this.#parts
    const family = familyOf(kind)
    if (count > capacityOf(family, blockClass)) return 'more peers than a block holds'
    const seen = new Set<string>()
    let partial = 0
    for (let index = 0; index < count; index++) {
      blocks.read(unit, index, family, this.#parts.otherPeer)
      seen.add(this.#parts.otherPeer.halves.subarray(0, family === 0 ? 3 : 9).join())
      if ((blocks.stampAt(unit, blockClass, family, index) & partialSeedBit) !== 0) partial++
    }
    return seen.size === count ? partial : 'a peer that is there twice'
  }

  #checkDirectory(record: number, kind: ListKind, count: number, code: number): string | number {
    const { directory } = this.#parts
    const depth = code - firstDirectoryCode
    if (depth > directoryDepthMax) return 'a directory too deep'
    let peers = 0
    let partial = 0
    for (let entry = 0; entry < 1 << depth; entry++) {
      const value = directory.entry(record, kind, entry)
      const bucket = entryBucket(value)
      if (!this.#isInPool(bucket)) return 'a bucket outside the pool'
      const localDepth = directory.localDepth(bucket)
      if (localDepth > depth) return 'a bucket deeper than its directory'
      const canonical = entry & ((1 << localDepth) - 1)
      if (directory.entry(record, kind, canonical) !== value) return 'aliases that differ'
      if (canonical !== entry) continue
      const result = this.#checkBucket(bucket, kind, entryCount(value), entry, localDepth)
      if (typeof result === 'string') return result
      peers += entryCount(value)
      partial += result
    }
    return peers === count ? partial : 'buckets that hold another number than the list'
  }

  #checkBucket(
    bucket: number,
    kind: ListKind,
    count: number,
    entry: number,
    localDepth: number,
  ): string | number {
    const { blocks, otherPeer: key } = this.#parts
    for (let index = 0; index < count; index++) {
      blocks.read(bucket, index, familyOf(kind), key)
      if ((key.hash() & ((1 << localDepth) - 1)) !== entry)
        return 'a peer in another bucket than its own'
    }
    return this.#checkBlock(bucket, bucketClass, kind, count)
  }

  #isInPool(unit: number): boolean {
    const end = this.#words[Header.poolNextUnit] as number
    return unit >= this.#parts.memory.layout.poolUnit && unit < end
  }
}
