/**
 * The memory of one UDP socket's batches: what recvmmsg(2) fills and sendmmsg(2) sends, laid out once in the
 * thread's part of the shared region, so that a batch costs two system calls and no allocation.
 *
 *   received headers │ reply headers │ iovecs │ sources │ packet infos │ datagrams in │ datagrams out
 *
 * Header i of the replies names the source and packet info of some received header, so that a reply goes
 * where the request came from and leaves from the address that was asked (RFC 3542, ip(7)). Strides of 1600 bytes
 * are no power of two on purpose: buffers that differ by a multiple of 4096 share cache sets.
 */
import { assert } from '#base/assert'
import { udpReplyBytesMax } from '#base/limits'
import {
  iovecBytes,
  Msghdr,
  mmsghdrBytes,
  pktinfoInterfaceAt,
  pktinfoSpace,
  sockaddrAddressAt,
  sockaddrBytes,
} from './constants.ts'

/** Datagrams received or sent at once. */
export const batchSize = 64

const strideBytes = 1600
const sourceStride = 32
const controlStride = 64

assert(strideBytes > udpReplyBytesMax, 'a reply fits its buffer')

const Part = {
  received: 0,
  replies: batchSize * mmsghdrBytes,
  receivedIovecs: 2 * batchSize * mmsghdrBytes,
  replyIovecs: 2 * batchSize * mmsghdrBytes + batchSize * iovecBytes,
  sources: 2 * batchSize * (mmsghdrBytes + iovecBytes),
  controls: 2 * batchSize * (mmsghdrBytes + iovecBytes) + batchSize * sourceStride,
  datagramsIn:
    2 * batchSize * (mmsghdrBytes + iovecBytes) + batchSize * (sourceStride + controlStride),
} as const

const datagramsOut = Part.datagramsIn + batchSize * strideBytes

/** Bytes of the region that a batch needs. */
export const batchBytes = datagramsOut + batchSize * strideBytes

export class DatagramBatch {
  /** Native addresses of the header arrays. */
  readonly receivedAddress: number
  readonly repliesAddress: number
  /** Replies written so far. */
  replies = 0

  readonly #bytes: Uint8Array
  readonly #words: Int32Array
  readonly #base: number
  readonly #family: 4 | 6
  readonly #hasControl: boolean
  readonly #address: number
  /** Native addresses in two words each, made once: sums above 2^31 per reply would be boxed on the heap. */
  readonly #sourcePointers = new Int32Array(2 * batchSize)
  readonly #controlPointers = new Int32Array(2 * batchSize)

  /**
   * `bytes` and `words` see the region, which begins at native address `address`; the batch has `batchBytes`
   * from byte `base` on, a multiple of 64. `hasControl` where the socket is a wildcard.
   */
  constructor(
    bytes: Uint8Array,
    words: Int32Array,
    address: number,
    base: number,
    family: 4 | 6,
    hasControl: boolean,
  ) {
    this.#bytes = bytes
    this.#words = words
    this.#address = address
    this.#base = base
    this.#family = family
    this.#hasControl = hasControl
    this.receivedAddress = address + base + Part.received
    this.repliesAddress = address + base + Part.replies
    assert(base + batchBytes < 2 ** 31, 'the batch lies where int32 offsets reach')
    bytes.fill(0, base, base + Part.datagramsIn)
    for (let index = 0; index < batchSize; index++) this.#prepare(index)
  }

  /** Bytes of the region at which datagram `index` begins. */
  inAt(index: number): number {
    return this.#base + Part.datagramsIn + index * strideBytes
  }

  /** Its length. */
  inLength(index: number): number {
    return this.#words[(this.#header(Part.received, index) + Msghdr.length) >> 2] as number
  }

  /** Bytes of the region at which the next reply is to be written. */
  outAt(): number {
    return this.#base + datagramsOut + this.replies * strideBytes
  }

