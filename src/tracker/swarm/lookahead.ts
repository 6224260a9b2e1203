/**
 * Fetches the memory that a batch of announces needs before the first of them is carried out. An announce waits up to
 * four times for memory, each time for an address that the last wait brought: index bucket, record, directory, block.
 * Here the whole batch takes each of these steps together, and its waits overlap.
 *
 *   info-hash ─▶ bucket ─▶ record ─▶ block, or directory entry ─▶ bucket of peers
 *
 * No lock is taken: what is read may be out of date, and is looked at by nobody.
 */
import { Header, type Layout } from './layout.ts'
import { codeOf, countOf, entryBucket, firstDirectoryCode, Word } from './list-shape.ts'
import type { PeerKey } from './peer-key.ts'
import type { SwarmParts } from './swarm-parts.ts'
import type { TorrentIndex } from './torrent-index.ts'

/** Of swarms that take less, enough stays in the processor's caches: fetching costs what it gains, or more. */
const usefulBytes = 16 * 1024 * 1024
/** Words from one touched line of a bucket to the next: the processor fetches lines in pairs. */
const bucketStride = 32

export class Lookahead {
  /** What was read, all in one: who gives it a meaning keeps the compiler from leaving the reading out. */
  read = 0
  readonly #words: Int32Array
  readonly #layout: Layout
  readonly #index: TorrentIndex
  readonly #infoHash = new Int32Array(5)
  /** For each announce the word to be read next, or 0; and negative, that of a directory entry. */
  readonly #places: Int32Array
  readonly #kinds: Uint8Array
  readonly #peers: readonly PeerKey[]
  #count = 0

  constructor(parts: SwarmParts, announcesMax: number) {
    this.#words = parts.memory.words
    this.#layout = parts.memory.layout
    this.#index = parts.index
    this.#places = new Int32Array(announcesMax)
    this.#kinds = new Uint8Array(announcesMax)
    this.#peers = Array.from({ length: announcesMax }, parts.createPeer)
  }

  /** Whether the swarms are larger than what a processor keeps at hand. */
  get isUseful(): boolean {
    const units = (this.#words[Header.poolNextUnit] as number) - this.#layout.poolUnit
    return units * 16 > usefulBytes
  }

  /** An announce of the batch: its info-hash stands at byte `infoHashAt` of the region. */
  add(
    infoHashAt: number,
    isSeeder: boolean,
    address: Int32Array,
    family: 4 | 6,
    port: number,
  ): void {
    const one = this.#count++
    const infoHash = this.#infoHash
    const at = infoHashAt >> 2
    for (let word = 0; word < 5; word++) infoHash[word] = this.#words[at + word] as number
    this.#places[one] = this.#index.headFor(this.#index.hash(infoHash))
    this.#kinds[one] = (family === 4 ? 0 : 2) + (isSeeder ? 0 : 1)
    this.#peerOf(one).set(address, family, port)
  }

  /** Fetches what the added announces need, and forgets them. */
  fetch(): void {
    const places = this.#places
    const words = this.#words
    const count = this.#count
    for (let one = 0; one < count; one++)
      places[one] = this.#inside((words[places[one] as number] as number) << 2)
    for (let one = 0; one < count; one++) places[one] = this.#listAt(places[one] as number, one)
    for (let one = 0; one < count; one++) this.#touch(places[one] as number)
    this.#count = 0
  }

  /** Where the list of the announcer stands, of the record at word `record`. */
  #listAt(record: number, one: number): number {
    const words = this.#words
    const kind = this.#kinds[one] as number
    const list = words[record + Word.lists + kind] as number
    if (record === 0 || countOf(list) === 0) return 0
    const at = this.#inside((words[record + Word.references + kind] as number) << 2)
    const depth = codeOf(list) - firstDirectoryCode
    return depth < 0 ? at : -this.#inside(at + (this.#peerOf(one).hash() & ((1 << depth) - 1)))
  }

  #touch(place: number): void {
    const words = this.#words
    if (place >= 0) this.read ^= words[place] as number
    else {
      const bucket = this.#inside(entryBucket(words[-place] as number) << 2)
      for (let line = 0; line < 4; line++)
        this.read ^= words[bucket + line * bucketStride] as number
    }
  }

  #peerOf(one: number): PeerKey {
    return this.#peers[one] as PeerKey
  }

  /** Word `at`, or 0 where that is none of the region: what was read may just have been given another meaning. */
  #inside(at: number): number {
    return at > 0 && at < this.#words.length - 4 * bucketStride ? at : 0
  }
}
