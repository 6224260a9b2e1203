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
  readonly #sourceOnly: boolean
  readonly #key0: number
  readonly #key1: number

  constructor(sourceOnly: boolean, key0: number, key1: number) {
    this.#sourceOnly = sourceOnly
    this.#key0 = key0
    this.#key1 = key1
    this.halves = new Uint16Array(this.#words.buffer)
  }

  /** Takes an address, its bytes as 1 or 4 words, and a port. */
  set(address: Int32Array, family: 4 | 6, port: number): void {
    assert(port > 0 && port < 65536, 'a stored peer has a port')
    const length = family === 4 ? 1 : 4
    const words = this.#words
    for (let word = 0; word < length; word++) words[word] = address[word] as number
    // Network order in the low half; the high half stays 0, so that equal peers have equal words.
    words[length] = ((port & 0xff) << 8) | (port >>> 8)
    this.family = family === 4 ? 0 : 1
  }

  /** Takes the peer that stands at `at` (in halves) of a block. */
  read(halves: Uint16Array, at: number, family: 0 | 1): void {
    const count = family === 0 ? 3 : 9
    for (let index = 0; index < count; index++) this.halves[index] = halves[at + index] as number
    // The last word is half used: the other half must not differ between two readings of one peer.
    this.halves[count] = 0
    this.family = family
  }

  /** Its place in a directory: an int32 whose low bits are used first. */
  hash(): number {
    const sourceWords = this.family === 0 ? 1 : 2
    const allWords = this.family === 0 ? 2 : 5
    const count = this.#sourceOnly ? sourceWords : allWords
    return halfSipHash13(this.#words, count, this.#key0, this.#key1)
  }
}
