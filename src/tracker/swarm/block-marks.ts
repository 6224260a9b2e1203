/**
 * Which blocks of the pool are in use or free, found by following every reference there is: the records and lists of all
 * shards, the free lists of all slots, the magazines. What nothing names is lost. The caller holds the lock of every shard.
 *
 * A bit for each unit of 16 bytes. A unit that is named twice means that something is broken, and ends the search.
 */
import { threadsMax } from '#base/limits'
import { Free } from './block-pool.ts'
import { blockClassCount, freeListWords, Header, Slot, shardCount, slotWords } from './layout.ts'
import {
  bucketClass,
  codeOf,
  countOf,
  directoryClass,
  directoryDepthMax,
  entryBucket,
  firstDirectoryCode,
  type ListKind,
  recordClass,
  Word,
} from './list-shape.ts'
import type { SwarmParts } from './swarm-parts.ts'

export class BlockMarks {
  readonly #parts: SwarmParts
  readonly #words: Int32Array
  readonly #from: number
  readonly #end: number
  readonly #bits: Int32Array
  #isBroken = false

  constructor(parts: SwarmParts) {
    const { words, layout } = parts.memory
    this.#parts = parts
    this.#words = words
    this.#from = layout.poolUnit
    this.#end = Atomics.load(words, Header.poolNextUnit)
    this.#bits = new Int32Array(Math.ceil((this.#end - this.#from) / 32))
  }

  /** False where something is named twice, or lies nowhere. */
  markAll(): boolean {
    // Bucket by bucket, as they stand in memory.
    const { bucketsPerShardMax } = this.#parts.memory.layout
    for (let bucket = 0; bucket < bucketsPerShardMax; bucket++) {
      let shards = 0
      for (let shard = 0; shard < shardCount; shard++) shards += this.#markBucket(shard, bucket)
      if (shards === 0 || this.#isBroken) break
    }
    for (let slot = 0; slot < threadsMax; slot++) this.#markSlot(slot)
    for (let blockClass = 0; blockClass < blockClassCount; blockClass++)
      this.#markMagazines(blockClass)
    return !this.#isBroken
  }

  /** Calls `found` with each row of units that nothing names. */
  unmarked(found: (unit: number, end: number) => void): void {
    for (let unit = this.#from; unit < this.#end; ) {
      if (this.#skipsAt(unit)) unit += 32
      else if (this.#isMarked(unit)) unit++
      else {
        const start = unit
        while (unit < this.#end && !this.#isMarked(unit)) unit++
        found(start, unit)
      }
    }
  }

  /** Whether a whole word of marks from `unit` on is set. */
  #skipsAt(unit: number): boolean {
    const bit = unit - this.#from
    return (bit & 31) === 0 && this.#bits[bit >> 5] === -1
  }

  #isMarked(unit: number): boolean {
    const bit = unit - this.#from
    return (((this.#bits[bit >> 5] as number) >>> (bit & 31)) & 1) === 1
  }

  /** Whether the block may be looked into: it is in the pool, and had no mark. */
  #mark(unit: number, units: number): boolean {
    if (unit < this.#from || unit + units > this.#end) this.#isBroken = true
    for (let one = unit; one < unit + units && !this.#isBroken; one++) {
      if (this.#isMarked(one)) this.#isBroken = true
      const bit = one - this.#from
      this.#bits[bit >> 5] = (this.#bits[bit >> 5] as number) | (1 << (bit & 31))
    }
    return !this.#isBroken
  }

  #markBucket(shard: number, bucket: number): 0 | 1 {
    const { index } = this.#parts
    if (bucket >= index.bucketCount(shard)) return 0
    let record = index.first(shard, bucket)
    while (record !== 0 && this.#mark(record >> 2, 1 << recordClass)) {
      for (let kind = 0; kind < 4; kind++) this.#markList(record, kind as ListKind)
      record = index.next(record)
    }
    return 1
  }

  #markList(record: number, kind: ListKind): void {
    const list = this.#words[record + Word.lists + kind] as number
    if (countOf(list) === 0) return
    const unit = this.#words[record + Word.references + kind] as number
    const depth = codeOf(list) - firstDirectoryCode
    if (depth < 0) this.#mark(unit, 1 << codeOf(list))
    else if (depth > directoryDepthMax) this.#isBroken = true
    else if (this.#mark(unit, 1 << directoryClass(depth))) this.#markDirectory(record, kind, depth)
  }

  /** Several entries may name one bucket: the first of them stands for all. */
  #markDirectory(record: number, kind: ListKind, depth: number): void {
    const { directory } = this.#parts
    for (let entry = 0; entry < 1 << depth && !this.#isBroken; entry++) {
      const bucket = entryBucket(directory.entry(record, kind, entry))
      if (bucket < this.#from || bucket >= this.#end) this.#isBroken = true
      else if (entry >> directory.localDepth(bucket) === 0) this.#mark(bucket, 1 << bucketClass)
    }
  }

  #markSlot(slot: number): void {
    const words = this.#words
    const lists = this.#parts.memory.layout.slotsAt + slot * slotWords + Slot.freeLists
    for (let blockClass = 0; blockClass < blockClassCount; blockClass++) {
      const list = lists + blockClass * freeListWords
      this.#markChain(words[list + Free.head] as number, blockClass)
      this.#markChain(words[list + Free.spare] as number, blockClass)
      const run = words[list + Free.runUnit] as number
      const end = words[list + Free.runEndUnit] as number
      if (run < end) this.#mark(run, end - run)
    }
  }

  #markMagazines(blockClass: number): void {
    const words = this.#words
    let unit = words[Header.magazines + blockClass] as number
    while (unit !== 0 && !this.#isBroken) {
      const next = words[(unit << 2) + 1] as number
      this.#markChain(unit, blockClass)
      unit = next
    }
  }

  #markChain(first: number, blockClass: number): void {
    let unit = first
    while (unit !== 0 && this.#mark(unit, 1 << blockClass)) unit = this.#words[unit << 2] as number
  }
}
