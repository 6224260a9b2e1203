/**
 * The scrape of all torrents (BEP 48), in chunks that a listener can stream.
 *
 * A bencoded dictionary has its keys in order, and the store keeps torrents in the order of a secret hash. So
 * all entries are read first, one shard at a time (36 bytes each), then dealt out by the first two bytes of
 * their info-hash, and each of those small heaps is sorted when it is written. Between steps the generator
 * yields, so that announces are answered in between.
 */
import { shardCount } from '#tracker/swarm/layout'
import {
  beginScrapeReply,
  endScrapeReply,
  scrapeEntryBytesMax,
  scrapeFrameBytesMax,
  writeScrapeEntry,
} from '#tracker/wire/http/scrape-reply'
import type { Announcer } from './announcer.ts'

const entryBytes = 36
const heapCount = 1 << 16
const chunkBytes = 64 * 1024

/** Chunks of the reply; an empty one only gives others a turn. */
export function* fullScrape(announcer: Announcer): Generator<Buffer> {
  const entries = new EntryList()
  for (let shard = 0; shard < shardCount; shard++) {
    announcer.store.visitShard(shard, () => entries.add(announcer))
    yield Buffer.alloc(0)
  }
  const order = entries.orderByHash()
  let chunk = Buffer.allocUnsafe(chunkBytes)
  let at = beginScrapeReply(chunk, 0)
  for (const entry of order) {
    entries.read(entry, announcer)
    at = writeScrapeEntry(chunk, at, entries.bytes, entry * entryBytes, announcer.counts)
    if (at + scrapeEntryBytesMax + scrapeFrameBytesMax <= chunkBytes) continue
    yield chunk.subarray(0, at)
    chunk = Buffer.allocUnsafe(chunkBytes)
    at = 0
  }
  at = endScrapeReply(chunk, at, announcer.policy.minIntervalSeconds)
  yield chunk.subarray(0, at)
}

/** Info-hash and four counts of each torrent, as bytes. */
class EntryList {
  bytes = Buffer.allocUnsafe(entryBytes * 1024)
  #count = 0

  add(announcer: Announcer): void {
    const at = this.#count * entryBytes
    if (at === this.bytes.length) this.bytes = Buffer.concat([this.bytes], at * 2)
    const { store } = announcer
    this.bytes.set(store.infoHash, at)
    this.bytes.writeUInt32LE(store.seeders, at + 20)
    this.bytes.writeUInt32LE(store.leechers, at + 24)
    this.bytes.writeUInt32LE(store.completed >>> 0, at + 28)
    this.bytes.writeUInt32LE(store.downloaders, at + 32)
    this.#count++
  }

  read(entry: number, announcer: Announcer): void {
    const at = entry * entryBytes
    const { counts } = announcer
    counts.seeders = this.bytes.readUInt32LE(at + 20)
    counts.leechers = this.bytes.readUInt32LE(at + 24)
    counts.completed = this.bytes.readUInt32LE(at + 28)
    counts.downloaders = this.bytes.readUInt32LE(at + 32)
  }

  /** Entry numbers in bytewise order of their info-hashes. */
  *orderByHash(): Generator<number> {
    const starts = new Uint32Array(heapCount + 1)
    for (let entry = 0; entry < this.#count; entry++) {
      const heap = this.#heapOf(entry) + 1
      starts[heap] = (starts[heap] ?? 0) + 1
    }
    for (let heap = 1; heap <= heapCount; heap++)
      starts[heap] = (starts[heap] ?? 0) + (starts[heap - 1] ?? 0)
    const order = new Uint32Array(this.#count)
    const next = starts.slice()
    for (let entry = 0; entry < this.#count; entry++) {
      const heap = this.#heapOf(entry)
      const place = next[heap] ?? 0
      order[place] = entry
      next[heap] = place + 1
    }
    for (let heap = 0; heap < heapCount; heap++) {
      const heaped = order.subarray(starts[heap], starts[heap + 1])
      if (heaped.length > 1) heaped.sort((one, other) => this.#compare(one, other))
      yield* heaped
    }
  }

  #heapOf(entry: number): number {
    return this.bytes.readUInt16BE(entry * entryBytes)
  }

  #compare(one: number, other: number): number {
    const hashOf = (entry: number): Buffer =>
      this.bytes.subarray(entry * entryBytes, entry * entryBytes + 20)
    return Buffer.compare(hashOf(one), hashOf(other))
  }
}
