/**
 * What happened to the registered torrents since the last flush, for the database: main goes over the entries that
 * threads have counted in, and over those whose swarm had peers the last time, because peers also vanish in silence.
 *
 *   collect, slice by slice ─▶ activities ─┬─ commit: they are stored, entries are settled
 *                                          └─ carryBack: they are not, and will be collected again
 *
 * While activities are pending they do not change, so that a flush that failed can be tried again as it was;
 * what happens meanwhile stays in the entries, and takes no room.
 *
 * A thread counts first and marks the entry after that; main clears the mark first and reads the counts after that.
 * So a count is read now, or its mark brings main here again. The mark also comes back where a swarm's lock cannot be had.
 */
import { assert } from '#base/assert'
import { flushActivitiesMax } from '#base/limits'
import { Entry, EntryState, entryWords, stateMask } from './table-layout.ts'
import type { TorrentTableWriter } from './torrent-table-writer.ts'

/** Of one registered torrent. Nearly every client of a hybrid is in both of its swarms, so its peers are those of the larger. */
export type TorrentActivity = {
  readonly torrentId: number
  /** Downloads to the end since the last commit. */
  readonly completions: number
  /** Unix seconds of the last announce, whole minutes; 0 if there never was one. */
  readonly announcedAt: number
  readonly seeders: number
  readonly leechers: number
}

/** Main's look at a swarm. */
export type SwarmCounter = {
  /** Reads the counts of the torrent whose info-hash stands at byte `at`; false where they cannot be read at present. */
  readonly scrape: (infoHashes: Uint8Array, at: number) => boolean
  readonly seeders: number
  readonly leechers: number
}

type Peers = { readonly seeders: number; readonly leechers: number }

/** An entry that was looked at: what a commit settles. */
type Seen = { readonly entry: number; readonly completions: number; readonly peers: number }

/** What one slice may cost, well under a millisecond: a word of dirty bits costs 1, an entry 16. */
const sliceWork = 16_384
const entryWork = 16

export class ActivityReader {
  readonly #writer: TorrentTableWriter
  readonly #swarms: SwarmCounter
  readonly #words: Int32Array
  readonly #dirtyAt: number
  readonly #dirtyWords: number
  /** A bit for each entry whose swarm had peers. */
  readonly #withPeers: Int32Array
  readonly #hash = new Uint8Array(20)
  readonly #hashWords = new Int32Array(this.#hash.buffer)
  #phase: 'idle' | 'collecting' | 'pending' = 'idle'
  /** The next word of dirty bits, and how many are left. */
  #position = 0
  #wordsLeft = 0
  /** What is left of the slice. */
  #work = 0
  #seen: Seen[] = []
  #activities = new Map<number, TorrentActivity>()

  constructor(writer: TorrentTableWriter, swarms: SwarmCounter) {
    const { memory, layout } = writer
    this.#writer = writer
    this.#swarms = swarms
    this.#words = memory.words
    this.#dirtyAt = layout.dirtyAt
    this.#dirtyWords = Math.ceil(layout.entriesMax / 32)
    this.#withPeers = new Int32Array(this.#dirtyWords)
  }

  /** Whether activities wait for `commit` or `carryBack`. */
  get isPending(): boolean {
    return this.#phase === 'pending'
  }

  /** Whether the pending activities are as many as one flush takes, and there may be more: collect again after the commit. */
  get isUnfinished(): boolean {
    return this.#wordsLeft > 0
  }

