/**
 * Addresses and compact peers (BEP 23, BEP 7) as text a test can read: `127.0.0.1:6881`, `[::1]:6881`.
 */
import { SocketAddress } from 'node:net'

/** 4 or 16 bytes in network order, as text. */
export function formatAddress(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join('.')
  if (bytes.length !== 16) throw new Error(`an address of ${bytes.length} bytes`)
  const groups = bytes.toString('hex').match(/.{4}/g) ?? []
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address
}

/** Splits compact peers of `family`; throws on a remainder (R4, U15). */
export function parseCompactPeers(bytes: Buffer, family: 4 | 6): string[] {
  const size = family === 4 ? 6 : 18
  if (bytes.length % size !== 0) throw new Error(`${bytes.length} bytes are no compact peers`)
  return Array.from({ length: bytes.length / size }, (_, index) => {
    const peer = bytes.subarray(index * size, (index + 1) * size)
    const address = formatAddress(peer.subarray(0, size - 2))
    const port = peer.readUInt16BE(size - 2)
    return family === 4 ? `${address}:${port}` : `[${address}]:${port}`
  })
}

/** One IPv4 peer in its 6 bytes. */
export function compactPeer(address: string, port: number): Buffer {
  return Buffer.from([...address.split('.').map(Number), port >> 8, port & 0xff])
}

/** A peer on ::1 in its 18 bytes. */
export function compactLoopbackPeer6(port: number): Buffer {
  return Buffer.from([...loopback6, port >> 8, port & 0xff])
}

/** ::1 */
export const loopback6 = Buffer.from('00000000000000000000000000000001', 'hex')
/** 127.0.0.1 */
export const loopback4 = Buffer.from([127, 0, 0, 1])
