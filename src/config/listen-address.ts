/**
 * The addresses a socket can listen on, as written in the configuration: `host:port`, an IPv6 host
 * in brackets. Only literal addresses (and `localhost`, for 127.0.0.1) are taken: a name would be
 * looked up once at start and then silently go stale, and could turn one line into several sockets.
 */
import { isIPv4, isIPv6, SocketAddress } from 'node:net'
import type { Reading } from './reading.ts'

export interface ListenAddress {
  /** A literal IPv4 or IPv6 address, without brackets, in its shortest form. */
  readonly host: string
  /** 0 lets the system choose a free port. */
  readonly port: number
  readonly family: 4 | 6
}

const form = 'write address:port, such as "0.0.0.0:6969", "127.0.0.1:8080" or "[::]:6969"'

/** Reads `0.0.0.0:6969`, `[::1]:0` or `localhost:8080`. Never throws. */
export function parseListenAddress(text: string): Reading<ListenAddress> {
  const parts = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([0-9]{1,5})$/.exec(text)
  if (parts === null) return { problem: whyNoMatch(text) }
  const port = Number(parts[3])
  if (port > 65_535) return { problem: `has a port above 65535; ${form}` }
  const bracketed = parts[1]
  if (bracketed !== undefined) return parseIpv6(bracketed, port)
  const plain = parts[2] ?? ''
  if (plain === 'localhost') return { value: { host: '127.0.0.1', port, family: 4 } }
  if (isIPv4(plain)) return { value: { host: plain, port, family: 4 } }
  if (plain === '') return { problem: `has no address before the port; ${form}` }
  return { problem: `"${plain}" is not an address (names are not looked up); ${form}` }
}

/** The text that `parseListenAddress` reads back as the same address. */
export function formatListenAddress({ host, port, family }: ListenAddress): string {
  return family === 6 ? `[${host}]:${port}` : `${host}:${port}`
}

function parseIpv6(host: string, port: number): Reading<ListenAddress> {
  if (host.includes('%')) {
    return { problem: `names a zone (%), which is not supported; listen on [::]:${port} instead` }
  }
  if (!isIPv6(host)) return { problem: `"${host}" in brackets is not an IPv6 address; ${form}` }
  const shortest = new SocketAddress({ address: host, family: 'ipv6' }).address
  if (shortest.startsWith('::ffff:')) {
    return { problem: 'is an IPv4 address inside an IPv6 one; write it as IPv4, without brackets' }
  }
  return { value: { host: shortest, port, family: 6 } }
}

function whyNoMatch(text: string): string {
  if (isIPv6(text)) return `has no port, and an IPv6 address needs brackets; ${form}`
  if (isIPv4(text) || text === 'localhost') return `has no port; ${form}`
  const lastColon = text.lastIndexOf(':')
  if (lastColon > 0 && isIPv6(text.slice(0, lastColon))) {
    return `needs brackets around an IPv6 address; ${form}`
  }
  return `is not an address and a port; ${form}`
}
