/**
 * Networks as written in the configuration: an address, or an address with a prefix length (CIDR).
 * The parsed form is what `net.BlockList.addSubnet` takes, and is plain data that can be posted to
 * threads.
 */
import { isIPv4, isIPv6, SocketAddress } from 'node:net'
import type { Reading } from './reading.ts'

export interface Network {
  /** A literal address of the network, without brackets. */
  readonly address: string
  /** 0..32 for IPv4, 0..128 for IPv6. */
  readonly prefixBits: number
  readonly family: 4 | 6
}

const form = 'write an address or a network, such as "127.0.0.1", "10.0.0.0/8" or "2001:db8::/32"'

/** Reads `10.0.0.0/8`, `::1` or `192.0.2.7`. Never throws. */
export function parseNetwork(text: string): Reading<Network> {
  const parts = /^([^/%]*)(?:\/([0-9]{1,3}))?$/.exec(text)
  const address = parts?.[1] ?? ''
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined
  if (family === undefined) return { problem: `is not an address or a network; ${form}` }
  const bitsMax = family === 4 ? 32 : 128
  const prefixBits = parts?.[2] === undefined ? bitsMax : Number(parts[2])
  if (prefixBits > bitsMax) return { problem: `has a prefix length above ${bitsMax}; ${form}` }
  const shortest = new SocketAddress({ address, family: family === 4 ? 'ipv4' : 'ipv6' }).address
  return { value: { address: shortest, prefixBits, family } }
}

/** The text that `parseNetwork` reads back as the same network. */
export function formatNetwork({ address, prefixBits, family }: Network): string {
  return prefixBits === (family === 4 ? 32 : 128) ? address : `${address}/${prefixBits}`
}
