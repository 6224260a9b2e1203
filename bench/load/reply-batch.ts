/**
 * Replies of a tracker, received many at a time: the memory that recvmmsg(2) fills, and what the replies say.
 * Sockets are connected, so that nobody's name need be received.
 */
import type { Libc } from '../../src/base/libc.ts'
import {
  iovecBytes,
  MSG_DONTWAIT,
  Msghdr,
  mmsghdrBytes,
} from '../../src/tracker/listeners/linux/constants.ts'

const batchSize = 64
const strideBytes = 2112
const headersBytes = batchSize * mmsghdrBytes
const iovecsBytes = batchSize * iovecBytes

/** Bytes of memory that a batch needs. */
export const replyBatchBytes = headersBytes + iovecsBytes + batchSize * strideBytes

const Action = { connect: 0, announce: 1, error: 3 } as const
const announceHeadBytes = 20

export class ReplyBatch {
  announces = 0
  errors = 0
  others = 0
  peersTold = 0
  bytes = 0
  /** The text of the last error, for the report. */
  errorText = ''

  readonly #libc: Libc
  readonly #view: DataView
  readonly #address: number
  readonly #base: number
  readonly #peerBytes: number

  /** `view` sees memory that begins at native address `address`; the batch has it from byte `base` on. */
  constructor(libc: Libc, view: DataView, address: number, base: number, family: 4 | 6) {
    this.#libc = libc
    this.#view = view
    this.#address = address
    this.#base = base
    this.#peerBytes = family === 4 ? 6 : 18
    for (let index = 0; index < batchSize; index++) this.#prepare(index)
  }

  /** Takes what has come on a socket, without waiting. Gives how many replies. */
  receive(descriptor: number): number {
    const headers = this.#address + this.#base
    return Math.max(0, this.#libc.recvmmsg(descriptor, headers, batchSize, MSG_DONTWAIT, 0))
  }

  /** Counts the `received` replies in hand. */
  count(received: number): void {
    for (let index = 0; index < received; index++) {
      const length = this.length(index)
      const action = this.#view.getInt32(this.at(index))
      this.bytes += length
      if (action === Action.announce) {
        this.announces++
        this.peersTold += (length - announceHeadBytes) / this.#peerBytes
      } else if (action === Action.error) this.#countError(index, length)
      else this.others++
    }
  }

  /** The transaction id of reply `index`. */
  transactionId(index: number): number {
    return this.#view.getInt32(this.at(index) + 4)
  }

  isConnect(index: number): boolean {
    return this.length(index) >= 16 && this.#view.getInt32(this.at(index)) === Action.connect
  }

  reset(): void {
    this.announces = 0
    this.errors = 0
    this.others = 0
    this.peersTold = 0
    this.bytes = 0
  }

  at(index: number): number {
    return this.#base + headersBytes + iovecsBytes + index * strideBytes
  }

  length(index: number): number {
    return this.#view.getUint32(this.#base + index * mmsghdrBytes + Msghdr.length, true)
  }

  #countError(index: number, length: number): void {
    this.errors++
    if (this.errorText !== '') return
    const at = this.#view.byteOffset + this.at(index)
    this.errorText = Buffer.from(this.#view.buffer, at + 8, length - 8).toString('latin1')
  }

  #prepare(index: number): void {
    const header = this.#base + index * mmsghdrBytes
    const iovec = this.#base + headersBytes + index * iovecBytes
    this.#view.setBigInt64(header + Msghdr.iov, BigInt(this.#address + iovec), true)
    this.#view.setInt32(header + Msghdr.iovLength, 1, true)
    this.#view.setBigInt64(iovec, BigInt(this.#address + this.at(index)), true)
    this.#view.setInt32(iovec + 8, strideBytes, true)
  }
}
