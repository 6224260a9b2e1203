/**
 * One thread's side of its ring: what an announce was is noted after its reply is made, if it concerns a member or ends
 * a download. It allocates nothing, waits for nobody and reads no clock. A ring that is full costs the record, which is
 * counted; what ends something (`stopped`, `completed`) has the last eighth to itself, and what was refused, which is
 * for looking at only, gets no more than half.
 *
 *   taken ─── main may read ─── published ─── this batch ─── written
 *
 * Records are there for main when they are published, all of a batch at once: a store that other threads must see makes
 * a processor wait for all stores before it, which costs more than the record itself. A thread that dies leaves what is
 * not published to its successor, which writes over it.
 */
import { assert } from '#base/assert'
import { journalRecordsMax } from '#base/limits'
import type { Region } from '#base/region'
import { type Announce, AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { bits, Field, keptForEnds, Ring, recordAt, ringWords } from './journal-layout.ts'

export type JournalWriterOptions = {
  readonly region: Region
  /** The thread's. */
  readonly slot: number
}

export class JournalWriter {
  /** Unix seconds, set once per batch. */
  nowSeconds = 0
  readonly #words: Int32Array
  readonly #doubles: Float64Array
  readonly #ringAt: number
  /** A thread that takes the place of another goes on after what that one published. */
  #written: number
  /** As in the ring. */
  #published: number
  /** What the reader had taken when it was looked at last: its line is read only where room seems to be short. */
  #taken: number

  constructor({ region, slot }: JournalWriterOptions) {
    this.#words = new Int32Array(region.buffer)
    this.#doubles = new Float64Array(region.buffer)
    this.#ringAt = slot * ringWords
    assert(this.#ringAt + ringWords <= this.#words.length, `the journal has no slot ${slot}`)
    this.#published = Atomics.load(this.#words, this.#ringAt + Ring.written)
    this.#written = this.#published
    this.#taken = Atomics.load(this.#words, this.#ringAt + Ring.taken)
  }

  /**
   * Notes an announce by `memberId` (0 for somebody without a key) of a torrent that is known by `torrentId` (0 for an
   * unknown one), which ended with `failure`, or which was told of so many `leechers`; with `isCompletion` where its swarm
   * counts the end of a download.
   */
  note(
    request: Announce,
    torrentId: number,
    memberId: number,
    failure: Failure,
    leechers: number,
    isCompletion: boolean,
  ): void {
    const { event } = request
    if (failure !== Failure.none) {
      if (memberId !== 0 && this.#hasRoom(journalRecordsMax / 2))
        this.#writeRefusal(request, torrentId, memberId, failure)
      return
    }
    // Of those without a key the ends of downloads count and nothing else, and each address and port once: a peer id is
    // whatever a client says.
    if (memberId === 0 && !(isCompletion && request.left === 0)) return
    const isEnd = event === AnnounceEvent.stopped || event === AnnounceEvent.completed
    if (this.#hasRoom(isEnd ? 0 : keptForEnds)) this.#write(request, torrentId, memberId, leechers)
  }

  /** Only now is what was noted there for main; to be called after each batch. */
  publish(): void {
    if (this.#published === this.#written) return
    this.#published = this.#written
    Atomics.store(this.#words, this.#ringAt + Ring.written, this.#written)
  }

  /** Whether there is a place beside `kept` others; if not, a record is lost. */
  #hasRoom(kept: number): boolean {
    if (this.#waiting + kept < journalRecordsMax) return true
    // Even of a batch as long as the ring, main can take the beginning.
    this.publish()
    this.#taken = Atomics.load(this.#words, this.#ringAt + Ring.taken)
    if (this.#waiting + kept < journalRecordsMax) return true
    const dropped = this.#ringAt + Ring.dropped
    Atomics.store(this.#words, dropped, (this.#words[dropped] as number) + 1)
    return false
  }

  get #waiting(): number {
    return (this.#written - this.#taken) >>> 0
  }

  #write(request: Announce, torrentId: number, memberId: number, leechers: number): void {
    const at = this.#writeHead(request, torrentId, memberId, Failure.none)
    this.#writeName(at, request.peerIdWords)
    this.#words[at + Field.leechers] = leechers
    const doubles = this.#doubles
    doubles[(at + Field.uploaded) >> 1] = request.uploaded
    doubles[(at + Field.downloaded) >> 1] = request.downloaded
    doubles[(at + Field.left) >> 1] = request.left
    this.#written = (this.#written + 1) | 0
  }

  #writeRefusal(request: Announce, torrentId: number, memberId: number, failure: Failure): void {
    const at = this.#writeHead(request, torrentId, memberId, failure)
    this.#writeName(at, request.infoHashWords)
    this.#words[at + Field.client] = request.peerIdWords[0] as number
    this.#words[at + Field.client + 1] = request.peerIdWords[1] as number
    this.#written = (this.#written + 1) | 0
  }

  #writeHead(request: Announce, torrentId: number, memberId: number, failure: Failure): number {
    const words = this.#words
    const at = recordAt(this.#ringAt, this.#written)
    words[at + Field.at] = this.nowSeconds
    words[at + Field.torrentId] = torrentId
    words[at + Field.memberId] = memberId
    words[at + Field.bits] =
      request.event |
      (request.family === 6 ? bits.isIpv6 : 0) |
      (request.isUdp ? bits.isUdp : 0) |
      (failure << bits.failureShift)
    return at
  }

  #writeName(at: number, name: Int32Array): void {
    for (let word = 0; word < 5; word++) this.#words[at + Field.name + word] = name[word] as number
  }
}
