/**
 * Main's hand in the table of registered torrents: what it puts, bans or takes out is in force in every thread with
 * the next announce, because threads read the words that are written here.
 *
 * The order of writing is what readers rely on: an entry is complete before its state says so, and the index leads
 * to it after that; the other way round when it goes. Texts are replaced, never changed.
 */
import type { Region } from '#base/region'
import { failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { torrentNameBytesMax } from '#tracker/wire/torrent-name'
import { EntryPool } from './entry-pool.ts'
import { TableIndex } from './table-index.ts'
import {
  Entry,
  EntryState,
  entryWords,
  stateBits,
  stateMask,
  type TableLayout,
} from './table-layout.ts'
import { TableMemory } from './table-memory.ts'
import { TextHeap } from './text-heap.ts'

/** Why a torrent was taken out, and what clients are told of it. */
export type TombstoneText = {
  readonly kind: 'expunged' | 'removed' | 'purged'
  readonly reason: string
}

/** What the table is told of one info-hash of a torrent. */
export type RegisteredTorrent = {
  /** 20 bytes, as clients announce them. */
  readonly infoHash: Uint8Array
  /** The other info-hash of a hybrid (BEP 52), whose entry has the same id: a swarm of its own, one activity. */
  readonly otherInfoHash?: Uint8Array | undefined
  /** 1 to 2^32 - 1. */
  readonly torrentId: number
  /** UTF-8 of at most `torrentNameBytesMax` is kept. */
  readonly name: string
  readonly isBanned: boolean
  /** What clients are told of the ban, where that is public. */
  readonly banReason?: string | undefined
  /** Where it was taken out and clients are told so; more than any ban. */
  readonly tombstone?: TombstoneText | undefined
  /** The id in the announce addresses of its gallery, 1 to 2^31 - 1. */
  readonly announceGid?: number | undefined
  /** Downloads to the end before; counts for a torrent that is new to the table, which counts itself from then on. */
  readonly completed: number
  /** Unix seconds of the last announce before, where there was one. */
  readonly announcedAt?: number | undefined
  /** Whether peers are stored for it, so that the next flush looks how many there are. */
  readonly hadPeers?: boolean | undefined
}

export type TorrentTableWriterOptions = {
  /** Formatted. */
  readonly region: Region
  readonly layout: TableLayout
  readonly seed: readonly [number, number]
}

export class TorrentTableWriter {
  /** Info-hashes in the table, refused ones too. */
  count = 0
  readonly layout: TableLayout
  readonly memory: TableMemory
  readonly pool: EntryPool
  readonly #words: Int32Array
  readonly #index: TableIndex
  readonly #texts: TextHeap
  readonly #hash = new Uint8Array(20)
  readonly #hashWords = new Int32Array(this.#hash.buffer)

  constructor({ region, layout, seed }: TorrentTableWriterOptions) {
    this.layout = layout
    this.memory = new TableMemory(region, layout)
    this.memory.assertFormatted()
    this.pool = new EntryPool(this.memory)
    this.#words = this.memory.words
    this.#index = new TableIndex(this.memory, ...seed)
    this.#texts = new TextHeap({ words: this.#words, ...layout })
  }

  /** How many info-hashes may still be added. */
  get room(): number {
    return this.layout.torrentsMax - this.count
  }

  /** Makes ready for many torrents, so that adding them never waits for a larger index. */
  reserve(torrents: number): void {
    this.#index.reserve(Math.min(torrents, this.layout.torrentsMax))
  }

  /** The torrent is as this says from now on. False when there is no room for another one. */
  put(torrent: RegisteredTorrent): boolean {
    const entry = this.#find(torrent.infoHash)
    if (entry === 0) return this.#add(torrent)
    if (this.#words[entry + Entry.torrentId] !== (torrent.torrentId | 0)) {
      this.#removeEntry(entry)
      return this.#add(torrent)
    }
    this.#change(entry, torrent)
    return true
  }

  /** The torrent may not be announced any more, and nothing is known of it. What was counted is flushed still. */
  remove(infoHash: Uint8Array): void {
    const entry = this.#find(infoHash)
    if (entry !== 0) this.#removeEntry(entry)
  }

  /** The next flush is to look at this entry. */
  markDirty(number: number): void {
    Atomics.or(this.#words, this.layout.dirtyAt + (number >> 5), 1 << (number & 31))
  }

  /** What a removed torrent's entry had counted is stored: somebody else may have it, later. */
  release(entry: number): void {
    this.#setState(entry, this.#words[entry + Entry.state] as number, EntryState.empty)
    this.pool.give((entry - this.layout.entriesAt) / entryWords)
  }

  #find(infoHash: Uint8Array): number {
    this.#hash.set(infoHash)
    return this.#index.find(this.#hashWords)
  }

  #add(torrent: RegisteredTorrent): boolean {
    const number = this.room > 0 ? this.pool.take() : 0
    if (number === 0) return false
    const words = this.#words
    const entry = this.layout.entriesAt + number * entryWords
    const state = words[entry + Entry.state] as number
    for (let word = 0; word < 5; word++)
      Atomics.store(words, entry + Entry.infoHash + word, this.#hashWords[word] as number)
    words.fill(0, entry + Entry.announceGid, entry + Entry.state)
    words.fill(0, entry + Entry.announcedMinute, entry + entryWords)
    words[entry + Entry.torrentId] = torrent.torrentId
    words[entry + Entry.completed] = torrent.completed
    words[entry + Entry.flushedCompleted] = torrent.completed
    words[entry + Entry.announcedMinute] = Math.floor((torrent.announcedAt ?? 0) / 60)
    words[entry + Entry.announceGid] = torrent.announceGid ?? 0
    this.#writeTexts(entry, torrent)
    this.#setState(entry, state, stateOf(torrent))
    this.#index.insert(entry)
    this.count++
    this.#pair(entry, torrent.otherInfoHash)
    if (torrent.hadPeers === true) this.markDirty(number)
    return true
  }

  #change(entry: number, torrent: RegisteredTorrent): void {
    const words = this.#words
    const name = words[entry + Entry.name] as number
    const reason = words[entry + Entry.reason] as number
    Atomics.store(words, entry + Entry.announceGid, torrent.announceGid ?? 0)
    this.#writeTexts(entry, torrent)
    this.#setState(entry, words[entry + Entry.state] as number, stateOf(torrent))
    // Who read the old texts finds that the state has changed, and reads again.
    if (words[entry + Entry.name] !== name) this.#texts.free(name)
    if (words[entry + Entry.reason] !== reason) this.#texts.free(reason)
  }

  #removeEntry(entry: number): void {
    const words = this.#words
    this.#index.remove(entry)
    this.count--
    const partner = words[entry + Entry.partner] as number
    if (partner !== 0) words[partner + Entry.partner] = 0
    this.#setState(entry, words[entry + Entry.state] as number, EntryState.removed)
    this.#texts.free(Atomics.exchange(words, entry + Entry.name, 0))
    this.#texts.free(Atomics.exchange(words, entry + Entry.reason, 0))
    // The next flush takes what was counted last, and then gives the entry back.
    this.markDirty((entry - this.layout.entriesAt) / entryWords)
  }

  /** Links the entries of a hybrid once both are there. */
  #pair(entry: number, otherInfoHash: Uint8Array | undefined): void {
    const other = otherInfoHash === undefined ? 0 : this.#find(otherInfoHash)
    const isPartner =
      other !== 0 && this.#words[other + Entry.torrentId] === this.#words[entry + Entry.torrentId]
    if (!isPartner || other === entry) return
    this.#words[entry + Entry.partner] = other
    this.#words[other + Entry.partner] = entry
  }

  #writeTexts(entry: number, { name, banReason = '', tombstone }: RegisteredTorrent): void {
    this.#writeText(entry + Entry.name, name, torrentNameBytesMax)
    this.#writeText(entry + Entry.reason, tombstone?.reason ?? banReason, failureDetailBytesMax)
  }

  #writeText(word: number, text: string, bytesMax: number): void {
    if (this.#texts.holds(this.#words[word] as number, text, bytesMax)) return
    Atomics.store(this.#words, word, this.#texts.write(text, bytesMax))
  }

  /** The number above the state changes with each change of the entry. */
  #setState(entry: number, before: number, state: EntryState): void {
    const changes = (before >>> stateBits) + 1
    Atomics.store(this.#words, entry + Entry.state, (changes << stateBits) | (state & stateMask))
  }
}

function stateOf({ isBanned, tombstone }: RegisteredTorrent): EntryState {
  if (tombstone !== undefined) return tombstoneStates[tombstone.kind]
  return isBanned ? EntryState.banned : EntryState.live
}

const tombstoneStates = {
  expunged: EntryState.expunged,
  removed: EntryState.takenOut,
  purged: EntryState.purged,
} as const
