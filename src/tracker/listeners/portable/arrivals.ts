/**
 * The PROXY protocol in front of a server of Node's: each connection waits here until the header has come that says
 * whose it is, and is then given to the server as if it had just been made, be HTTP or TLS what comes next.
 */
import type { Server, Socket } from 'node:net'
import { httpRequestSecondsMax } from '#base/limits'
import type { ProxyRefusal } from '#telemetry/metrics'
import { parseAddress } from '#tracker/wire/address'
import {
  decodeProxyProtocolHeader,
  ProxyProtocolHeader,
  ProxyProtocolStatus,
} from '#tracker/wire/proxy-protocol-header'
import type { RequestSource, TrustedProxies } from '../proxied-address.ts'
import { proxyRefusalOf } from '../proxy-refusal.ts'
import type { RequestCounters } from '../request-counters.ts'

export type ArrivalsOptions = {
  /** Nothing but the server itself may listen to its connections yet. */
  readonly server: Server
  readonly counters: RequestCounters
  /** Read anew for each connection. */
  readonly settings: { readonly proxies: TrustedProxies }
}

export class Arrivals {
  readonly #server: Server
  readonly #counters: RequestCounters
  readonly #settings: ArrivalsOptions['settings']
  /** What the server does with a connection. */
  readonly #takers: readonly Function[]
  readonly #waiting = new Set<Socket>()
  /** Whose the connections are, by their ends: a request over TLS comes with another socket than arrived here. */
  readonly #clients = new Map<string, RequestSource>()
  readonly #header = new ProxyProtocolHeader()

  constructor({ server, counters, settings }: ArrivalsOptions) {
    this.#server = server
    this.#counters = counters
    this.#settings = settings
    this.#takers = server.listeners('connection')
    server.removeAllListeners('connection')
    server.on('connection', (socket) => this.#receive(socket))
  }

  /** Who asks over `socket`, into `source`; false when the connection is gone. */
  readSource(socket: Socket, source: RequestSource): boolean {
    const client = this.#clients.get(endsOf(socket))
    if (client === undefined) return false
    source.address.set(client.address)
    source.family = client.family
    return true
  }

  /** Closes the connections that still wait. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy()
  }

  #receive(socket: Socket): void {
    const proxy = sourceOf(socket)
    if (proxy === undefined) return void socket.destroy()
    const { proxies } = this.#settings
    if (!proxies.isTrusted(proxy.address, 0, proxy.family)) return this.#refuse(socket, 'untrusted')
    this.#wait(socket, proxy)
  }

  #wait(socket: Socket, proxy: RequestSource): void {
    let received = Buffer.alloc(0)
    const read = (): void => {
      const chunk = socket.read() as Buffer | null
      if (chunk === null) return
      received = Buffer.concat([received, chunk])
      const status = decodeProxyProtocolHeader(received, 0, received.length, this.#header)
      if (status === ProxyProtocolStatus.incomplete) return
      end()
      if (status !== ProxyProtocolStatus.complete)
        return this.#refuse(socket, proxyRefusalOf[status])
      this.#handOn(socket, proxy, received.subarray(this.#header.end))
    }
    const giveUp = (): void => {
      socket.destroy()
    }
    const late = setTimeout(() => this.#refuse(socket, 'late'), httpRequestSecondsMax * 1000)
    const end = (): void => {
      clearTimeout(late)
      this.#waiting.delete(socket)
      socket.off('readable', read).off('end', giveUp).off('error', giveUp).off('close', end)
    }
    this.#waiting.add(socket)
    socket.on('readable', read).on('end', giveUp).on('error', giveUp).on('close', end)
  }

  #refuse(socket: Socket, refusal: ProxyRefusal): void {
    this.#counters.proxyRefused(refusal)
    socket.destroy()
  }

  #handOn(socket: Socket, proxy: RequestSource, rest: Buffer): void {
    const { family, address } = this.#header
    const client = family === 0 ? proxy : { family, address: address.slice() }
    const ends = endsOf(socket)
    this.#clients.set(ends, client)
    socket.once('close', () => {
      // The same ends may be those of a new connection by now.
      if (this.#clients.get(ends) === client) this.#clients.delete(ends)
    })
    if (rest.length > 0) socket.unshift(rest)
    for (const take of this.#takers) Reflect.apply(take, this.#server, [socket])
  }
}

function sourceOf({ remoteAddress = '' }: Socket): RequestSource | undefined {
  const address = new Uint8Array(16)
  const family = parseAddress(remoteAddress, address)
  return family === 0 ? undefined : { address, family }
}

/** Both ends of a connection; no two that are open have the same. */
function endsOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`
}
