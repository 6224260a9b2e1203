/**
 * How long a thread takes for its batches, and how much of its time it works: the clock is read twice a batch, whatever
 * is in it.
 *
 *   waiting │ batch │ expiry, waiting │ batch │ reading │ batch that filled its buffers │
 *           └ busy ─┘                 └ busy ─┴── busy ─┴── busy ───────────────────────┘
 *
 * Expiry can be put off, and what comes while a thread waits is there at once; so a thread is busy all of its time only
 * where it finds as much as it can take, again and again.
 */
import { monotonicSeconds } from '#base/clock'
import { openCounters } from '#telemetry/counters'
import { batchSecondsBounds, observe } from '#telemetry/histogram'
import type { MetricProtocol } from '#telemetry/metrics'
import { metrics } from './request-counters.ts'

export class BatchMeter {
  readonly #row: Float64Array
  readonly #histogram: number
  readonly #busy = metrics.busySeconds()
  readonly #countsBusy: boolean
  /** When the batch in hand began, and when the one before ended. Numbers in fields would be made anew for each. */
  readonly #moments = new Float64Array(2)

  /** `countsBusy` unless something else knows when the thread works. */
  constructor(
    buffer: SharedArrayBuffer,
    slot: number,
    protocol: MetricProtocol,
    { countsBusy }: { readonly countsBusy: boolean },
  ) {
    this.#row = openCounters(buffer, slot).row
    this.#histogram = metrics.batchSeconds(protocol)
    this.#countsBusy = countsBusy
    this.#moments[1] = monotonicSeconds()
  }

  /** A batch has come. `isFull` where there was as much as can be taken, so that nothing was waited for. */
  begin(isFull = false): void {
    const moments = this.#moments
    const began = monotonicSeconds()
    if (isFull) this.#addBusy(began - (moments[1] as number))
    moments[0] = began
  }

  /** It is answered. */
  end(): void {
    const moments = this.#moments
    const ended = monotonicSeconds()
    const seconds = ended - (moments[0] as number)
    moments[1] = ended
    observe(this.#row, this.#histogram, batchSecondsBounds, seconds)
    this.#addBusy(seconds)
  }

  #addBusy(seconds: number): void {
    if (this.#countsBusy) this.#row[this.#busy] = (this.#row[this.#busy] as number) + seconds
  }
}
