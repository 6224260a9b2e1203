/**
 * Takes new connections from the listening sockets. TCP_DEFER_ACCEPT has them wait in the kernel until their
 * request is there, so each is read at once, and one whose client asked for its end is answered and closed without
 * epoll ever hearing of it: four system calls for the most common request there is.
 *
 * The idlest connections give way to new ones, at the ceiling and when the system has no more descriptors. When it
 * has none and no connection of ours is left to close, the sockets are left alone for a second.
 */
import { assert } from '#base/assert'
import type { Libc } from '#base/libc'
import type { RequestCounters } from '../request-counters.ts'
import type { Connections } from './connections.ts'
import {
  EPOLLIN,
  Errno,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  sockaddrAddressAt,
  sockaddrBytes,
} from './constants.ts'
import type { Epoll } from './epoll.ts'
import type { HttpExchange } from './http-exchange.ts'
import type { HttpMemory } from './http-memory.ts'
import type { ProxyGate } from './proxy-gate.ts'

export type ListeningSocket = {
  readonly descriptor: number
  readonly family: 4 | 6
  /** Each connection begins with a header of the PROXY protocol. */
  readonly usesProxyProtocol: boolean
}

export type AcceptorOptions = {
  readonly libc: Libc
  readonly memory: HttpMemory
  readonly epoll: Epoll
  readonly connections: Connections
  readonly exchange: HttpExchange
  readonly gate: ProxyGate
  readonly counters: RequestCounters
  readonly sockets: readonly ListeningSocket[]
}

/** Connections taken from one socket before others get their turn. */
const acceptedMax = 64
/** Connections closed at once for want of descriptors. */
const givenUpMax = 16
const acceptFlags = SOCK_NONBLOCK | SOCK_CLOEXEC

export class Acceptor {
  readonly #libc: Libc
  readonly #memory: HttpMemory
  readonly #epoll: Epoll
  readonly #connections: Connections
  readonly #exchange: HttpExchange
  readonly #gate: ProxyGate
  readonly #counters: RequestCounters
  readonly #sockets: readonly ListeningSocket[]
  readonly #sourceAddress: number
  readonly #sourceLengthAddress: number
  /** When the sockets were left alone, or 0. */
  #pausedAt = 0
  #isStopped = false

  constructor(options: AcceptorOptions) {
    const { memory } = options
    this.#libc = options.libc
    this.#memory = memory
    this.#epoll = options.epoll
    this.#connections = options.connections
    this.#exchange = options.exchange
    this.#gate = options.gate
    this.#counters = options.counters
    this.#sockets = options.sockets
    this.#sourceAddress = memory.address + memory.sourceAt
    this.#sourceLengthAddress = memory.address + memory.sourceLengthWord * 4
    this.#sockets.forEach(({ descriptor }, index) => {
      const isAdded = this.#epoll.add(descriptor, EPOLLIN, keyOf(index))
      assert(isAdded, 'epoll takes the listening sockets')
    })
  }

  /** Takes what waits at the socket that epoll named `key`, a negative number. */
  accept(key: number): void {
    const socket = this.#sockets[-1 - key] as ListeningSocket
    const { words, sourceLengthWord } = this.#memory
    for (let count = 0; count < acceptedMax; count++) {
      words[sourceLengthWord] = sockaddrBytes[socket.family]
      const accepted = this.#libc.accept4(
        socket.descriptor,
        this.#sourceAddress,
        this.#sourceLengthAddress,
        acceptFlags,
      )
      if (accepted >= 0) this.#begin(accepted, socket)
      else if (!this.#mayGoOn()) return
    }
  }

  /** Takes what waits at every socket, before the end. */
  acceptAll(): void {
    for (let index = 0; index < this.#sockets.length; index++) this.accept(keyOf(index))
  }

  /** Leaves what waits there to somebody else; the sockets are not used any more. */
  stop(): void {
    this.#isStopped = true
    for (const { descriptor } of this.#sockets) this.#epoll.remove(descriptor)
  }

  /** Looks at the sockets again that were left alone. */
  resume(nowSeconds: number): void {
    if (this.#isStopped || this.#pausedAt === 0 || this.#pausedAt === nowSeconds) return
    this.#pausedAt = 0
    this.#watch(EPOLLIN)
  }

  #begin(descriptor: number, { family, usesProxyProtocol }: ListeningSocket): void {
    const connections = this.#connections
    const exchange = this.#exchange
    const { bytes, sourceAt } = this.#memory
    const addressAt = sourceAt + sockaddrAddressAt[family]
    // Before a place is found for it: a stranger costs nobody's.
    if (usesProxyProtocol && !this.#gate.admits(addressAt, family))
      return void this.#libc.close(descriptor)
    if (!usesProxyProtocol && !exchange.mayBegin(addressAt, family))
      return void this.#libc.close(descriptor)
    if (connections.isFull) this.#giveUp(1)
    const slot = connections.open(descriptor, family, bytes, addressAt, exchange.nowSeconds)
    this.#counters.connections(1)
    if (usesProxyProtocol) exchange.arrive(slot)
    else exchange.read(slot)
  }

  /** After an accept that failed: whether to try again in this round. */
  #mayGoOn(): boolean {
    const errno = this.#libc.errno()
    // The client has gone already; the next one may be there.
    if (errno === Errno.ECONNABORTED || errno === Errno.EINTR) return true
    const isWant =
      errno === Errno.EMFILE ||
      errno === Errno.ENFILE ||
      errno === Errno.ENOBUFS ||
      errno === Errno.ENOMEM
    if (!isWant) return false
    if (this.#connections.count > 0) this.#giveUp(givenUpMax)
    else this.#pause()
    return false
  }

  #giveUp(most: number): void {
    for (let count = 0; count < most && this.#connections.count > 0; count++) {
      this.#exchange.close(this.#connections.idlest())
      this.#counters.dropped()
    }
  }

  #pause(): void {
    this.#pausedAt = this.#exchange.nowSeconds
    this.#watch(0)
  }

  #watch(events: number): void {
    this.#sockets.forEach(({ descriptor }, index) => {
      this.#epoll.change(descriptor, events, keyOf(index))
    })
  }
}

/** Connections have slots from 0 on for keys, sockets the negative numbers. */
function keyOf(index: number): number {
  return -1 - index
}
