/**
 * From an info-hash to the entry of its torrent: open addressing with linear probing, so that a search touches one
 * cache line of the index and, since a place holds 8 bits of the hash, hardly ever a wrong entry.
 *
 * Threads search while main inserts, removes and grows, without locks:
 *
 * - a place is written when its entry is complete, and never moves within a half; a removed torrent leaves
 *   `removedPlace`, over which a search goes on;
 * - growing fills the other half and then changes the header's word. A search that is still in the old half sees
 *   the torrents as they were. One that took so long that its half is being filled anew may miss what is there, so
 *   nobody believes that a torrent is not there before the header's word was found unchanged.
 * - an entry is used for another torrent only when nobody can have it in hand any more (`EntryPool`), so its info-hash
 *   does not change under a search.
 *
 * Searches read words as they are, because Atomics.load costs more than all the rest of a search. Nothing more is
 * needed: where an entry is read from hangs on what its place says, and a processor does not read what an address leads
 * to before it has the address.
 *
 * The hash is seeded with a secret: info-hashes are chosen by whoever makes torrents.
 */
import { assert } from '#base/assert'
import { halfSipHash13 } from '#base/half-sip-hash'
import {
  Entry,
  EntryState,
  entryNumberMask,
  entryWords,
  Header,
  hashTagMask,
  indexSizeMin,
  removedPlace,
  sizeBits,
  sizeMask,
  stateMask,
  type TableLayout,
} from './table-layout.ts'
import type { TableMemory } from './table-memory.ts'

export class TableIndex {
  readonly #words: Int32Array
  readonly #layout: TableLayout
  readonly #key0: number
  readonly #key1: number
  readonly #hashWords = new Int32Array(5)
  /** Main's own: torrents in the index, and places that are not empty. */
  #torrents = 0
  #used = 0

  constructor(memory: TableMemory, key0: number, key1: number) {
    this.#words = memory.words
    this.#layout = memory.layout
    this.#key0 = key0
    this.#key1 = key1
  }

  /** The word of the entry of `infoHash`, or 0 where nothing is known of it. */
  find(infoHash: Int32Array): number {
    const hash = this.#hash(infoHash)
    for (;;) {
      const inForce = this.#words[Header.index] as number
      const entry = this.#search(inForce, hash, infoHash)
      if (entry !== 0 || Atomics.load(this.#words, Header.index) === inForce) return entry
    }
  }

  /** Main only: makes the entry at word `entry`, whose info-hash is not in the index, be found. */
  insert(entry: number): void {
    if (this.#used + 1 > roomOf(this.#size)) this.#renew(this.#torrents + 1)
    this.#place(this.#inForce, entry)
    this.#torrents++
  }

  /** Main only: makes the entry be found no longer. */
  remove(entry: number): void {
    const words = this.#words
    const start = this.#startOf(this.#inForce)
    const number = this.#numberOf(entry)
    let at = this.#hashOf(entry) & (this.#size - 1)
    while (((words[start + at] as number) & entryNumberMask) !== number) {
      assert(words[start + at] !== 0, 'an entry that is removed is in the index')
      at = (at + 1) & (this.#size - 1)
    }
    Atomics.store(words, start + at, removedPlace)
    this.#torrents--
  }

  /** Main only: makes room for `torrents` in all at once, before many are inserted. */
  reserve(torrents: number): void {
    if (torrents > roomOf(this.#size)) this.#renew(torrents)
  }

  get #inForce(): number {
    return Atomics.load(this.#words, Header.index)
  }

  get #size(): number {
    return 1 << (this.#inForce & sizeMask)
  }

  #hash(infoHash: Int32Array): number {
    return halfSipHash13(infoHash, 5, this.#key0, this.#key1)
  }

  /** The word of the entry of `infoHash` by the index that `inForce` names, or 0. */
  #search(inForce: number, hash: number, infoHash: Int32Array): number {
    const words = this.#words
    const start = this.#startOf(inForce)
    const mask = (1 << (inForce & sizeMask)) - 1
    let at = hash & mask
    for (let probes = 0; probes <= mask; probes++) {
      const place = words[start + at] as number
      if (place === 0) return 0
      if ((place & hashTagMask) === (hash & hashTagMask)) {
        const entry = this.#entryOf(place)
        if (this.#isOf(entry, infoHash)) return entry
      }
      at = (at + 1) & mask
    }
    return 0
  }

  /** Whether the entry is of a torrent with this info-hash that something is known of. */
  #isOf(entry: number, infoHash: Int32Array): boolean {
    const words = this.#words
    for (let word = 0; word < 5; word++) if (words[entry + word] !== infoHash[word]) return false
    const state = (words[entry + Entry.state] as number) & stateMask
    return state !== EntryState.empty && state !== EntryState.removed
  }

  #entryOf(place: number): number {
    return this.#layout.entriesAt + (place & entryNumberMask) * entryWords
  }

  #numberOf(entry: number): number {
    return (entry - this.#layout.entriesAt) / entryWords
  }

  #startOf(inForce: number): number {
    return this.#layout.indexAt + ((inForce >>> sizeBits) & 1) * this.#layout.indexSizeMax
  }

  /** Writes the entry's place, at the first one that leads to nothing. */
  #place(inForce: number, entry: number): void {
    const words = this.#words
    const hash = this.#hashOf(entry)
    const start = this.#startOf(inForce)
    const mask = (1 << (inForce & sizeMask)) - 1
    let at = hash & mask
    while (((words[start + at] as number) & entryNumberMask) !== 0) at = (at + 1) & mask
    if (words[start + at] === 0) this.#used++
    Atomics.store(words, start + at, (hash & hashTagMask) | this.#numberOf(entry))
  }

  /** Fills the other half, large enough for `torrents` and some that come and go, and puts it in force. */
  #renew(torrents: number): void {
    const words = this.#words
    const before = this.#inForce
    const bits = Math.log2(sizeFor(torrents, this.#size, this.#layout.indexSizeMax))
    const after = (((before >>> sizeBits) + 1) << sizeBits) | bits
    const start = this.#startOf(after)
    words.fill(0, start, start + 2 ** bits)
    this.#used = 0
    const from = this.#startOf(before)
    const end = from + this.#size
    for (let at = from; at < end; at++) {
      const place = words[at] as number
      if ((place & entryNumberMask) !== 0) this.#place(after, this.#entryOf(place))
    }
    Atomics.store(words, Header.index, after)
  }

  #hashOf(entry: number): number {
    for (let word = 0; word < 5; word++) this.#hashWords[word] = this.#words[entry + word] as number
    return this.#hash(this.#hashWords)
  }
}

/** Places of an index of `size` that may be used, so that searches stay short. */
function roomOf(size: number): number {
  return Math.floor(size * 0.6)
}

/** At most half of the places are taken at first, so that renewals stay rare whatever comes and goes. */
function sizeFor(torrents: number, present: number, sizeMax: number): number {
  let size = Math.max(indexSizeMin, present)
  while (torrents > size / 2 && size < sizeMax) size *= 2
  return size
}
