/**
 * The way in at a listening socket where each connection begins with a header of the PROXY protocol: only a trusted
 * proxy may come in, and says first whose connection it is. Requests are looked at after that.
 */
import {
  decodeProxyProtocolHeader,
  ProxyProtocolHeader,
  ProxyProtocolStatus,
} from '#tracker/wire/proxy-protocol-header'
import type { TrustedProxies } from '../proxied-address.ts'
import { proxyRefusalOf } from '../proxy-refusal.ts'
import type { RequestCounters } from '../request-counters.ts'
import type { Connections } from './connections.ts'
import type { HttpMemory } from './http-memory.ts'

/** What `enter` gives where it gives no offset. */
export const Gate = { waits: -1, refuses: -2 } as const

export type ProxyGateOptions = {
  readonly memory: HttpMemory
  readonly connections: Connections
  readonly counters: RequestCounters
}

export class ProxyGate {
  /** Who may come in; nobody while this is undefined. */
  proxies: TrustedProxies | undefined
  readonly #bytes: Uint8Array
  readonly #connections: Connections
  readonly #counters: RequestCounters
  readonly #header = new ProxyProtocolHeader()

  constructor({ memory, connections, counters }: ProxyGateOptions) {
    this.#bytes = memory.bytes
    this.#connections = connections
    this.#counters = counters
  }

  /** Whether a connection from the address at `addressAt` of the region may come in. */
  admits(addressAt: number, family: 4 | 6): boolean {
    const isTrusted = this.proxies?.isTrusted(this.#bytes, addressAt, family) ?? false
    if (!isTrusted) this.#counters.proxyRefused('untrusted')
    return isTrusted
  }

  /**
   * Reads the header, of which what has come stands from `start` to `end` of the region. Gives where the first
   * request begins, `Gate.waits` while more must come, or `Gate.refuses` when the connection is to be closed.
   */
  enter(slot: number, start: number, end: number): number {
    const header = this.#header
    const status = decodeProxyProtocolHeader(this.#bytes, start, end, header)
    if (status === ProxyProtocolStatus.incomplete) return Gate.waits
    if (status !== ProxyProtocolStatus.complete) {
      this.#counters.proxyRefused(proxyRefusalOf[status])
      return Gate.refuses
    }
    this.#connections.introduce(slot, header.family, header.address)
    return header.end
  }
}
