/**
 * How full the store is: peers and torrents against their ceilings, and the counts per shard and torrent.
 *
 * The ceilings are exact and yet cost no shared write per peer: each slot takes a share of what is left
 * from the header, spends it alone, and gives a surplus back. At most two shares a slot lie idle.
 */
import { Header, type Layout, Shard, Slot, slotWords } from './layout.ts'
import { type ListKind, partialSeedBit, Word } from './list-shape.ts'
import type { SwarmMemory } from './swarm-memory.ts'

export class Occupancy {
  readonly #words: Int32Array
  readonly #slotAt: number
  readonly #layout: Layout

  constructor(memory: SwarmMemory, slot: number) {
    this.#words = memory.words
    this.#layout = memory.layout
    this.#slotAt = memory.layout.slotsAt + slot * slotWords
  }

  /** Room for one more peer; false at the ceiling. */
  takePeer(): boolean {
    return this.#take(Slot.peersLeft, Header.peersLeft, share(this.#layout.peersMax))
  }

  /** The room of one peer is free again. */
  givePeer(): void {
    this.#give(Slot.peersLeft, Header.peersLeft, share(this.#layout.peersMax))
  }

  /** Room for one more torrent; false at the ceiling. */
  takeTorrent(): boolean {
    return this.#take(Slot.torrentsLeft, Header.torrentsLeft, share(this.#layout.torrentsMax))
  }

  /** Whether this slot has room for a torrent at hand. */
  get hasTorrentRoom(): boolean {
    return this.#words[this.#slotAt + Slot.torrentsLeft] !== 0
  }

  giveTorrent(): void {
    this.#give(Slot.torrentsLeft, Header.torrentsLeft, share(this.#layout.torrentsMax))
  }

  /** A peer with this stamp came into list `kind` of a torrent of the shard at word `shardAt`. */
  countPeer(shardAt: number, record: number, kind: ListKind, stamp: number): void {
    this.#add(shardAt + Shard.peers + kind, 1)
    if ((stamp & partialSeedBit) !== 0) this.#add(record + Word.partialSeeds, 1)
  }

  /** A peer with this stamp is gone from list `kind`. */
  uncountPeer(shardAt: number, record: number, kind: ListKind, stamp: number): void {
    this.#add(shardAt + Shard.peers + kind, -1)
    if ((stamp & partialSeedBit) !== 0) this.#add(record + Word.partialSeeds, -1)
  }

  /** A peer of the torrent has a new stamp. */
  restamp(record: number, before: number, after: number): void {
    const change = (after >> 7) - (before >> 7)
    if (change !== 0) this.#add(record + Word.partialSeeds, change)
  }

  #take(own: number, all: number, size: number): boolean {
    const words = this.#words
    const at = this.#slotAt + own
    if (words[at] === 0) words[at] = takeShare(words, all, size)
    if (words[at] === 0) return false
    this.#add(at, -1)
    return true
  }

  #give(own: number, all: number, size: number): void {
    const words = this.#words
    const at = this.#slotAt + own
    this.#add(at, 1)
    if ((words[at] as number) < 2 * size) return
    this.#add(at, -size)
    Atomics.add(words, all, size)
  }

  #add(word: number, change: number): void {
    this.#words[word] = (this.#words[word] as number) + change
  }
}

/** Small ceilings are shared out in small parts, so that they are reached wherever the peers arrive. */
function share(max: number): number {
  return Math.min(256, Math.max(1, max >> 12))
}

function takeShare(words: Int32Array, at: number, size: number): number {
  for (;;) {
    const left = Atomics.load(words, at)
    const taken = Math.min(left, size)
    if (taken === 0 || Atomics.compareExchange(words, at, left, left - taken) === left) return taken
  }
}
