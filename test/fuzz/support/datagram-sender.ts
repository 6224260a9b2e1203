/**
 * Sends datagrams as fast as the system takes them, 64 at a time: what a sender of Node's own would need minutes for. It
 * writes them into memory of its own, and reads no answers.
 */
import { libc } from '#base/libc'
import { createRegion } from '#base/region'
import { parseAddress } from '#tracker/wire/address'
import type { Endpoint } from '../../support/endpoint.ts'
import { datagramRoom } from './hostile-datagram.ts'

/** Datagrams sent at once. */
const batch = 64
const AF_INET = 2
const AF_INET6 = 10
const SOCK_DGRAM = 2
const SOCK_CLOEXEC = 0x80000
const headerBytes = 64
const iovecBytes = 16
const headersAt = 0
const iovecsAt = batch * headerBytes
const targetAt = iovecsAt + batch * iovecBytes
const datagramsAt = 8192

export class DatagramSender {
  readonly view: DataView
  /** Those that the system has taken. */
  sent = 0
  readonly #descriptor: number
  readonly #address: number

  /** Sends from an address of this machine to `target`. */
  constructor(from: string, target: Endpoint) {
    if (libc === undefined) throw new Error('this sender needs Linux')
    const region = createRegion(datagramsAt + batch * datagramRoom, 'memory-file')
    if (region.handle.kind !== 'memory-file') throw new Error('this sender needs a memory file')
    this.view = new DataView(region.buffer)
    this.#address = region.handle.address
    const source = socketAddress({ host: from, port: 0 })
    const to = socketAddress(target)
    this.#descriptor = libc.socket(
      to.length === 28 ? AF_INET6 : AF_INET,
      SOCK_DGRAM | SOCK_CLOEXEC,
      0,
    )
    if (libc.bind(this.#descriptor, source, source.length) !== 0)
      throw new Error(`${from} cannot be sent from: errno ${libc.errno()}`)
    new Uint8Array(region.buffer).set(to, targetAt)
    for (let index = 0; index < batch; index++) this.#prepare(index, to.length)
  }

  /** Sends `count` datagrams, each as `write` writes it at a byte of `view`. */
  send(count: number, write: (at: number) => number): void {
    for (let left = count; left > 0; left -= batch) {
      const now = Math.min(batch, left)
      for (let index = 0; index < now; index++)
        this.#setLength(index, write(datagramsAt + index * datagramRoom))
      this.#sendBatch(now)
    }
  }

  [Symbol.dispose](): void {
    libc?.close(this.#descriptor)
  }

  /** What the system does not take (a datagram that is too long, say) is left out. */
  #sendBatch(count: number): void {
    for (let done = 0; done < count; ) {
      const headers = this.#address + headersAt + done * headerBytes
      const result = libc?.sendmmsg(this.#descriptor, headers, count - done, 0) ?? -1
      this.sent += Math.max(0, result)
      done += result > 0 ? result : 1
    }
  }

  #prepare(index: number, targetLength: number): void {
    const header = headersAt + index * headerBytes
    const iovec = iovecsAt + index * iovecBytes
    const datagram = datagramsAt + index * datagramRoom
    this.view.setBigInt64(header, BigInt(this.#address + targetAt), true)
    this.view.setInt32(header + 8, targetLength, true)
    this.view.setBigInt64(header + 16, BigInt(this.#address + iovec), true)
    this.view.setBigInt64(header + 24, 1n, true)
    this.view.setBigInt64(iovec, BigInt(this.#address + datagram), true)
  }

  #setLength(index: number, length: number): void {
    this.view.setInt32(iovecsAt + index * iovecBytes + 8, length, true)
  }
}

/** struct sockaddr_in or sockaddr_in6. */
function socketAddress({ host, port }: Endpoint): Uint8Array {
  const address = new Uint8Array(16)
  const family = parseAddress(host, address)
  const bytes = new Uint8Array(family === 4 ? 16 : 28)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, family === 4 ? AF_INET : AF_INET6, true)
  view.setUint16(2, port)
  bytes.set(address.subarray(0, family === 4 ? 4 : 16), family === 4 ? 4 : 8)
  return bytes
}
