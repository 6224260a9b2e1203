/**
 * How many peers of the swarms are in a network, and of how many torrents: all peers are looked at, a shard at a time,
 * under its lock, for about ten nanoseconds a peer. That is no work for a request.
 */
import {
  codeOf,
  countOf,
  familyOf,
  firstDirectoryCode,
  type ListKind,
  peerBytes,
  Word,
} from './list-shape.ts'
import { tryLock, unlock } from './lock.ts'
import type { SwarmParts } from './swarm-parts.ts'

export type CensusNetwork = {
  /** 1 word of an IPv4 address or 4 of an IPv6 one, unsigned, the most significant first. */
  readonly words: readonly number[]
  readonly prefixBits: number
}

export class PeerCensus {
  /** Those in the network, in the shards that were visited. */
  peers = 0
  /** Torrents that have at least one of them. */
  torrents = 0
  readonly #parts: SwarmParts
  readonly #kinds: readonly ListKind[]
  /** The network, and which of its bits count, as an address is stored. */
  readonly #wanted: Uint16Array
  readonly #mask: Uint16Array

  constructor(parts: SwarmParts, { words, prefixBits }: CensusNetwork) {
    this.#parts = parts
    this.#kinds = words.length === 1 ? [0, 1] : [2, 3]
    this.#mask = halvesOf(words.map((_, at) => maskWord(prefixBits - at * 32)))
    this.#wanted = halvesOf(words)
    for (const [half, mask] of this.#mask.entries())
      this.#wanted[half] = (this.#wanted[half] as number) & mask
  }

  /** False, and nothing was counted, where its lock cannot be had: try again after a turn of others. */
  visitShard(shard: number): boolean {
    const { memory, index, slot } = this.#parts
    const lockAt = index.shardAt(shard)
    if (!tryLock(memory.words, lockAt, slot)) return false
    for (let bucket = 0; bucket < index.bucketCount(shard); bucket++) {
      let record = index.first(shard, bucket)
      for (; record !== 0; record = index.next(record)) this.#visitTorrent(record)
    }
    unlock(memory.words, lockAt)
    return true
  }

  #visitTorrent(record: number): void {
    const before = this.peers
    for (const kind of this.#kinds) this.#visitList(record, kind)
    if (this.peers > before) this.torrents++
  }

  #visitList(record: number, kind: ListKind): void {
    const { memory, lists, directory } = this.#parts
    const list = memory.words[record + Word.lists + kind] as number
    if (countOf(list) === 0) return
    const entries = codeOf(list) < firstDirectoryCode ? 1 : directory.size(record, kind)
    for (let entry = 0; entry < entries; entry++) {
      lists.select(record, kind, entry)
      // Of the entries that name one bucket the first stands for all.
      if (entries > 1 && entry >> directory.localDepth(lists.block) !== 0) continue
      this.#visitBlock(kind, lists.block, lists.count)
    }
  }

  #visitBlock(kind: ListKind, block: number, count: number): void {
    const { halves } = this.#parts.memory
    const step = peerBytes[familyOf(kind)] / 2
    const end = block * 8 + count * step
    for (let at = block * 8; at < end; at += step) if (this.#isIn(halves, at)) this.peers++
  }

  #isIn(halves: Uint16Array, at: number): boolean {
    const mask = this.#mask
    for (let half = 0; half < mask.length; half++)
      if (((halves[at + half] as number) & (mask[half] as number)) !== this.#wanted[half])
        return false
    return true
  }
}

/** A word with its first `bits` set. */
function maskWord(bits: number): number {
  if (bits <= 0) return 0
  return bits >= 32 ? 0xffff_ffff : (-1 << (32 - bits)) >>> 0
}

/** The words in network order, two bytes each as they are read from memory. */
function halvesOf(words: readonly number[]): Uint16Array {
  const view = new DataView(new ArrayBuffer(words.length * 4))
  for (const [at, word] of words.entries()) view.setUint32(at * 4, word)
  return new Uint16Array(view.buffer)
}