  /** What was collected; complete, and unchanged until the commit, once they are pending. One for each torrent. */
  get activities(): readonly TorrentActivity[] {
    return [...this.#activities.values()]
  }

  /** Looks at a bounded number of entries. False when the activities are pending. */
  collect(): boolean {
    assert(this.#phase !== 'pending', 'pending activities are committed or carried back first')
    if (this.#phase === 'idle') this.#begin()
    for (this.#work = sliceWork; this.#work > 0; this.#work--) {
      if (this.#wordsLeft === 0 || this.#activities.size >= flushActivitiesMax) {
        this.#phase = 'pending'
        return false
      }
      this.#visitWord(this.#position)
      this.#position = (this.#position + 1) % this.#dirtyWords
      this.#wordsLeft--
    }
    return true
  }

  /** The activities are stored. */
  commit(): void {
    assert(this.#phase === 'pending', 'what is committed was collected')
    for (const { entry, completions, peers } of this.#seen) {
      this.#add(entry + Entry.flushedCompleted, completions)
      this.#words[entry + Entry.flushedPeers] = peers
      if (this.#stateOf(entry) === EntryState.removed && !this.#isDirty(entry))
        this.#writer.release(entry)
    }
    this.#writer.pool.advance()
    this.#finish()
  }

  /** The activities are not stored, and this flush is given up: the next one has them too. */
  carryBack(): void {
    assert(this.#phase === 'pending', 'what is carried back was collected')
    for (const { entry } of this.#seen) {
      Atomics.store(this.#words, entry + Entry.dirty, 1)
      this.#writer.markDirty(this.#numberOf(entry))
    }
    this.#finish()
  }

  #begin(): void {
    this.#phase = 'collecting'
    // What the last collection had no room for comes first.
    if (this.#wordsLeft === 0) this.#wordsLeft = this.#dirtyWords
  }

  #finish(): void {
    this.#phase = 'idle'
    this.#seen = []
    this.#activities = new Map()
  }

  #visitWord(word: number): void {
    const dirty = Atomics.exchange(this.#words, this.#dirtyAt + word, 0)
    const withPeers = this.#withPeers[word] as number
    for (let bits = dirty | withPeers; bits !== 0; bits &= bits - 1) {
      const bit = 31 - Math.clz32(bits & -bits)
      this.#visit(word * 32 + bit, (dirty & (1 << bit)) !== 0)
    }
  }

  #visit(number: number, isMarked: boolean): void {
    const words = this.#words
    const entry = this.#writer.layout.entriesAt + number * entryWords
    this.#work -= entryWork
    const isCounted = Atomics.exchange(words, entry + Entry.dirty, 0) !== 0
    const state = this.#stateOf(entry)
    if (state === EntryState.empty) return this.#setWithPeers(number, false)
    const completed = Atomics.load(words, entry + Entry.completed)
    const completions = (completed - (words[entry + Entry.flushedCompleted] as number)) | 0
    const own = this.#peersOf(entry)
    const others = this.#peersOf(words[entry + Entry.partner] as number)
    if (own === undefined || others === undefined) return this.#putOff(number, entry, isCounted)
    const { seeders, leechers } = own
    const peers = fingerprint(seeders, leechers)
    this.#setWithPeers(number, peers !== 0 && state !== EntryState.removed)
    const isNews = isCounted || completions !== 0
    if (!isMarked && !isNews && peers === words[entry + Entry.flushedPeers]) return
    this.#seen.push({ entry, completions, peers })
    // A removal by itself is no activity.
    if (isNews || state !== EntryState.removed)
      this.#addActivity(entry, completions, {
        seeders: Math.max(seeders, others.seeders),
        leechers: Math.max(leechers, others.leechers),
      })
  }

  /** The next collection looks at it. */
  #putOff(number: number, entry: number, isCounted: boolean): void {
    if (isCounted) Atomics.store(this.#words, entry + Entry.dirty, 1)
    this.#writer.markDirty(number)
  }

  /** Adds to what is known of the torrent; of a hybrid, both swarms were looked at whichever of them changed. */
  #addActivity(entry: number, completions: number, peers: Peers): void {
    const words = this.#words
    const torrentId = (words[entry + Entry.torrentId] as number) >>> 0
    const announcedAt = Atomics.load(words, entry + Entry.announcedMinute) * 60
    const known = this.#activities.get(torrentId)
    this.#activities.set(torrentId, {
      torrentId,
      completions: completions + (known?.completions ?? 0),
      announcedAt: Math.max(announcedAt, known?.announcedAt ?? 0),
      ...peers,
    })
  }

  /** Undefined where they cannot be read at present. */
  #peersOf(entry: number): Peers | undefined {
    if (entry === 0) return noPeers
    for (let word = 0; word < 5; word++) this.#hashWords[word] = this.#words[entry + word] as number
    if (!this.#swarms.scrape(this.#hash, 0)) return undefined
    const { seeders, leechers } = this.#swarms
    return { seeders, leechers }
  }

  #setWithPeers(number: number, hasPeers: boolean): void {
    const bit = 1 << (number & 31)
    const before = this.#withPeers[number >> 5] as number
    this.#withPeers[number >> 5] = hasPeers ? before | bit : before & ~bit
  }

  #stateOf(entry: number): number {
    return Atomics.load(this.#words, entry + Entry.state) & stateMask
  }

  #isDirty(entry: number): boolean {
    return Atomics.load(this.#words, entry + Entry.dirty) !== 0
  }

  #numberOf(entry: number): number {
    return (entry - this.#writer.layout.entriesAt) / entryWords
  }

  #add(word: number, change: number): void {
    this.#words[word] = ((this.#words[word] as number) + change) | 0
  }
}

const noPeers = { seeders: 0, leechers: 0 } as const

/** A word that differs when counts differ that one swarm may have one after the other; 0 for no peers alone. */
function fingerprint(seeders: number, leechers: number): number {
  if (seeders === 0 && leechers === 0) return 0
  return Math.imul(seeders, 0x9e37_79b1) ^ leechers || 1
}
