/**
 * Load that does not care how the tracker is doing: announces leave at a fixed rate, and the time from when one
 * was due to its answer is noted. An announce that leaves late, because the load was held up, counts from
 * when it was due, so that a stall is seen by everybody it would have met (no coordinated omission).
 */
import type { Lane } from './lane.ts'
import type { ReplyBatch } from './reply-batch.ts'
import { type MeteredServer, type ServerUse, startMeter } from './server-meter.ts'

export type OpenLoopOptions = {
  readonly lanes: readonly Lane[]
  readonly replies: ReplyBatch
  readonly ratePerSecond: number
  readonly server: MeteredServer
}

export type Latency = ServerUse & {
  readonly sent: number
  readonly answered: number
  /** Microseconds. */
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

const ringSize = 1 << 17
const drainMs = 200

export class OpenLoop {
  readonly #options: OpenLoopOptions
  readonly #dueAt = new Float64Array(ringSize)
  readonly #waits: Float64Array
  #answered = 0
  #sent = 0

  constructor(options: OpenLoopOptions, seconds: number) {
    this.#options = options
    this.#waits = new Float64Array(Math.ceil(options.ratePerSecond * seconds * 1.1))
  }

  runFor(seconds: number): Latency {
    const { lanes, ratePerSecond, server } = this.#options
    const perMs = ratePerSecond / 1000
    const began = performance.now()
    const meter = startMeter(server)
    const end = began + seconds * 1000
    for (let now = began; now < end; now = performance.now()) {
      const due = Math.floor((now - began) * perMs)
      // At most one each for every lane before the answers are looked at again.
      for (let lane = 0; lane < lanes.length && this.#sent < due; lane++)
        this.#sendNext(began + this.#sent / perMs)
      this.#receive()
    }
    const use = meter()
    for (const drained = performance.now() + drainMs; performance.now() < drained; ) this.#receive()
    return { ...this.#percentiles(), ...use }
  }

  #sendNext(dueAt: number): void {
    const { lanes } = this.#options
    const lane = lanes[this.#sent % lanes.length] as Lane
    this.#dueAt[this.#sent % ringSize] = dueAt
    lane.sendNumbered(this.#sent)
    this.#sent++
  }

  #receive(): void {
    const { lanes, replies } = this.#options
    for (const lane of lanes) {
      const received = replies.receive(lane.descriptor)
      if (received === 0) continue
      const now = performance.now()
      replies.count(received)
      for (let index = 0; index < received; index++)
        this.#note(now - (this.#dueAt[replies.transactionId(index) % ringSize] as number))
    }
  }

  #note(milliseconds: number): void {
    this.#waits[this.#answered++] = milliseconds * 1000
  }

  #percentiles(): Omit<Latency, keyof ServerUse> {
    const waits = this.#waits.subarray(0, this.#answered).toSorted()
    const at = (share: number): number => waits[Math.floor(share * (waits.length - 1))] ?? 0
    return {
      sent: this.#sent,
      answered: this.#answered,
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      p999: at(0.999),
      max: at(1),
    }
  }
}
