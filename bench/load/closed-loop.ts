/**
 * Load that follows the tracker: a fixed number of announces is always on its way, and each answer makes room
 * for the next. It shows how much work the tracker gets through, never how long anybody waits (open-loop.ts).
 *
 * The number is kept below what the smallest receive buffer among the trackers holds (opentracker keeps the
 * kernel's default of 212,992 bytes, about 270 announces), so that nothing is lost. What is lost all the
 * same is written off after a while, and counted.
 */
import type { Lane } from './lane.ts'
import type { ReplyBatch } from './reply-batch.ts'
import { type MeteredServer, type ServerUse, startMeter } from './server-meter.ts'

export type ClosedLoopOptions = {
  readonly lanes: readonly Lane[]
  readonly replies: ReplyBatch
  /** Announces on their way for each lane. */
  readonly window: number
  readonly server: MeteredServer
}

export type Measured = ServerUse & {
  readonly announces: number
  readonly errors: number
  readonly peersTold: number
  readonly bytes: number
  readonly lost: number
}

const lostAfterMs = 100
/** The window is full, the tracker's caches are warm: from here on it counts. A shorter round settles as long as it lasts. */
const settleMsMax = 300
/** The share of a first pass that does not count. */
const settleShare = 0.1

export class ClosedLoop {
  readonly #options: ClosedLoopOptions
  #lost = 0
  #answeredAt = 0

  constructor(options: ClosedLoopOptions) {
    this.#options = options
  }

  /** Announces for `seconds`, and a little longer for the load to settle. */
  runFor(seconds: number): Measured {
    this.#turnUntil(performance.now() + Math.min(settleMsMax, seconds * 1000))
    const meter = this.#startMeter()
    this.#turnUntil(performance.now() + seconds * 1000)
    return meter()
  }

  /** Every peer announces once. */
  runThrough(): Measured {
    const { lanes } = this.#options
    const total = lanes.reduce((sum, lane) => sum + lane.count, 0)
    this.#passUntil(total * settleShare)
    const meter = this.#startMeter()
    this.#passUntil(total)
    return meter()
  }

  #startMeter(): () => Measured {
    const { replies, server } = this.#options
    replies.reset()
    this.#lost = 0
    const meter = startMeter(server)
    return () => ({
      ...meter(),
      announces: replies.announces,
      errors: replies.errors,
      peersTold: replies.peersTold,
      bytes: replies.bytes,
      lost: this.#lost,
    })
  }

  #turnUntil(end: number): void {
    const { lanes, window } = this.#options
    for (let now = performance.now(); now < end; now = performance.now()) {
      for (const lane of lanes) {
        this.#receive(lane, now)
        if (lane.outstanding <= window / 2) lane.send(window - lane.outstanding)
      }
      this.#writeOff(now)
    }
  }

  /** Goes on until `count` announces of this pass have been sent, and then until the answers are in. */
  #passUntil(count: number): void {
    const { lanes, window } = this.#options
    for (;;) {
      const now = performance.now()
      let sent = 0
      let outstanding = 0
      for (const lane of lanes) {
        this.#receive(lane, now)
        const left = lane.count - lane.sent
        if (left > 0 && lane.outstanding <= window / 2)
          lane.send(Math.min(left, window - lane.outstanding))
        sent += lane.sent
        outstanding += lane.outstanding
      }
      this.#writeOff(now)
      const isLast = lanes.every((lane) => lane.sent === lane.count)
      if (isLast ? outstanding === 0 : sent >= count) return
    }
  }

  #receive(lane: Lane, now: number): void {
    const { replies } = this.#options
    const received = replies.receive(lane.descriptor)
    if (received === 0) return
    replies.count(received)
    lane.outstanding = Math.max(0, lane.outstanding - received)
    this.#answeredAt = now
  }

  #writeOff(now: number): void {
    if (this.#answeredAt === 0) this.#answeredAt = now
    if (now - this.#answeredAt < lostAfterMs) return
    for (const lane of this.#options.lanes) {
      this.#lost += lane.outstanding
      lane.outstanding = 0
    }
    this.#answeredAt = now
  }
}
