/**
 * One client of the HTTP load: it connects, sends the announce of a peer, reads the answer, and goes on with the
 * next peer over the same connection or a new one, as the tracker and the round allow.
 */
import type { Libc } from '../../src/base/libc.ts'
import {
  Errno,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  TCP_NODELAY,
} from '../../src/tracker/listeners/linux/constants.ts'
import { requestBytes } from './http-requests.ts'
import { domains, socketAddress, sourceAddress } from './socket-address.ts'
import { connect } from './syscalls.ts'

/** Source addresses; a peer always announces from the same. */
export const httpSources = 16

const IPPROTO_IP = 0
const IP_BIND_ADDRESS_NO_PORT = 24
const answerBytesMax = 8192
const one = new Uint8Array(new Int32Array([1]).buffer)

export type HttpTarget = { readonly host: string; readonly port: number; readonly family: 4 | 6 }

/** What all clients of a round share; counted up as answers come. */
export class HttpCounts {
  announces = 0
  failures = 0
  peersTold = 0
  answersRead = 0
  bytes = 0
  connections = 0
  /** The tracker has closed a connection that was to be kept: from now on its close is waited for. */
  doesClose = false

  copy(): HttpCounts {
    return Object.assign(new HttpCounts(), this)
  }
}

/** Answers are taken apart one time in so many (a prime: other peers each lap), which costs more than receiving. */
const readEvery = 17

export class HttpConnection {
  /** Which source address it has, 0 to `httpSources` - 1. */
  readonly source: number
  readonly #libc: Libc
  readonly #counts: HttpCounts
  readonly #server: Uint8Array
  readonly #source: Uint8Array
  readonly #domain: number
  readonly #family: 4 | 6
  readonly #keepsAlive: boolean
  readonly #answer = Buffer.alloc(answerBytesMax)
  readonly #memory: number
  readonly #buffer: Uint8Array
  readonly #at: number
  #descriptor = -1
  #received = 0
  #isWaiting = false

  constructor(
    libc: Libc,
    index: number,
    target: HttpTarget,
    place: { readonly bytes: Uint8Array; readonly at: number; readonly memory: number },
    how: { readonly keepsAlive: boolean; readonly counts: HttpCounts },
  ) {
    this.#libc = libc
    this.source = index % httpSources
    this.#counts = how.counts
    this.#keepsAlive = how.keepsAlive
    this.#server = socketAddress(target.host, target.port)
    this.#source = socketAddress(sourceAddress(target.family, this.source), 0)
    this.#domain = domains[target.family]
    this.#family = target.family
    this.#buffer = place.bytes
    this.#at = place.at
    this.#memory = place.memory
  }

  get isWaiting(): boolean {
    return this.#isWaiting
  }

  /** Connects where there is no connection. */
  connect(): void {
    if (this.#descriptor < 0) this.#open()
  }

  /** Sends the request that stands at byte `at` of the memory. */
  ask(at: number): void {
    const flags = MSG_NOSIGNAL | MSG_DONTWAIT
    const sent = this.#libc.send(this.#descriptor, this.#memory + at, requestBytes, flags)
    if (sent === requestBytes) {
      this.#isWaiting = true
      this.#received = 0
    } else this.close()
  }

  /** Takes what has come; true when the answer is complete. */
  read(): boolean {
    const room = answerBytesMax - this.#received
    const into = this.#memory + this.#at + this.#received
    const count = this.#libc.recv(this.#descriptor, into, room, MSG_DONTWAIT)
    if (count < 0 && this.#libc.errno() === Errno.EAGAIN) return false
    if (count > 0) this.#received += count
    if (count > 0 && !this.#isComplete()) return false
    this.#finish(count <= 0)
    return true
  }

  close(): void {
    if (this.#descriptor >= 0) this.#libc.close(this.#descriptor)
    this.#descriptor = -1
    this.#isWaiting = false
  }

  /** The end of an answer is the close where the connection is not kept, else as the head says. */
  #isComplete(): boolean {
    if (!this.#keepsAlive || this.#counts.doesClose) return false
    this.#answer.set(this.#buffer.subarray(this.#at, this.#at + this.#received))
    const text = this.#answer
    const head = text.subarray(0, this.#received).indexOf('\r\n\r\n')
    if (head < 0) return false
    const length = contentLength(text, head)
    return length >= 0 && this.#received >= head + 4 + length
  }

  #finish(isClosed: boolean): void {
    const counts = this.#counts
    this.#isWaiting = false
    counts.bytes += this.#received
    if (this.#received === 0) {
      counts.failures++
      counts.doesClose = true
    } else {
      counts.announces++
      if (counts.announces % readEvery === 0) this.#readPeers()
    }
    if (isClosed) this.close()
  }

  #readPeers(): void {
    const text = Buffer.from(this.#buffer.subarray(this.#at, this.#at + this.#received))
    const key = this.#family === 4 ? '5:peers' : '6:peers6'
    const at = text.indexOf(key)
    if (at < 0) this.#counts.failures++
    else {
      const length = Number.parseInt(
        text.toString('latin1', at + key.length, at + key.length + 6),
        10,
      )
      this.#counts.peersTold += length / (this.#family === 4 ? 6 : 18)
      this.#counts.answersRead++
    }
  }

  #open(): void {
    const libc = this.#libc
    const descriptor = libc.socket(this.#domain, SOCK_STREAM | SOCK_CLOEXEC, 0)
    libc.setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, one, 4)
    libc.setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, one, 4)
    libc.bind(descriptor, this.#source, this.#source.length)
    if (connect(descriptor, this.#server) !== 0)
      throw new Error(`connect failed: errno ${libc.errno()}`)
    this.#descriptor = descriptor
    this.#counts.connections++
  }
}

/** The number behind `Content-Length: `, or -1. */
function contentLength(text: Buffer, headEnd: number): number {
  const name = text.indexOf('ontent-Length:')
  const other = name < 0 ? text.indexOf('ontent-length:') : name
  if (other < 0 || other > headEnd) return -1
  return Number.parseInt(text.toString('latin1', other + 14, other + 24), 10)
}