  /** The source of datagram `index` into `address`, its bytes as words; gives its port. */
  readSource(index: number, address: Int32Array): number {
    const at = this.#base + Part.sources + index * sourceStride
    const from = at + sockaddrAddressAt[this.#family]
    const words = this.#family === 4 ? 1 : 4
    for (let word = 0; word < words; word++)
      address[word] = this.#words[(from >> 2) + word] as number
    return ((this.#bytes[at + 2] as number) << 8) | (this.#bytes[at + 3] as number)
  }

  /** The reply that was written at `outAt`, of `length` bytes, answers datagram `index`. */
  reply(index: number, length: number): void {
    const header = this.#header(Part.replies, this.replies)
    this.#copyPointer(header + Msghdr.name, this.#sourcePointers, index)
    if (this.#hasControl) this.#setControl(header, index)
    this.#words[(this.#base + Part.replyIovecs + this.replies * iovecBytes + 8) >> 2] = length
    this.replies++
  }

  /** Makes the headers that were used ready to be received into again. */
  reset(received: number): void {
    this.replies = 0
    for (let index = 0; index < received; index++) {
      const header = this.#header(Part.received, index)
      this.#words[(header + Msghdr.nameLength) >> 2] = sockaddrBytes[this.#family]
      if (this.#hasControl)
        this.#words[(header + Msghdr.controlLength) >> 2] = pktinfoSpace[this.#family]
    }
  }

  #prepare(index: number): void {
    const first = this.#address + this.#base
    writePointer(this.#sourcePointers, 2 * index, first + Part.sources + index * sourceStride)
    writePointer(this.#controlPointers, 2 * index, first + Part.controls + index * controlStride)
    const received = this.#header(Part.received, index)
    const reply = this.#header(Part.replies, index)
    this.#setPointer(received + Msghdr.name, Part.sources + index * sourceStride)
    this.#words[(received + Msghdr.nameLength) >> 2] = sockaddrBytes[this.#family]
    this.#words[(reply + Msghdr.nameLength) >> 2] = sockaddrBytes[this.#family]
    this.#prepareIovec(received, Part.receivedIovecs, Part.datagramsIn, index)
    this.#prepareIovec(reply, Part.replyIovecs, datagramsOut, index)
    if (!this.#hasControl) return
    this.#setPointer(received + Msghdr.control, Part.controls + index * controlStride)
    this.#words[(received + Msghdr.controlLength) >> 2] = pktinfoSpace[this.#family]
  }

  #prepareIovec(header: number, iovecs: number, datagrams: number, index: number): void {
    const iovec = iovecs + index * iovecBytes
    this.#setPointer(header + Msghdr.iov, iovec)
    this.#words[(header + Msghdr.iovLength) >> 2] = 1
    this.#setPointer(this.#base + iovec, datagrams + index * strideBytes)
    this.#words[(this.#base + iovec + 8) >> 2] = strideBytes
  }

  /** The packet info that came is the one to send, but for the interface, which routing is to choose. */
  #setControl(header: number, index: number): void {
    const control = Part.controls + index * controlStride
    const isLinkLocal = this.#family === 6 && this.#isLinkLocal(index)
    if (!isLinkLocal)
      this.#words[(this.#base + control + pktinfoInterfaceAt[this.#family]) >> 2] = 0
    this.#copyPointer(header + Msghdr.control, this.#controlPointers, index)
    this.#words[(header + Msghdr.controlLength) >> 2] = pktinfoSpace[this.#family]
  }

  #isLinkLocal(index: number): boolean {
    const at = this.#base + Part.sources + index * sourceStride + sockaddrAddressAt[6]
    return this.#bytes[at] === 0xfe && ((this.#bytes[at + 1] as number) & 0xc0) === 0x80
  }

  #header(part: number, index: number): number {
    return this.#base + part + index * mmsghdrBytes
  }

  /** Writes the native address of byte `offset` of the batch at byte `at` of the region. */
  #setPointer(at: number, offset: number): void {
    writePointer(this.#words, at >> 2, this.#address + this.#base + offset)
  }

  #copyPointer(at: number, pointers: Int32Array, index: number): void {
    this.#words[at >> 2] = pointers[2 * index] as number
    this.#words[(at >> 2) + 1] = pointers[2 * index + 1] as number
  }
}

function writePointer(words: Int32Array, at: number, pointer: number): void {
  words[at] = pointer | 0
  words[at + 1] = Math.floor(pointer / 2 ** 32)
}
