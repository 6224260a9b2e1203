/**
 * One list of peers of a torrent: finding a peer, putting it in, taking it out.
 *
 * Up to 73 IPv4 (26 IPv6) peers are one block that is scanned; more are a directory of such blocks
 * (`PeerDirectory`), so that every operation touches one block whatever the size of the swarm, and no
 * position index (4 to 8 bytes a peer) is needed.
 *
 * The peer that was touched last stands at the end of its block: a reply leaves it out without searching.
 */
import type { BlockPool } from './block-pool.ts'
import {
  bucketClass,
  capacityOf,
  codeOf,
  countOf,
  entryBucket,
  entryCount,
  familyOf,
  firstDirectoryCode,
  type ListKind,
  listWord,
  partialSeedBit,
  smallestClass,
  stampMask,
  Word,
} from './list-shape.ts'
import type { PeerBlocks } from './peer-blocks.ts'
import { type PeerDirectory, Split } from './peer-directory.ts'
import type { PeerKey } from './peer-key.ts'
import type { SwarmMemory } from './swarm-memory.ts'

/** What `insert` did. */
export const Inserted = {
  /** The pool is used up; nothing changed. */
  noRoom: 0,
  added: 1,
  /** Another peer, of the same source or of a bucket that cannot be split, gave way. */
  replaced: 2,
} as const
export type Inserted = (typeof Inserted)[keyof typeof Inserted]

/** A list that is one block has no entry. */
const noEntry = -1

export class PeerLists {
  /** The block that the last operation looked at: its unit (0 for an empty list) and how many peers it has. */
  block = 0
  count = 0
  /** The place of the found or inserted peer in `block`, or -1. */
  index = -1
  /** The stamp of the peer that was refreshed, replaced or removed. */
  stamp = 0

  readonly #words: Int32Array
  readonly #pool: BlockPool
  readonly #blocks: PeerBlocks
  readonly #directory: PeerDirectory
  readonly #perSourceMax: readonly [number, number]
  #blockClass = 0
  #entry = noEntry

  /** `perSourceMax`: entries of one source in a list, by family (IPv4, IPv6); 0 is no limit. */
  constructor(
    memory: SwarmMemory,
    pool: BlockPool,
    blocks: PeerBlocks,
    directory: PeerDirectory,
    perSourceMax: readonly [number, number],
  ) {
    this.#words = memory.words
    this.#pool = pool
    this.#blocks = blocks
    this.#directory = directory
    this.#perSourceMax = perSourceMax
  }

  /** Looks for `peer` in list `kind` of the record at word `record`: true when `block` and `index` name it. */
  find(record: number, kind: ListKind, peer: PeerKey): boolean {
    this.#locate(record, kind, peer)
    this.index = this.count === 0 ? -1 : this.#blocks.find(this.block, this.count, peer)
    return this.index >= 0
  }

  /** The found peer announced again: it moves to the end of its block with a new stamp. */
  refresh(kind: ListKind, stamp: number): void {
    const family = familyOf(kind)
    const last = this.count - 1
    const { block, index } = this
    this.stamp = this.#blocks.stampAt(block, this.#blockClass, family, index)
    if (index !== last) {
      this.#words[this.#pool.movingAt] = 1
      this.#blocks.swap(block, this.#blockClass, family, index, last)
      this.#words[this.#pool.movingAt] = 0
    }
    this.#blocks.setStamp(block, this.#blockClass, family, last, stamp)
    this.index = last
  }

  /** Adds `peer`, which is not in the list, at the end of its block. */
  insert(record: number, kind: ListKind, peer: PeerKey, stamp: number): Inserted {
    this.#locate(record, kind, peer)
    const ownSource = this.#oldestOfCrowdedSource(peer, stamp)
    if (ownSource >= 0) return this.#replace(kind, ownSource, peer, stamp)
    while (this.count === this.#capacity(kind)) {
      const grown = this.#grow(record, kind, peer)
      if (grown === Split.noRoom) return Inserted.noRoom
      if (grown === Split.deepest)
        return this.#replace(kind, this.#oldest(kind, stamp), peer, stamp)
    }
    this.#blocks.write(this.block, this.#blockClass, this.count, peer, stamp)
    this.index = this.count
    this.#addToCounts(record, kind, 1)
    return Inserted.added
  }

