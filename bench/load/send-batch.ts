/**
 * Announces handed to the kernel many at a time, each a datagram of its own, as clients send them. (UDP_SEGMENT
 * would make load for less, but what it makes is also received for less: trackers looked up to 8 % faster
 * under it than under datagrams that were sent one by one.)
 */
import type { Libc } from '../../src/base/libc.ts'
import {
  iovecBytes,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  Msghdr,
  mmsghdrBytes,
} from '../../src/tracker/listeners/linux/constants.ts'

/** Datagrams sent at once at most. */
export const sendBatchSize = 64

/** Bytes of memory that a batch needs. */
export const sendBatchBytes = sendBatchSize * (mmsghdrBytes + iovecBytes)

export class SendBatch {
  readonly #libc: Libc
  readonly #view: DataView
  readonly #address: number
  readonly #base: number

  /** `view` sees memory that begins at native address `address`; the batch has it from byte `base` on. */
  constructor(libc: Libc, view: DataView, address: number, base: number) {
    this.#libc = libc
    this.#view = view
    this.#address = address
    this.#base = base
    for (let index = 0; index < sendBatchSize; index++) {
      const header = base + index * mmsghdrBytes
      const iovec = BigInt(address + this.#iovec(index))
      view.setBigInt64(header + Msghdr.iov, iovec, true)
      view.setInt32(header + Msghdr.iovLength, 1, true)
    }
  }

  /** Sends `count` datagrams of `bytes` each, the first at byte `at`, the others `stride` apart. Gives how many went. */
  send(descriptor: number, at: number, bytes: number, count: number, stride = bytes): number {
    for (let index = 0; index < count; index++) {
      const pointer = this.#address + at + index * stride
      const iovec = this.#iovec(index)
      this.#view.setInt32(iovec, pointer | 0, true)
      this.#view.setInt32(iovec + 4, Math.floor(pointer / 2 ** 32), true)
      this.#view.setInt32(iovec + 8, bytes, true)
    }
    const headers = this.#address + this.#base
    const flags = MSG_DONTWAIT | MSG_NOSIGNAL
    return Math.max(0, this.#libc.sendmmsg(descriptor, headers, count, flags))
  }

  #iovec(index: number): number {
    return this.#base + sendBatchSize * mmsghdrBytes + index * iovecBytes
  }
}
