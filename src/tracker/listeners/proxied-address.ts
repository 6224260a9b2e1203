/**
 * Whose request a trusted proxy forwards (invariant 4). A header names the addresses that a request came
 * through, each proxy adding the one it saw at the end; only what a trusted proxy added can be believed, so
 * the client is the rightmost address that is not itself a trusted proxy.
 */
import { BlockList } from 'node:net'
import { parseAddress } from '#tracker/wire/address'

export type ProxyHeader = 'x-forwarded-for' | 'x-real-ip' | 'forwarded'

export type ProxySettings = {
  readonly networks: readonly {
    readonly address: string
    readonly prefixBits: number
    readonly family: 4 | 6
  }[]
  readonly header: ProxyHeader
}

export class TrustedProxies {
  readonly header: ProxyHeader
  readonly isUsed: boolean
  readonly #networks = new BlockList()
  readonly #scratch = new Uint8Array(16)

  constructor({ networks, header }: ProxySettings) {
    this.header = header
    this.isUsed = networks.length > 0
    for (const { address, prefixBits, family } of networks)
      this.#networks.addSubnet(address, prefixBits, family === 4 ? 'ipv4' : 'ipv6')
  }

  isTrusted(address: string): boolean {
    const family = parseAddress(address, this.#scratch)
    if (family === 0) return false
    const plain = family === 4 ? this.#scratch.subarray(0, 4).join('.') : address
    return this.#networks.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }

  /** The client's address for a request from `source`, whose header is `value`. */
  clientOf(source: string, value: string | undefined): string {
    if (value === undefined || !this.isTrusted(source)) return source
    let nearest = source
    for (const entry of this.#entries(value).toReversed()) {
      // What is no address was not written by a proxy that works: nothing further left can be believed.
      if (parseAddress(entry, this.#scratch) === 0) return nearest
      nearest = entry
      if (!this.isTrusted(entry)) return entry
    }
    return nearest
  }

  #entries(value: string): string[] {
    const parts = value.split(',')
    if (this.header !== 'forwarded') return parts.map((part) => withoutPort(part.trim()))
    return parts.map((part) => {
      const quoted = /(?:^|;)\s*for=("[^"]*"|[^;]*)/i.exec(part)?.[1] ?? ''
      return withoutPort(quoted.replaceAll('"', '').trim())
    })
  }
}

/** `[2001:db8::1]:4711` and `192.0.2.1:4711` name an address and a port; a bare IPv6 address has colons too. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)
  if (bracketed !== null) return bracketed[1] ?? ''
  return /^[^:]*:\d+$/.test(text) ? text.slice(0, text.indexOf(':')) : text
}
