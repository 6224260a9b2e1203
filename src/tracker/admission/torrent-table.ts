/**
 * The registered torrents as the threads see them: which there are, which of them are refused, what they are called;
 * and the words in which an announce is noted. A torrent is spoken of by the word of its entry, which `find` gives.
 *
 * A thread writes to an entry only when a download ended or a minute is over, so that in the steady state the
 * entries' cache lines are shared by all cores. Main may remove a torrent while a thread has its entry in hand: the
 * entry is not used again before the next flushes (`EntryPool`), so what is noted then is still noted rightly.
 */
import type { Region } from '#base/region'
import { readSharedText, type SharedText } from './shared-text.ts'
import { TableIndex } from './table-index.ts'
import {
  Entry,
  EntryState,
  entryWords,
  Header,
  stateMask,
  type TableLayout,
} from './table-layout.ts'
import { TableMemory } from './table-memory.ts'

export type TorrentTableOptions = {
  readonly region: Region
  readonly layout: TableLayout
  /** The secret seed of the index, the same in every thread. */
  readonly seed: readonly [number, number]
}

export class TorrentTable {
  readonly #words: Int32Array
  readonly #layout: TableLayout
  readonly #index: TableIndex

  constructor({ region, layout, seed }: TorrentTableOptions) {
    const memory = new TableMemory(region, layout)
    memory.assertFormatted()
    this.#words = memory.words
    this.#layout = layout
    this.#index = new TableIndex(memory, ...seed)
  }

  /** The word of the entry of the registered torrent with these 5 words of info-hash, refused or not, or 0. */
  find(infoHash: Int32Array): number {
    return this.#index.find(infoHash)
  }

  /** Entries there may be: `entryAt` takes 1 to this number. */
  get entriesUsed(): number {
    return Atomics.load(this.#words, Header.entriesUsed)
  }

  entryAt(number: number): number {
    return this.#layout.entriesAt + number * entryWords
  }

  /** Whether the torrent may be announced and is told in scrapes. */
  isLive(entry: number): boolean {
    return this.state(entry) === EntryState.live
  }

  isBanned(entry: number): boolean {
    return this.state(entry) === EntryState.banned
  }

  state(entry: number): EntryState {
    return ((this.#words[entry + Entry.state] as number) & stateMask) as EntryState
  }

  /** The id in the announce addresses of the torrent's gallery, or 0 where it has none. */
  announceGid(entry: number): number {
    return this.#words[entry + Entry.announceGid] as number
  }

  torrentId(entry: number): number {
    return (this.#words[entry + Entry.torrentId] as number) >>> 0
  }

  /** How often the torrent was downloaded to its end. */
  completed(entry: number): number {
    return (this.#words[entry + Entry.completed] as number) >>> 0
  }

  /** Word 0 to 4 of the info-hash. */
  infoHashWord(entry: number, word: number): number {
    return this.#words[entry + Entry.infoHash + word] as number
  }

  /** The torrent was announced in this unix minute. */
  noteAnnounce(entry: number, minute: number): void {
    const words = this.#words
    if (words[entry + Entry.announcedMinute] === minute) return
    Atomics.store(words, entry + Entry.announcedMinute, minute)
    this.#markDirty(entry)
  }

  /** Somebody has downloaded the torrent to its end. */
  addCompletion(entry: number): void {
    Atomics.add(this.#words, entry + Entry.completed, 1)
    this.#markDirty(entry)
  }

  /** Reads the torrent's name as it is now. */
  readName(entry: number, into: SharedText): void {
    readSharedText(this.#words, entry + Entry.state, entry + Entry.name, into)
  }

  /** Reads the public reason of the torrent's ban or tombstone; it has length 0 where there is none. */
  readReason(entry: number, into: SharedText): void {
    readSharedText(this.#words, entry + Entry.state, entry + Entry.reason, into)
  }

  /** What was noted before stays noted: main clears the mark before it reads, and this reads it last. */
  #markDirty(entry: number): void {
    const words = this.#words
    if (Atomics.load(words, entry + Entry.dirty) !== 0) return
    Atomics.store(words, entry + Entry.dirty, 1)
    const number = (entry - this.#layout.entriesAt) / entryWords
    Atomics.or(words, this.#layout.dirtyAt + (number >> 5), 1 << (number & 31))
  }
}
