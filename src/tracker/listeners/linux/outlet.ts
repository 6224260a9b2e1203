/**
 * Replies on their way out. Those to requests that came together leave together: the first waits where it was made,
 * and is copied to the outbox only when a second one comes. What the kernel does not take is held, and then
 * nothing more is read from that connection until it is gone.
 */
import type { Libc } from '#base/libc'
import type { Connections } from './connections.ts'
import { Errno, MSG_DONTWAIT, MSG_MORE, MSG_NOSIGNAL } from './constants.ts'
import type { HeldBytes } from './held-bytes.ts'
import { type HttpMemory, outboxBytes } from './http-memory.ts'

/** What became of replies. */
export const Sent = {
  all: 0,
  /** Some are held until the client takes them. */
  some: 1,
  /** The client is gone, or too much is held. */
  failed: 2,
} as const
export type Sent = (typeof Sent)[keyof typeof Sent]

const sendFlags = MSG_DONTWAIT | MSG_NOSIGNAL

export type OutletOptions = {
  readonly libc: Libc
  readonly memory: HttpMemory
  readonly connections: Connections
  readonly held: HeldBytes
}

export class Outlet {
  /** Bytes that the kernel took; the loop counts and clears them. */
  sentBytes = 0
  readonly #libc: Libc
  readonly #bytes: Uint8Array
  readonly #address: number
  readonly #outboxAt: number
  readonly #connections: Connections
  readonly #held: HeldBytes
  /** Replies that wait, as byte offsets in the region; equal when there are none. */
  #start = 0
  #end = 0

  constructor({ libc, memory, connections, held }: OutletOptions) {
    this.#libc = libc
    this.#bytes = memory.bytes
    this.#address = memory.address
    this.#outboxAt = memory.outboxAt
    this.#connections = connections
    this.#held = held
  }

  /** To be called before the next reply is made where the last one may still wait. */
  makeWay(): void {
    if (this.#end === this.#start || this.#start === this.#outboxAt) return
    this.#bytes.copyWithin(this.#outboxAt, this.#start, this.#end)
    this.#end += this.#outboxAt - this.#start
    this.#start = this.#outboxAt
  }

  /** The reply from `start` to `end` of the region, outside the outbox, is to be sent to `slot`. */
  add(slot: number, start: number, end: number): Sent {
    if (this.#end === this.#start) {
      this.#start = start
      this.#end = end
      return Sent.all
    }
    const isTooMuch = this.#end + end - start > this.#outboxAt + outboxBytes
    const sent = isTooMuch ? this.flush(slot, false) : Sent.all
    if (sent !== Sent.all) return sent === Sent.failed ? sent : this.#hold(slot, start, end)
    if (this.#end === this.#start) this.#start = this.#end = this.#outboxAt
    this.#bytes.copyWithin(this.#end, start, end)
    this.#end += end - start
    return Sent.all
  }

  /**
   * Sends what waits. `isLast` when the connection is closed or shut next: the kernel then waits for that, and
   * data and end leave in one packet, which saves a quarter of what a connection costs.
   */
  flush(slot: number, isLast: boolean): Sent {
    const start = this.#start
    const end = this.#end
    this.#start = this.#end = 0
    // Nothing overtakes what is held.
    if (this.#held.length(slot) > 0) return start === end ? Sent.some : this.#hold(slot, start, end)
    if (start === end) return Sent.all
    const sent = this.#libc.send(
      this.#connections.descriptor(slot),
      this.#address + start,
      end - start,
      isLast ? sendFlags | MSG_MORE : sendFlags,
    )
    if (sent === end - start) {
      this.sentBytes += sent
      return Sent.all
    }
    return sent < 0 && !this.#isBusy() ? Sent.failed : this.#holdRest(slot, start, end, sent)
  }

  /** Gives `bytes` to a connection that is not read from, such as a piece of a stream. */
  put(slot: number, bytes: Uint8Array): Sent {
    return this.#held.append(slot, bytes, 0, bytes.length) ? this.drain(slot) : Sent.failed
  }

  /** Sends what is held, as much as the client takes now. */
  drain(slot: number): Sent {
    const descriptor = this.#connections.descriptor(slot)
    for (;;) {
      const length = this.#held.read(slot, this.#bytes, this.#outboxAt, outboxBytes)
      if (length === 0) return Sent.all
      const sent = this.#libc.send(descriptor, this.#address + this.#outboxAt, length, sendFlags)
      if (sent < 0) return this.#isBusy() ? Sent.some : Sent.failed
      this.sentBytes += sent
      this.#held.consume(slot, sent)
      if (sent < length) return Sent.some
    }
  }

  #holdRest(slot: number, start: number, end: number, sent: number): Sent {
    const taken = Math.max(sent, 0)
    this.sentBytes += taken
    return this.#hold(slot, start + taken, end)
  }

  #hold(slot: number, start: number, end: number): Sent {
    return this.#held.append(slot, this.#bytes, start, end) ? Sent.some : Sent.failed
  }

  #isBusy(): boolean {
    const errno = this.#libc.errno()
    return errno === Errno.EAGAIN || errno === Errno.EINTR
  }
}
