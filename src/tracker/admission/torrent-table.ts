/**
 * The registered torrents as the threads see them: which there are, which of them are banned, what they are called;
 * and the words in which an announce is noted. A torrent is spoken of by the word of its entry, which `find` gives.
 *
 * A thread writes to an entry only when a download ended or a minute is over, so that in the steady state the
 * entries' cache lines are shared by all cores. Main may remove a torrent while a thread has its entry in hand: the
 * entry is not used again before the next flushes (`EntryPool`), so what is noted then is still noted rightly.
 */
import type { Region } from '#base/region'
import { TableIndex } from './table-index.ts'
import {
  Entry,
  EntryState,
  entryWords,
  Header,
  stateMask,
  type TableLayout,
  textUnitWords,
} from './table-layout.ts'
import { TableMemory } from './table-memory.ts'

export type TorrentTableOptions = {
  readonly region: Region
  readonly layout: TableLayout
  /** The secret seed of the index, the same in every thread. */
  readonly seed: readonly [number, number]
}

/** Where a text is read into, such as a TorrentName. */
type Text = { readonly bytes: Uint8Array; length: number }

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

  /** The word of the entry of the registered torrent with these 5 words of info-hash, banned or not, or 0. */
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
    return ((this.#words[entry + Entry.state] as number) & stateMask) === EntryState.live
  }

  isBanned(entry: number): boolean {
    return ((this.#words[entry + Entry.state] as number) & stateMask) === EntryState.banned
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
  readName(entry: number, into: Text): void {
    this.#readText(entry, Entry.name, into)
  }

  /** Reads the public reason of the torrent's ban; it has length 0 where there is none. */
  readBanReason(entry: number, into: Text): void {
    this.#readText(entry, Entry.banReason, into)
  }

  /** What was noted before stays noted: main clears the mark before it reads, and this reads it last. */
  #markDirty(entry: number): void {
    const words = this.#words
    if (Atomics.load(words, entry + Entry.dirty) !== 0) return
    Atomics.store(words, entry + Entry.dirty, 1)
    const number = (entry - this.#layout.entriesAt) / entryWords
    Atomics.or(words, this.#layout.dirtyAt + (number >> 5), 1 << (number & 31))
  }

  /** Blocks are given to others only after their entry has changed, so an entry that has not changed vouches for it. */
  #readText(entry: number, word: number, into: Text): void {
    const words = this.#words
    for (;;) {
      const state = Atomics.load(words, entry + Entry.state)
      this.#copyText(Atomics.load(words, entry + word), into)
      if (Atomics.load(words, entry + Entry.state) === state) return
    }
  }

  /** Byte 0 of a block is the length of its text, and byte 1 the text's first. */
  #copyText(unit: number, into: Text): void {
    const at = unit * textUnitWords
    let word = unit === 0 ? 0 : Atomics.load(this.#words, at)
    const length = Math.min(word & 0xff, into.bytes.length)
    for (let byte = 1; byte <= length; byte++) {
      if ((byte & 3) === 0) word = Atomics.load(this.#words, at + (byte >> 2))
      into.bytes[byte - 1] = word >>> ((byte & 3) * 8)
    }
    into.length = length
  }
}
