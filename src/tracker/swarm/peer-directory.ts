/**
 * The extendible hash table that a large list is: a directory of 2^depth entries over 512-byte buckets.
 *
 *   directory (depth 2)    buckets
 *   00 ─────────────────►  local depth 2
 *   01 ──────────┬──────►  local depth 1: two entries name it
 *   10 ──────────┼──────►  local depth 2
 *   11 ──────────┘
 *
 * An entry is chosen by the low bits of the peer's hash. A full bucket is split by its next hash bit; only when
 * its local depth has reached the directory's is the directory doubled, by one copy. Two buckets that differ
 * in their last bit alone are joined when both together fill two thirds of one. Entries carry the count of
 * their bucket, so that choosing a bucket at random reads the directory alone.
 */
import { assert } from '#base/assert'
import type { BlockPool } from './block-pool.ts'
import {
  bucketClass,
  capacityOf,
  codeOf,
  countOf,
  depthByte,
  directoryClass,
  directoryDepthMax,
  directoryEntry,
  entryBucket,
  entryCount,
  familyOf,
  firstDirectoryCode,
  type ListKind,
  listWord,
  Word,
} from './list-shape.ts'
import type { PeerBlocks } from './peer-blocks.ts'
import type { PeerKey } from './peer-key.ts'
import type { SwarmMemory } from './swarm-memory.ts'

/** What `split` could do. */
export const Split = { done: 0, noRoom: 1, deepest: 2 } as const
export type Split = (typeof Split)[keyof typeof Split]

export class PeerDirectory {
  readonly #words: Int32Array
  readonly #bytes: Uint8Array
  readonly #pool: BlockPool
  readonly #blocks: PeerBlocks
  readonly #moved: PeerKey

  /** `moved` is a key of the store's kind, for hashing the peers of a bucket that is split. */
  constructor(memory: SwarmMemory, pool: BlockPool, blocks: PeerBlocks, moved: PeerKey) {
    this.#words = memory.words
    this.#bytes = memory.bytes
    this.#pool = pool
    this.#blocks = blocks
    this.#moved = moved
  }

