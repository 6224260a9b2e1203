/**
 * Main's side of the rings: takes what threads have noted, all threads' together in the order of time. Clocks of threads
 * and the moments at which rings are emptied differ, so that order holds within what is taken at once only; what
 * settles the records relies on none.
 */
import { assert } from '#base/assert'
import type { Region } from '#base/region'
import type { AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import type { JournalEntry } from './journal-entry.ts'
import { bits, Field, Ring, recordAt, ringWords } from './journal-layout.ts'

export type JournalReaderOptions = {
  readonly region: Region
  /** Threads that there may be. */
  readonly slots: number
}

export class JournalReader {
  readonly #words: Int32Array
  readonly #doubles: Float64Array
  readonly #bytes: Uint8Array
  /** Records that were taken of each ring, which is the sequence of the next. */
  readonly #taken: number[]
  /** What each ring's count of lost records was when it was looked at last, and all that it ever was. */
  readonly #droppedBefore: number[]
  #dropped = 0
  /** The ring that is looked at first, so that none waits behind a busier one. */
  #first = 0

  constructor({ region, slots }: JournalReaderOptions) {
    this.#words = new Int32Array(region.buffer)
    this.#doubles = new Float64Array(region.buffer)
    this.#bytes = new Uint8Array(region.buffer)
    assert(slots * ringWords <= this.#words.length, `the journal has no ${slots} slots`)
    this.#taken = Array.from({ length: slots }, () => 0)
    this.#droppedBefore = Array.from({ length: slots }, () => 0)
  }

  /** Records that found no room, since the start. */
  get dropped(): number {
    for (const [slot, before] of this.#droppedBefore.entries()) {
      const now = Atomics.load(this.#words, slot * ringWords + Ring.dropped)
      this.#dropped += (now - before) >>> 0
      this.#droppedBefore[slot] = now
    }
    return this.#dropped
  }

  /** Up to `most` records; fewer where no more are there. */
  take(most: number): JournalEntry[] {
    const entries: JournalEntry[] = []
    const slots = this.#taken.length
    for (let turn = 0; turn < slots; turn++) {
      // What a ring leaves of its share is for those after it.
      const share = Math.ceil((most - entries.length) / (slots - turn))
      this.#takeOf((this.#first + turn) % slots, share, entries)
    }
    this.#first = (this.#first + 1) % slots
    return entries.toSorted((one, other) => one.at - other.at || one.sequence - other.sequence)
  }

  #takeOf(slot: number, most: number, entries: JournalEntry[]): void {
    const ringAt = slot * ringWords
    const written = Atomics.load(this.#words, ringAt + Ring.written)
    const taken = this.#taken[slot] as number
    const count = Math.min(most, (written - taken) >>> 0)
    for (let index = 0; index < count; index++)
      entries.push(this.#read(recordAt(ringAt, taken + index), taken + index))
    this.#taken[slot] = taken + count
    // The places are the writer's again.
    Atomics.store(this.#words, ringAt + Ring.taken, taken + count)
  }

  #read(at: number, sequence: number): JournalEntry {
    const words = this.#words
    const flags = words[at + Field.bits] as number
    const failure = (flags >>> bits.failureShift) as Failure
    const common = {
      at: (words[at + Field.at] as number) >>> 0,
      sequence,
      torrentId: (words[at + Field.torrentId] as number) >>> 0,
      memberId: (words[at + Field.memberId] as number) >>> 0,
      event: (flags & bits.eventMask) as AnnounceEvent,
      family: (flags & bits.isIpv6) === 0 ? 4 : 6,
      protocol: (flags & bits.isUdp) === 0 ? 'http' : 'udp',
    } as const
    if (failure !== Failure.none) {
      const infoHash = this.#copy(at + Field.name, 20)
      return {
        kind: 'refusal',
        ...common,
        infoHash,
        client: this.#copy(at + Field.client, 8),
        failure,
      }
    }
    return {
      kind: 'announce',
      ...common,
      peerId: this.#copy(at + Field.name, 20),
      uploaded: this.#doubles[(at + Field.uploaded) >> 1] as number,
      downloaded: this.#doubles[(at + Field.downloaded) >> 1] as number,
      left: this.#doubles[(at + Field.left) >> 1] as number,
      leechers: words[at + Field.leechers] as number,
    }
  }

  #copy(word: number, length: number): Uint8Array {
    return this.#bytes.slice(word * 4, word * 4 + length)
  }
}
