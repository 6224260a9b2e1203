/**
 * Connection ids (BEP 15) that the tracker need not remember. An id proves that its holder receives what
 * is sent to its address, because it is a keyed hash of that address and of the time:
 *
 *     high word: 32 bits of hash │ low word: 23 bits of hash │ 1 │ window mod 256, 8 bits
 *
 * A window is 120 seconds. An id is good in the window of its issue and in the next, so for two to four
 * minutes: BEP 15 wants two. The lowest byte names the window, so that one hash decides; the bit that is
 * always set makes an id never 0, which Transmission and rTorrent take for "none".
 *
 * Only the address counts and not the port: libtorrent uses an id on several sockets. All threads, and a
 * restarted tracker, accept each other's ids if they have the same key.
 */
import { halfSipHash24 } from '#base/half-sip-hash'

/** How long a window is. */
const windowSeconds = 120

/** The window, the family, and the address: 1 word for IPv4, 4 for IPv6. */
const message = new Int32Array(6)
const hash = new Int32Array(2)

export class ConnectionIds {
  /** The two halves of the id that was issued or computed last, as signed integers. */
  high = 0
  low = 0

  readonly #key0: number
  readonly #key1: number

  /** The key is 64 random bits in two integers; whoever knows it can speak for any address. */
  constructor(key0: number, key1: number) {
    this.#key0 = key0
    this.#key1 = key1
  }

  /** Puts the id for this address (its bytes as words) at this time into `high` and `low`. */
  issue(address: Int32Array, family: 4 | 6, nowSeconds: number): void {
    this.#compute(address, family, Math.floor(nowSeconds / windowSeconds))
  }

  /**
   * Whether the id was issued to this address in this window or the one before. It takes the same time
   * for every id: one hash, and a comparison without an early end.
   */
  verify(
    address: Int32Array,
    family: 4 | 6,
    nowSeconds: number,
    high: number,
    low: number,
  ): boolean {
    const current = Math.floor(nowSeconds / windowSeconds)
    // The last bit of the age that the id claims: an id of this window has age 0, of the one before 1.
    // Any other age leads to one of these two windows as well, whose number is then not the id's.
    const age = (current - low) & 1
    this.#compute(address, family, current - age)
    return ((this.high ^ high) | (this.low ^ low)) === 0
  }

  #compute(address: Int32Array, family: 4 | 6, window: number): void {
    const words = family === 4 ? 1 : 4
    message[0] = window
    message[1] = family
    for (let word = 0; word < words; word++) message[2 + word] = address[word] as number
    halfSipHash24(message, 2 + words, this.#key0, this.#key1, hash)
    this.high = hash[0] as number
    this.low = ((hash[1] as number) & ~0xff) | 0x100 | (window & 0xff)
  }
}
