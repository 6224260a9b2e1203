/** Socket addresses as the kernel reads them, for the load's sockets. */

import {
  AF_INET,
  AF_INET6,
  sockaddrAddressAt,
  sockaddrBytes,
} from '../../src/tracker/listeners/linux/constants.ts'
import { parseAddress } from '../../src/tracker/wire/address.ts'

export const domains = { 4: AF_INET, 6: AF_INET6 } as const

/** struct sockaddr_in or sockaddr_in6 of a literal address. */
export function socketAddress(host: string, port: number): Uint8Array {
  const address = new Uint8Array(16)
  const family = parseAddress(host, address)
  if (family !== 4 && family !== 6) throw new Error(`${host} is no literal address`)
  const bytes = new Uint8Array(sockaddrBytes[family])
  const view = new DataView(bytes.buffer)
  view.setUint16(0, domains[family], true)
  view.setUint16(2, port, false)
  bytes.set(address.subarray(0, family === 4 ? 4 : 16), sockaddrAddressAt[family])
  return bytes
}

/** The address that socket `index` of the load sends from; IPv6 has one address on loopback. */
export function sourceAddress(family: 4 | 6, index: number): string {
  return family === 4 ? `127.0.0.${1 + index}` : '::1'
}
