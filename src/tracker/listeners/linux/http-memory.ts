/**
 * The memory of one HTTP thread, laid out once in its part of the shared region, so that every system call
 * finds its bytes there by native address and a reply's peers are copied inside one block of memory.
 *
 *   sockaddr, epoll_event │ head of replies │ events │ descriptors │ input │ answer │ outbox
 *
 * - input: what recv(2) takes; a whole request always fits, and of small ones hundreds.
 * - answer: where `HttpAnswer` makes the reply that it is asked for.
 * - outbox: replies to pipelined requests, gathered so that one send(2) takes them all.
 * - descriptors: those of the open connections. They are kept here, and not in the thread, because descriptors outlive
 *   a thread that dies: its successor finds and closes them, and the one of epoll.
 */
import { assert } from '#base/assert'
import { httpConnectionsMax } from '#base/limits'
import { httpAnswerBytes } from '#tracker/announce/http-answer'
import { packetBytesPerSlot } from '#tracker/swarm/layout'
import { writeBytes } from '#tracker/wire/bytes'
import { requestBytesMax } from '#tracker/wire/http/request-head'
import { sockaddrBytes } from './constants.ts'
import { replyHeadStart } from './http-replies.ts'

/** Descriptors that one epoll_wait(2) tells of. */
export const eventsMax = 256
export const inputBytes = 64 * 1024
export const outboxBytes = 80 * 1024

const lineBytes = 64
const eventBytesMax = 16

/** Bytes from the beginning of the thread's part; each begins a cache line, but for the first ones. */
const Part = (() => {
  const headStart = 2 * lineBytes
  const events = headStart + roundUp(replyHeadStart.length)
  const descriptors = events + eventsMax * eventBytesMax
  // Lines of input and answer that are in use together are not to compete for the same sets of a cache.
  const input = roundUp(descriptors + httpConnectionsMax * 4) + 5 * lineBytes
  const answer = input + inputBytes + 13 * lineBytes
  const outbox = roundUp(answer + httpAnswerBytes)
  return {
    source: 0,
    sourceLength: 32,
    event: 48,
    owner: lineBytes,
    epoll: lineBytes + 4,
    headStart,
    events,
    descriptors,
    input,
    answer,
    outbox,
    end: outbox + outboxBytes,
  } as const
})()

assert(Part.end <= packetBytesPerSlot, "the buffers fit the thread's part of the region")
assert(inputBytes >= requestBytesMax, 'every request fits the input')
assert(outboxBytes >= httpAnswerBytes, 'every reply fits the outbox')
assert(sockaddrBytes[6] <= Part.sourceLength, 'every source fits')

export class HttpMemory {
  /** All of the region. */
  readonly bytes: Uint8Array
  readonly words: Int32Array
  /** Byte offsets in the region. */
  readonly sourceAt: number
  /** Where `replyHeadStart` stands. */
  readonly headStartAt: number
  readonly inputAt: number
  readonly answerAt: number
  readonly outboxAt: number
  /** Word offsets in the region. */
  readonly sourceLengthWord: number
  readonly eventWord: number
  readonly eventsWord: number
  /** Descriptors of connections plus one, by slot; 0 where there is none. */
  readonly descriptors: Int32Array
  /** Native address of byte 0 of the region. */
  readonly address: number
  readonly #ownerWord: number
  readonly #epollWord: number

  /** `bytes` and `words` see the region, which begins at native address `address`; ours begins at byte `base`. */
  constructor(bytes: Uint8Array, words: Int32Array, address: number, base: number) {
    assert(base + Part.end < 2 ** 31, 'the buffers lie where int32 offsets reach')
    this.bytes = bytes
    this.words = words
    this.address = address
    this.sourceAt = base + Part.source
    this.headStartAt = base + Part.headStart
    this.inputAt = base + Part.input
    this.answerAt = base + Part.answer
    this.outboxAt = base + Part.outbox
    this.sourceLengthWord = (base + Part.sourceLength) >> 2
    this.eventWord = (base + Part.event) >> 2
    this.eventsWord = (base + Part.events) >> 2
    writeBytes(bytes, this.headStartAt, replyHeadStart)
    const descriptorsWord = (base + Part.descriptors) >> 2
    this.descriptors = words.subarray(descriptorsWord, descriptorsWord + httpConnectionsMax)
    this.#ownerWord = (base + Part.owner) >> 2
    this.#epollWord = (base + Part.epoll) >> 2
  }

  /**
   * Calls `close` with each descriptor that a predecessor of this thread left open. What another process left
   * in memory that was handed on means nothing here; `processKey` is another in each.
   */
  takeOver(processKey: number, close: (descriptor: number) => void): void {
    const { words } = this
    const isOurs = words[this.#ownerWord] === processKey
    if (isOurs) for (const descriptor of this.descriptors) if (descriptor > 0) close(descriptor - 1)
    if (isOurs && words[this.#epollWord] !== 0) close((words[this.#epollWord] as number) - 1)
    this.descriptors.fill(0)
    words[this.#epollWord] = 0
    words[this.#ownerWord] = processKey
  }

  /** The thread's epoll descriptor, for a successor; -1 when it is closed. */
  noteEpoll(descriptor: number): void {
    this.words[this.#epollWord] = descriptor + 1
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / lineBytes) * lineBytes
}