  /** Takes the found peer out and gives back what room that leaves. */
  remove(record: number, kind: ListKind): void {
    this.removeAt(record, kind, this.index)
    this.shrink(record, kind)
  }

  /** Looks at the block of directory entry `entry`, or at the list's only block. */
  select(record: number, kind: ListKind, entry: number): void {
    const code = codeOf(this.#words[record + Word.lists + kind] as number)
    if (code < firstDirectoryCode) this.#selectBlock(record, kind)
    else this.#selectBucket(record, kind, entry)
  }

  #selectBlock(record: number, kind: ListKind): void {
    const words = this.#words
    const list = words[record + Word.lists + kind] as number
    this.count = countOf(list)
    this.block = this.count === 0 ? 0 : (words[record + Word.references + kind] as number)
    this.#blockClass = codeOf(list)
    this.#entry = noEntry
  }

  #selectBucket(record: number, kind: ListKind, entry: number): void {
    const value = this.#directory.entry(record, kind, entry)
    this.block = entryBucket(value)
    this.count = entryCount(value)
    this.#blockClass = bucketClass
    this.#entry = entry
  }

  /** The stamp of the peer at `index` of the selected block. */
  stampOf(kind: ListKind, index: number): number {
    return this.#blocks.stampAt(this.block, this.#blockClass, familyOf(kind), index)
  }

  /** How long ago, in stamp units, the peer at `index` of the selected block announced. */
  ageAt(kind: ListKind, index: number, now: number): number {
    return (now - this.stampOf(kind, index)) & stampMask
  }

  /** All peers of the selected block count as if they had just announced. */
  renew(kind: ListKind, stamp: number): void {
    const family = familyOf(kind)
    for (let index = 0; index < this.count; index++) {
      const partial = this.stampOf(kind, index) & partialSeedBit
      this.#blocks.setStamp(this.block, this.#blockClass, family, index, stamp | partial)
    }
  }

  /** Takes the peer at `index` of the selected block out; `shrink` afterwards, once for all of them. */
  removeAt(record: number, kind: ListKind, index: number): void {
    const family = familyOf(kind)
    const last = this.count - 1
    this.stamp = this.#blocks.stampAt(this.block, this.#blockClass, family, index)
    if (index !== last) this.#moveLast(last, index, family)
    this.#addToCounts(record, kind, -1)
  }

  /** Gives back room that the selected block no longer needs. */
  shrink(record: number, kind: ListKind): void {
    if (this.#entry !== noEntry) this.#directory.join(record, kind, this.#entry)
    else if (this.count === 0) this.#empty(record, kind)
    else if (this.#blockClass > smallestClass(familyOf(kind))) this.#shrinkBlock(record, kind)
  }

  #locate(record: number, kind: ListKind, peer: PeerKey): void {
    const code = codeOf(this.#words[record + Word.lists + kind] as number)
    if (code < firstDirectoryCode) return this.#selectBlock(record, kind)
    this.#selectBucket(record, kind, peer.hash() & ((1 << (code - firstDirectoryCode)) - 1))
  }

  #capacity(kind: ListKind): number {
    return this.block === 0 ? 0 : capacityOf(familyOf(kind), this.#blockClass)
  }

  #oldestOfCrowdedSource(peer: PeerKey, now: number): number {
    const max = this.#perSourceMax[peer.family]
    if (max === 0 || this.count < max) return -1
    let found = 0
    let oldest = -1
    let oldestAge = -1
    for (let index = 0; index < this.count; index++) {
      if (!this.#blocks.isOfSource(this.block, index, peer)) continue
      found++
      const stamp = this.#blocks.stampAt(this.block, this.#blockClass, peer.family, index)
      const age = (now - stamp) & stampMask
      if (age > oldestAge) {
        oldest = index
        oldestAge = age
      }
    }
    return found >= max ? oldest : -1
  }

  #oldest(kind: ListKind, now: number): number {
    let oldest = 0
    for (let index = 1; index < this.count; index++)
      if (this.ageAt(kind, index, now) > this.ageAt(kind, oldest, now)) oldest = index
    return oldest
  }

  #replace(kind: ListKind, index: number, peer: PeerKey, stamp: number): Inserted {
    const family = familyOf(kind)
    const last = this.count - 1
    this.stamp = this.#blocks.stampAt(this.block, this.#blockClass, family, index)
    if (index !== last) this.#moveLast(last, index, family)
    this.#blocks.write(this.block, this.#blockClass, last, peer, stamp)
    this.index = last
    return Inserted.replaced
  }

  /** The last peer of the selected block takes the place of another. */
  #moveLast(last: number, index: number, family: 0 | 1): void {
    this.#words[this.#pool.movingAt] = 1
    this.#blocks.copy(this.block, last, this.block, index, this.#blockClass, family)
    this.#words[this.#pool.movingAt] = 0
  }

  /** More room where `peer` belongs; where that is may be another block afterwards. */
  #grow(record: number, kind: ListKind, peer: PeerKey): Split {
    if (this.block === 0 || (this.#entry === noEntry && this.#blockClass < bucketClass))
      return this.#growBlock(record, kind) ? Split.done : Split.noRoom
    const done = this.#entry === noEntry ? this.#begin(record, kind) : this.#split(record, kind)
    if (done === Split.done) this.#locate(record, kind, peer)
    return done
  }

  #begin(record: number, kind: ListKind): Split {
    return this.#directory.begin(record, kind) ? Split.done : Split.noRoom
  }

  #split(record: number, kind: ListKind): Split {
    return this.#directory.split(record, kind, this.#entry)
  }

  #growBlock(record: number, kind: ListKind): boolean {
    const family = familyOf(kind)
    const blockClass = this.block === 0 ? smallestClass(family) : this.#blockClass + 1
    return this.#rehouse(record, kind, family, blockClass)
  }

  #shrinkBlock(record: number, kind: ListKind): void {
    const family = familyOf(kind)
    const blockClass = this.#blockClass - 1
    if (this.count <= Math.max(1, (capacityOf(family, blockClass) * 2) / 3))
      this.#rehouse(record, kind, family, blockClass)
  }

  /** The list's peers move to a block of another class; false when there is none. */
  #rehouse(record: number, kind: ListKind, family: 0 | 1, blockClass: number): boolean {
    const unit = this.#pool.allocate(blockClass)
    if (unit === 0) return false
    const left = this.block
    const leftClass = this.#blockClass
    if (left !== 0) this.#blocks.transfer(left, leftClass, unit, blockClass, this.count, family)
    this.block = unit
    this.#blockClass = blockClass
    this.#refer(record, kind, this.count, blockClass, unit)
    // Only what nothing names any more is given back, wherever a thread may die.
    if (left !== 0) this.#pool.free(left, leftClass)
    return true
  }

  #empty(record: number, kind: ListKind): void {
    this.#refer(record, kind, 0, 0, 0)
    if (this.block !== 0) this.#pool.free(this.block, this.#blockClass)
  }

  #refer(record: number, kind: ListKind, count: number, code: number, unit: number): void {
    // Whoever dies in between leaves a list without peers, which is found out, and no block that seems larger than it is.
    this.#words[record + Word.lists + kind] = 0
    this.#words[record + Word.references + kind] = unit
    this.#words[record + Word.lists + kind] = listWord(count, code)
  }

  #addToCounts(record: number, kind: ListKind, change: 1 | -1): void {
    this.count += change
    const at = record + Word.lists + kind
    this.#words[at] = (this.#words[at] as number) + change
    if (this.#entry !== noEntry) this.#directory.addToCount(record, kind, this.#entry, change)
  }
}
