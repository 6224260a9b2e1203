/**
 * The whole life of a UDP thread: block until datagrams come, take all there are (at most a batch), answer
 * them, send the replies, do a bounded piece of expiry, look whether main wants something.
 *
 * Nothing here allocates per datagram, and the clock is read once per batch. A system call that was interrupted or
 * timed out is a batch of none. In this thread nothing asynchronous ever runs.
 */
import type { Clock } from '#base/clock'
import type { Libc } from '#base/libc'
import { Action } from '#tracker/announce/action'
import type { UdpAnswer } from '#tracker/announce/udp-answer'
import { Lookahead } from '#tracker/swarm/lookahead'
import type { SwarmStore } from '#tracker/swarm/swarm-store'
import { AnnounceGlance } from '#tracker/wire/udp/announce-glance'
import { UdpRequestKind } from '#tracker/wire/udp/udp-request'
import type { BatchMeter } from '../batch-meter.ts'
import type { RequestCounters } from '../request-counters.ts'
import { MSG_DONTWAIT, MSG_NOSIGNAL, MSG_WAITFORONE } from './constants.ts'
import { batchSize, type DatagramBatch } from './datagram-batch.ts'

export type UdpLoopOptions = {
  readonly libc: Libc
  readonly descriptor: number
  readonly family: 4 | 6
  readonly batch: DatagramBatch
  /** The region's bytes, in which datagrams and replies lie. */
  readonly bytes: Uint8Array
  readonly answer: UdpAnswer
  readonly counters: RequestCounters
  readonly meter: BatchMeter
  readonly clock: Clock
  readonly store: SwarmStore
  /** Called when the replies of a batch are sent. */
  readonly endBatch: () => void
  /** Looks for messages of main; false when the thread is to end. */
  readonly isToGoOn: () => boolean
}

/** Steps of expiry after a full batch (others wait), after a partial one, and after waiting in vain. */
const sweepSteps = { busy: 1, partial: 16, idle: 512 } as const
/** Answered at the end, of what has come before it; more comes without end. */
const lastBatchesMax = 64

export function runUdpLoop(options: UdpLoopOptions): void {
  const { libc, descriptor, batch, meter, clock, store, endBatch, isToGoOn } = options
  const thread = new UdpThread(options)
  const round = (flags: number): number => {
    const received = libc.recvmmsg(descriptor, batch.receivedAddress, batchSize, flags, 0)
    const nowSeconds = clock.nowSeconds()
    if (received > 0) {
      meter.begin(received === batchSize)
      thread.answerBatch(received, nowSeconds)
      endBatch()
      meter.end()
    }
    return received
  }
  while (isToGoOn()) {
    const steps = stepsAfter(round(MSG_WAITFORONE))
    for (let step = 0; step < steps && store.sweep(); step++);
  }
  for (let batches = 0; batches < lastBatchesMax && round(MSG_DONTWAIT) > 0; batches++);
}

function stepsAfter(received: number): number {
  if (received === batchSize) return sweepSteps.busy
  return received > 0 ? sweepSteps.partial : sweepSteps.idle
}

class UdpThread {
  readonly #libc: Libc
  readonly #descriptor: number
  readonly #family: 4 | 6
  readonly #batch: DatagramBatch
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #answer: UdpAnswer
  readonly #counters: RequestCounters
  readonly #lookahead: Lookahead
  readonly #glance = new AnnounceGlance()
  readonly #source = new Int32Array(4)

  constructor(options: UdpLoopOptions) {
    this.#libc = options.libc
    this.#descriptor = options.descriptor
    this.#family = options.family
    this.#batch = options.batch
    this.#bytes = options.bytes
    this.#view = new DataView(options.bytes.buffer)
    this.#answer = options.answer
    this.#counters = options.counters
    this.#lookahead = new Lookahead(options.store.parts, batchSize)
    this.#answer.request.announce.family = options.family
  }

  answerBatch(received: number, nowSeconds: number): void {
    if (this.#lookahead.isUseful) this.#lookAhead(received)
    let bytesIn = 0
    let bytesOut = 0
    for (let index = 0; index < received; index++) {
      bytesIn += this.#batch.inLength(index)
      bytesOut += this.#answerOne(index, nowSeconds)
    }
    this.#counters.bytes(bytesIn, bytesOut)
    this.#sendReplies()
    this.#batch.reset(received)
  }

  #lookAhead(received: number): void {
    const batch = this.#batch
    const glance = this.#glance
    const source = this.#source
    for (let index = 0; index < received; index++) {
      if (!glance.look(this.#view, batch.inAt(index), batch.inLength(index))) continue
      batch.readSource(index, source)
      this.#lookahead.add(glance.infoHashAt, glance.isSeeder, source, this.#family, glance.port)
    }
    this.#lookahead.fetch()
  }

  #answerOne(index: number, nowSeconds: number): number {
    const batch = this.#batch
    const answer = this.#answer
    const port = batch.readSource(index, answer.request.announce.addressWords)
    const length = answer.answer(
      this.#view,
      this.#bytes,
      batch.inAt(index),
      batch.inLength(index),
      batch.outAt(),
      nowSeconds,
    )
    const isDropped = answer.action === Action.other && answer.request.kind === UdpRequestKind.drop
    if (isDropped) this.#counters.dropped()
    else this.#counters.request(this.#family, answer.action, answer.failure)
    // A reply to port 0 cannot be sent, and would stop the batch.
    if (length > 0 && port !== 0) batch.reply(index, length)
    return length
  }

  /** A reply that cannot be sent (no route, a full buffer) is lost like any datagram; the others follow. */
  #sendReplies(): void {
    const { replies, repliesAddress } = this.#batch
    let sent = 0
    while (sent < replies) {
      const result = this.#libc.sendmmsg(
        this.#descriptor,
        repliesAddress + sent * 64,
        replies - sent,
        MSG_DONTWAIT | MSG_NOSIGNAL,
      )
      sent += result > 0 ? result : 1
    }
  }
}
