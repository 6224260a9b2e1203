/**
 * Touches the memory that the announces of a batch are about to need, so that the cache misses of all of them
 * overlap instead of following each other. A miss costs as much as all the arithmetic of an announce, and an
 * announce has four in a row: index bucket, record, list or directory entry, bucket.
 *
 *   for each: hash ─► index bucket     then for each: ─► record     then for each: ─► lists of its family
 *
 * Each stage is a loop whose iterations do not depend on each other, which is all a processor needs to
 * have many loads under way at once. Nothing is locked and nothing is believed: what is read here may
 * change before the announce, which then costs a miss and nothing else.
 */
import { codeOf, countOf, entryBucket, firstDirectoryCode, Word } from './list-shape.ts'
import type { PeerKey } from './peer-key.ts'
import type { SwarmParts } from './swarm-parts.ts'
import type { TorrentIndex } from './torrent-index.ts'

/** Announces that one round of stages covers at most. */
const batchMax = 64

/** Words of a cache line. */
const lineWords = 16

export class Prefetch {
  readonly #words: Int32Array
  readonly #index: TorrentIndex
  readonly #peer: PeerKey
  readonly #hashWords = new Int32Array(5)
  /** For each noted announce: its hash, the word of its record, and of the buckets of its two lists. */
  readonly #records = new Int32Array(batchMax)
  readonly #peerHashes = new Int32Array(batchMax)
  readonly #buckets = new Int32Array(2 * batchMax)
  #count = 0
  /** What was read goes here, so that the engine cannot leave the reads out. */
  #sink = 0

  constructor(parts: SwarmParts) {
    this.#words = parts.memory.words
    this.#index = parts.index
    this.#peer = parts.otherPeer
  }

  /** Begins a batch. */
  begin(): void {
    this.#count = 0
  }

  /** Notes one announce: the word of the region at which its info-hash stands, and who announces. */
  note(infoHashWord: number, address: Uint8Array, family: 4 | 6, port: number): void {
    const words = this.#words
    for (let word = 0; word < 5; word++)
      this.#hashWords[word] = words[infoHashWord + word] as number
    const hash = this.#index.hash(this.#hashWords)
    this.#peer.setUnchecked(address, family, port)
    this.#peerHashes[this.#count] = this.#peer.hash()
    this.#records[this.#count] = this.#index.headOf(hash)
    this.#count++
  }

  /** Runs the stages for the noted announces; `family` is 0 for IPv4, 1 for IPv6. */
  run(family: 0 | 1): void {
    this.#touchRecords()
    this.#touchLists(family * 2)
    this.#touchBuckets()
  }

  #touchRecords(): void {
    const words = this.#words
    let sum = 0
    for (let index = 0; index < this.#count; index++)
      sum ^= words[(this.#records[index] as number) << 2] as number
    this.#sink = sum
  }

  /** The first of the two lists' blocks, or the directory entry that the peer falls into. */
  #touchLists(seedersKind: number): void {
    for (let index = 0; index < this.#count; index++) {
      const record = (this.#records[index] as number) << 2
      this.#buckets[2 * index] = this.#blockOf(record, seedersKind, index)
      this.#buckets[2 * index + 1] = this.#blockOf(record, seedersKind + 1, index)
    }
  }

  /** The word of the block that the peer would stand in, as far as can be told without locking; else 0. */
  #blockOf(record: number, kind: number, index: number): number {
    const words = this.#words
    const list = words[record + Word.lists + kind] as number
    if (record === 0 || countOf(list) === 0) return 0
    const reference = (words[record + Word.references + kind] as number) << 2
    const code = codeOf(list)
    if (code < firstDirectoryCode) return reference
    const mask = (1 << (code - firstDirectoryCode)) - 1
    const entry = words[reference + ((this.#peerHashes[index] as number) & mask)] as number
    return entryBucket(entry) << 2
  }

  #touchBuckets(): void {
    const words = this.#words
    let sum = 0
    for (let index = 0; index < 2 * this.#count; index++) {
      const at = this.#buckets[index] as number
      sum ^= (words[at] as number) ^ (words[at + lineWords] as number)
    }
    this.#sink ^= sum
  }
}