  /** Entries of the directory of list `kind` of the record at word `record`. */
  size(record: number, kind: ListKind): number {
    const code = codeOf(this.#words[record + Word.lists + kind] as number)
    return 1 << (code - firstDirectoryCode)
  }

  entry(record: number, kind: ListKind, index: number): number {
    return this.#words[this.#at(record, kind) + index] as number
  }

  localDepth(bucket: number): number {
    return this.#bytes[depthByte(bucket)] as number
  }

  /** The list's one full block of the bucket's class becomes the only bucket of a directory of depth 0. */
  begin(record: number, kind: ListKind): boolean {
    const unit = this.#pool.allocate(directoryClass(0))
    if (unit === 0) return false
    const count = countOf(this.#words[record + Word.lists + kind] as number)
    const bucket = this.#words[record + Word.references + kind] as number
    this.#bytes[depthByte(bucket)] = 0
    this.#words[unit << 2] = directoryEntry(bucket, count)
    this.#refer(record, kind, firstDirectoryCode, unit)
    return true
  }

  /** The bucket of `entry` has one peer more or less. */
  addToCount(record: number, kind: ListKind, entry: number, change: 1 | -1): void {
    const words = this.#words
    const at = this.#at(record, kind)
    const size = this.size(record, kind)
    const step = 1 << this.localDepth(entryBucket(words[at + entry] as number))
    for (let alias = entry & (step - 1); alias < size; alias += step)
      words[at + alias] = (words[at + alias] as number) + change
  }

  /** Splits the full bucket of `entry` by its next hash bit, doubling the directory when it must. */
  split(record: number, kind: ListKind, entry: number): Split {
    const bucket = entryBucket(this.entry(record, kind, entry))
    const depth = this.localDepth(bucket)
    if (depth === directoryDepthMax) return Split.deepest
    if (1 << depth === this.size(record, kind) && !this.#double(record, kind)) return Split.noRoom
    const other = this.#pool.allocate(bucketClass)
    if (other === 0) return Split.noRoom
    const count = entryCount(this.entry(record, kind, entry))
    this.#words[this.#pool.movingAt] = 1
    const moved = this.#partition(bucket, other, count, depth, familyOf(kind))
    this.#words[this.#pool.movingAt] = 0
    this.#setDepth(bucket, depth + 1)
    this.#setDepth(other, depth + 1)
    const low = entry & ((1 << depth) - 1)
    this.#name(record, kind, low, directoryEntry(bucket, count - moved))
    this.#name(record, kind, low + (1 << depth), directoryEntry(other, moved))
    return Split.done
  }

  /**
   * Joins the bucket of `entry` with its pair, and the result with its own pair, as long as both together
   * fill two thirds of a bucket at most. A directory left with one bucket becomes that one block again.
   */
  join(record: number, kind: ListKind, entry: number): void {
    const family = familyOf(kind)
    const countMax = Math.floor((capacityOf(family, bucketClass) * 2) / 3)
    for (;;) {
      const own = this.entry(record, kind, entry)
      const depth = this.localDepth(entryBucket(own))
      if (depth === 0) return this.#end(record, kind)
      if (entryCount(own) > countMax) return
      const pair = this.entry(record, kind, entry ^ (1 << (depth - 1)))
      if (this.localDepth(entryBucket(pair)) !== depth) return
      const count = entryCount(own) + entryCount(pair)
      if (count > countMax) return
      const bucket = entryBucket(own)
      const emptied = entryBucket(pair)
      this.#blocks.append(emptied, entryCount(pair), bucket, entryCount(own), bucketClass, family)
      this.#setDepth(bucket, depth - 1)
      this.#name(record, kind, entry & ((1 << (depth - 1)) - 1), directoryEntry(bucket, count))
      this.#pool.free(emptied, bucketClass)
    }
  }

  /** Halves the directory as often as no bucket needs its last bit; true when it became smaller. */
  halve(record: number, kind: ListKind): boolean {
    const words = this.#words
    const size = this.size(record, kind)
    if (size < 4) return false
    const at = this.#at(record, kind)
    const half = size / 2
    for (let index = 0; index < half; index++)
      if (words[at + index] !== words[at + half + index]) return false
    const depth = Math.log2(half)
    if (directoryClass(depth) !== directoryClass(depth + 1)) {
      const unit = this.#pool.allocate(directoryClass(depth))
      if (unit === 0) return false
      words.copyWithin(unit << 2, at, at + half)
      this.#refer(record, kind, firstDirectoryCode + depth, unit)
      this.#pool.free(at >> 2, directoryClass(depth + 1))
    } else this.#refer(record, kind, firstDirectoryCode + depth, at >> 2)
    return true
  }

  #double(record: number, kind: ListKind): boolean {
    const words = this.#words
    const size = this.size(record, kind)
    const depth = Math.log2(size)
    const at = this.#at(record, kind)
    const left = at >> 2
    const isTooSmall = directoryClass(depth + 1) !== directoryClass(depth)
    const unit = isTooSmall ? this.#pool.allocate(directoryClass(depth + 1)) : left
    if (unit === 0) return false
    if (isTooSmall) words.copyWithin(unit << 2, at, at + size)
    words.copyWithin((unit << 2) + size, unit << 2, (unit << 2) + size)
    this.#refer(record, kind, firstDirectoryCode + depth + 1, unit)
    if (isTooSmall) this.#pool.free(left, directoryClass(depth))
    return true
  }

  /** Moves the peers whose hash has bit `depth` from `bucket` to `other`; gives their number. */
  #partition(bucket: number, other: number, count: number, depth: number, family: 0 | 1): number {
    let moved = 0
    let left = count
    for (let index = 0; index < left; ) {
      this.#blocks.read(bucket, index, family, this.#moved)
      if (((this.#moved.hash() >>> depth) & 1) === 0) index++
      else {
        this.#blocks.copy(bucket, index, other, moved++, bucketClass, family)
        this.#blocks.copy(bucket, --left, bucket, index, bucketClass, family)
      }
    }
    return moved
  }

  /** All entries whose low bits, as many as the bucket's local depth, are `low` get this value. */
  #name(record: number, kind: ListKind, low: number, value: number): void {
    const at = this.#at(record, kind)
    const size = this.size(record, kind)
    const step = 1 << this.localDepth(entryBucket(value))
    for (let alias = low; alias < size; alias += step) this.#words[at + alias] = value
  }

  /** The one bucket that is left is a block of the largest class; an empty one is given back. */
  #end(record: number, kind: ListKind): void {
    const words = this.#words
    const at = this.#at(record, kind)
    const depth = Math.log2(this.size(record, kind))
    const bucket = entryBucket(words[at] as number)
    const count = countOf(words[record + Word.lists + kind] as number)
    assert(entryCount(words[at] as number) === count, 'the last bucket holds all peers')
    if (count > 0) this.#refer(record, kind, bucketClass, bucket)
    else this.#refer(record, kind, 0, 0)
    this.#pool.free(at >> 2, directoryClass(depth))
    if (count === 0) this.#pool.free(bucket, bucketClass)
  }

  #at(record: number, kind: ListKind): number {
    return (this.#words[record + Word.references + kind] as number) << 2
  }

  #refer(record: number, kind: ListKind, code: number, unit: number): void {
    const count = countOf(this.#words[record + Word.lists + kind] as number)
    // As in PeerLists: never a code with a reference that is not its own.
    this.#words[record + Word.lists + kind] = 0
    this.#words[record + Word.references + kind] = unit
    this.#words[record + Word.lists + kind] = listWord(count, code)
  }

  #setDepth(bucket: number, depth: number): void {
    this.#bytes[depthByte(bucket)] = depth
  }
}
