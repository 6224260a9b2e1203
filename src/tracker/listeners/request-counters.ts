/**
 * The columns of the shared counters that one protocol's listeners add to. Looked up once, because
 * finding a column by its labels is no work for a request.
 */
import { type Counters, openCounters } from '#telemetry/counters'
import {
  createMetrics,
  type MetricProtocol,
  type ProxyRefusal,
  proxyRefusals,
} from '#telemetry/metrics'
import type { Action } from '#tracker/announce/action'
import { allFailures, Failure, failureDescriptions } from '#tracker/wire/failure'

/** The catalogue of metrics, the same in every thread. */
export const metrics = createMetrics({
  failureCodes: allFailures.map((failure) => failureDescriptions[failure].code),
})

export class RequestCounters {
  readonly #counters: Counters
  readonly #requests4: number
  readonly #requests6: number
  readonly #failures: number
  readonly #dropped: number
  readonly #proxyRefused: number
  readonly #received: number
  readonly #sent: number
  readonly #connections = metrics.connectionsOpen()

  constructor(buffer: SharedArrayBuffer, slot: number, protocol: MetricProtocol) {
    this.#counters = openCounters(buffer, slot)
    this.#requests4 = metrics.requests(protocol, '4', 'connect')
    this.#requests6 = metrics.requests(protocol, '6', 'connect')
    this.#failures =
      metrics.failures(protocol, failureDescriptions[Failure.infoHashMissing].code) - 1
    this.#dropped = metrics.dropped(protocol)
    this.#proxyRefused = metrics.proxyRefused(proxyRefusals[0])
    this.#received = metrics.receivedBytes(protocol)
    this.#sent = metrics.sentBytes(protocol)
  }

  /** A request that was understood, and how it failed if it did. */
  request(family: 4 | 6, action: Action, failure: Failure): void {
    this.#counters.add((family === 4 ? this.#requests4 : this.#requests6) + action)
    if (failure !== Failure.none) this.#counters.add(this.#failures + failure)
  }

  /** Something malformed that got no answer. */
  dropped(): void {
    this.#counters.add(this.#dropped)
  }

  /** A connection that is to say whose it is, and did not. */
  proxyRefused(refusal: ProxyRefusal): void {
    this.#counters.add(this.#dropped)
    this.#counters.add(this.#proxyRefused + proxyRefusals.indexOf(refusal))
  }

  bytes(received: number, sent: number): void {
    this.#counters.add(this.#received, received)
    this.#counters.add(this.#sent, sent)
  }

  /** Connections opened (1) or closed (-1). */
  connections(change: 1 | -1): void {
    this.#counters.add(this.#connections, change)
  }

  /** A thread begins without connections, whatever its predecessor in this slot had. */
  noConnections(): void {
    this.#counters.set(this.#connections, 0)
  }
}
