/**
 * Whose request a trusted proxy forwards (invariant 4). A header names the addresses that a request came
 * through, each proxy adding the one it saw at the end; only what a trusted proxy added can be believed, so
 * the client is the rightmost address that is not itself a trusted proxy.
 *
 * Everything is read from bytes into bytes: behind a proxy this is done for every request.
 */
import { parseAddress, parseAddressBytes } from '#tracker/wire/address'
import { copyBytes } from '#tracker/wire/bytes'
import { Span } from '#tracker/wire/span'
import { narrowToAddress, narrowToFor, startOfAddress, startOfElement } from './forwarded-entry.ts'

export type ProxyHeader = 'x-forwarded-for' | 'x-real-ip' | 'forwarded'

export type ProxySettings = {
  readonly networks: readonly {
    readonly address: string
    readonly prefixBits: number
    readonly family: 4 | 6
  }[]
  readonly header: ProxyHeader
}

/** Where a request comes from. */
export type RequestSource = {
  /** In network order: the first 4 bytes for IPv4, all 16 for IPv6. */
  readonly address: Uint8Array
  family: 4 | 6
}

type Network = RequestSource & { readonly prefixBits: number }

export class TrustedProxies {
  readonly header: ProxyHeader
  readonly isUsed: boolean
  readonly #networks: readonly Network[]
  readonly #entry = new Span()
  readonly #address = new Uint8Array(16)

  constructor({ networks, header }: ProxySettings) {
    this.header = header
    this.isUsed = networks.length > 0
    this.#networks = networks.map(networkOf)
  }

  /** Whether the address at `at` of `bytes` is that of a trusted proxy. */
  isTrusted(bytes: Uint8Array, at: number, family: 4 | 6): boolean {
    for (let index = 0; index < this.#networks.length; index++) {
      const network = this.#networks[index] as Network
      if (network.family === family && isWithin(bytes, at, network)) return true
    }
    return false
  }

  /**
   * Makes `source`, a trusted proxy, the client that this proxy names by a line of the header, which stands from `start`
   * to `end` of `bytes`. Gives whether there is only trusted proxies in it, so that the line before it counts too.
   */
  readLine(bytes: Uint8Array, start: number, end: number, source: RequestSource): boolean {
    let entryEnd = end
    for (;;) {
      const entryStart = this.#startOf(bytes, start, entryEnd)
      const family = entryStart < 0 ? 0 : this.#readEntry(bytes, entryStart, entryEnd)
      // What is no address was not written by a proxy that works: nothing further left can be believed.
      if (family === 0) return false
      copyBytes(source.address, 0, this.#address, 0, family === 4 ? 4 : 16)
      source.family = family
      if (!this.isTrusted(source.address, 0, family)) return false
      if (entryStart === start) return true
      entryEnd = entryStart - 1
    }
  }

  /** Where the last entry begins, or -1 where that cannot be said. */
  #startOf(bytes: Uint8Array, start: number, end: number): number {
    return this.header === 'forwarded'
      ? startOfElement(bytes, start, end)
      : startOfAddress(bytes, start, end)
  }

  /** The address of one entry into our own; gives its family, or 0 where there is none. */
  #readEntry(bytes: Uint8Array, start: number, end: number): 0 | 4 | 6 {
    const entry = this.#entry
    entry.start = start
    entry.end = end
    if (this.header === 'forwarded') narrowToFor(bytes, entry)
    narrowToAddress(bytes, entry)
    return parseAddressBytes(bytes, entry.start, entry.end, this.#address)
  }
}

function networkOf({
  address: text,
  prefixBits,
  family,
}: ProxySettings['networks'][number]): Network {
  const address = new Uint8Array(16)
  const read = parseAddress(text, address) || family
  // One that is written IPv4-mapped: the addresses that are compared with it are not.
  const mappedBits = read === family ? 0 : 96
  return { address, family: read, prefixBits: Math.max(0, prefixBits - mappedBits) }
}

function isWithin(bytes: Uint8Array, at: number, { address, prefixBits }: Network): boolean {
  const whole = prefixBits >> 3
  for (let index = 0; index < whole; index++) if (bytes[at + index] !== address[index]) return false
  const mask = (0xff00 >> (prefixBits & 7)) & 0xff
  return mask === 0 || (((bytes[at + whole] as number) ^ (address[whole] as number)) & mask) === 0
}
