/**
 * The peer that the present request speaks of: its address and port in wire form, and the hash that places
 * it in a directory. One per store, filled again for each request.
 *
 * Identity is address and port (conformance S1). Where entries per source are capped the hash covers the
 * source only (the IPv4 address, the IPv6 /64), so that all entries of a source stand in one bucket and
 * are counted while it is scanned; otherwise it covers the port too, or ten thousand ports of one address
 * would share a bucket.
 */

import { assert } from '#base/assert'
import { halfSipHash13 } from '#base/half-sip-hash'

export class PeerKey {
  /** Address and port in network order: 3 halves for IPv4, 9 for IPv6. */
  readonly halves: Uint16Array
  /** 0 for IPv4, 1 for IPv6. */
  family: 0 | 1 = 0

  readonly #words = new Int32Array(5)
  readonly #bytes: Uint8Array
  readonly #sourceOnly: boolean
  readonly #key0: number
  readonly #key1: number

  constructor(sourceOnly: boolean, key0: number, key1: number) {
    this.#sourceOnly = sourceOnly
    this.#key0 = key0
    this.#key1 = key1
    this.halves = new Uint16Array(this.#words.buffer)
    this.#bytes = new Uint8Array(this.#words.buffer)
  }

  /** Takes 4 or 16 bytes of `address` and `port`. */
  set(address: Uint8Array, family: 4 | 6, port: number): void {
    assert(port > 0 && port < 65536, 'a stored peer has a port')
    this.setUnchecked(address, family, port)
  }

  /** The same for a peer that will not be stored: any port. */
  setUnchecked(address: Uint8Array, family: 4 | 6, port: number): void {
    const length = family === 4 ? 4 : 16
    const bytes = this.#bytes
    for (let index = 0; index < length; index++) bytes[index] = address[index] as number
    bytes[length] = port >>> 8
    bytes[length + 1] = port
    this.#finish(family === 4 ? 0 : 1)
  }

  /** Takes the peer that stands at `at` (in halves) of a block. */
  read(halves: Uint16Array, at: number, family: 0 | 1): void {
    const count = family === 0 ? 3 : 9
    for (let index = 0; index < count; index++) this.halves[index] = halves[at + index] as number
    this.#finish(family)
  }

  /** Its place in a directory: an int32 whose low bits are used first. */
  hash(): number {
    const sourceWords = this.family === 0 ? 1 : 2
    const allWords = this.family === 0 ? 2 : 5
    const count = this.#sourceOnly ? sourceWords : allWords
    return halfSipHash13(this.#words, count, this.#key0, this.#key1)
  }

  #finish(family: 0 | 1): void {
    this.family = family
    // The last word is half used: the other half must not differ between two readings of one peer.
    this.halves[family === 0 ? 3 : 9] = 0
  }
}
