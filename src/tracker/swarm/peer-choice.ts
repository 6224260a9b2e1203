/**
 * Which peers an announcer is told: chosen uniformly, without duplicates, in a few copies.
 *
 * A list is seen as a ring of its peers, and a reply is a stretch of the ring that begins at a peer chosen
 * uniformly, so that every peer is as likely as any other to be in it. For one block the ring is the block.
 * For a directory it is the buckets in the order of an odd stride through the entries, drawn anew for each
 * reply, so that neighbours on the ring change. Where several entries name one bucket, each stands for its
 * share of the peers. The uniform beginning is drawn by rejection: a random entry, a random place up to a
 * bucket's capacity, again if nobody is there. It costs no cache line but the directory's.
 *
 * The announcer stands at the end of its block (see `PeerLists`), where the ring leaves it out.
 */
import type { Prng } from '#base/prng'
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
  peerBytes,
  Word,
} from './list-shape.ts'
import type { SwarmMemory } from './swarm-memory.ts'

/** Draws before a reply takes any entry with somebody in it: a directory that is nearly empty. */
const drawsMax = 64

export class PeerChoice {
  readonly #words: Int32Array
  readonly #bytes: Uint8Array
  readonly #prng: Prng
  /** The part of a directory entry's bucket that the entry stands for, set by `#look`. */
  #block = 0
  #from = 0
  #until = 0

  constructor(memory: SwarmMemory, prng: Prng) {
    this.#words = memory.words
    this.#bytes = memory.bytes
    this.#prng = prng
  }

  /**
   * Copies `want` peers of list `kind` to `out` from byte `at` on, in wire form. `selfBlock` is the block
   * whose last peer is the announcer, or 0 where the announcer is not in this list; `want` is at most
   * the number of the others. Gives the byte behind the last one written.
   */
  copy(
    record: number,
    kind: ListKind,
    want: number,
    selfBlock: number,
    out: Uint8Array,
    at: number,
  ): number {
    if (want === 0) return at
    const list = this.#words[record + Word.lists + kind] as number
    const reference = this.#words[record + Word.references + kind] as number
    const family = familyOf(kind)
    const code = codeOf(list)
    if (code < firstDirectoryCode) {
      const others = countOf(list) - (selfBlock === reference ? 1 : 0)
      return this.#copyBlock(reference, others, want, family, out, at)
    }
    return this.#copyRing(record, kind, want, selfBlock, out, at)
  }

  #copyBlock(
    unit: number,
    count: number,
    want: number,
    family: 0 | 1,
    out: Uint8Array,
    at: number,
  ): number {
    const start = want < count ? this.#prng.below(count) : 0
    const straight = Math.min(want, count - start)
    const next = this.#copyPeers(unit, start, straight, family, out, at)
    return this.#copyPeers(unit, 0, want - straight, family, out, next)
  }

  #copyRing(
    record: number,
    kind: ListKind,
    want: number,
    selfBlock: number,
    out: Uint8Array,
    at: number,
  ): number {
    const words = this.#words
    const family = familyOf(kind)
    const directory = (words[record + Word.references + kind] as number) << 2
    const depth = codeOf(words[record + Word.lists + kind] as number) - firstDirectoryCode
    const mask = (1 << depth) - 1
    const stride = this.#prng.next() | 1
    let entry = this.#drawEntry(directory, depth, family, selfBlock)
    const skipped = this.#drawn - this.#from
    let next = this.#copyUpTo(this.#drawn, want, family, out, at)
    const end = at + want * peerBytes[family]
    for (let entries = 1; next < end && entries <= mask; entries++) {
      entry = (entry + stride) & mask
      this.#look(directory, depth, entry, selfBlock)
      next = this.#copyUpTo(this.#from, (end - next) / peerBytes[family], family, out, next)
    }
    if (next === end || skipped === 0) return next
    this.#look(directory, depth, (entry + stride) & mask, selfBlock)
    return this.#copyPeers(
      this.#block,
      this.#from,
      (end - next) / peerBytes[family],
      family,
      out,
      next,
    )
  }

  /** A place that belongs to the last drawn entry, uniform over all peers of the list. */
  #drawn = 0

  #drawEntry(directory: number, depth: number, family: 0 | 1, selfBlock: number): number {
    const capacity = capacityOf(family, bucketClass)
    const mask = (1 << depth) - 1
    let entry = 0
    for (let draw = 0; draw < drawsMax; draw++) {
      // One number for both where its bits suffice: the low ones choose the entry, the high ones the place.
      const random = this.#prng.next()
      entry = depth <= 16 ? random & mask : this.#prng.next() & mask
      this.#look(directory, depth, entry, selfBlock)
      this.#drawn = this.#from + (((random >>> 16) * capacity) >>> 16)
      if (this.#drawn < this.#until) return entry
    }
    this.#drawn = this.#from
    return entry
  }

  /** Finds the share of its bucket that an entry stands for, without the announcer. */
  #look(directory: number, depth: number, entry: number, selfBlock: number): void {
    const words = this.#words
    const value = words[directory + entry] as number
    const bucket = entryBucket(value)
    let localDepth = depth
    while (
      localDepth > 0 &&
      entryBucket(words[directory + (entry ^ (1 << (localDepth - 1)))] as number) === bucket
    )
      localDepth--
    const aliasBits = depth - localDepth
    const alias = entry >>> localDepth
    const count = entryCount(value) - (bucket === selfBlock ? 1 : 0)
    this.#block = bucket
    this.#from = (count * alias) >>> aliasBits
    this.#until = (count * (alias + 1)) >>> aliasBits
  }

  #copyUpTo(from: number, want: number, family: 0 | 1, out: Uint8Array, at: number): number {
    return this.#copyPeers(this.#block, from, Math.min(want, this.#until - from), family, out, at)
  }

  #copyPeers(
    unit: number,
    index: number,
    count: number,
    family: 0 | 1,
    out: Uint8Array,
    at: number,
  ): number {
    if (count <= 0) return at
    const size = peerBytes[family]
    const from = unit * 16 + index * size
    const length = count * size
    copyBytes(this.#bytes, from, length, out, at)
    return at + length
  }
}

/** Copies inside the region with copyWithin, which is three times as fast as `set` of a subarray. */
function copyBytes(
  bytes: Uint8Array,
  from: number,
  length: number,
  out: Uint8Array,
  at: number,
): void {
  if (out === bytes) out.copyWithin(at, from, from + length)
  else if (length <= 64)
    for (let byte = 0; byte < length; byte++) out[at + byte] = bytes[from + byte] as number
  else out.set(bytes.subarray(from, from + length), at)
}
