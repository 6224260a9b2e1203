/**
 * Sockets that a service manager opened before it started us (socket activation): which address each is bound to is
 * asked of the system, and they serve the configured address that it is. They are set up as our own are.
 */
import { keepToOurselves } from '#base/descriptors'
import { type Libc, libc } from '#base/libc'
import { StartError } from '#base/start-error'
import type { GivenDescriptor } from '#config/surroundings'
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
} from '#tracker/listeners/linux/constants'
import { setUpTcpSocket, setUpUdpSocket } from '#tracker/listeners/linux/open-sockets'
import { formatAddress } from '#tracker/wire/address'
import type { HeldSocket } from './sockets.ts'

const SO_TYPE = 3

type Place = Pick<HeldSocket, 'host' | 'port' | 'family'>

/** Those among `given` that are sockets of IP. Throws StartError where one serves both families at once. */
export function givenSockets(given: readonly GivenDescriptor[]): HeldSocket[] {
  return given.flatMap(({ descriptor }) => {
    const socket = libc === undefined ? undefined : lookAt(libc, descriptor)
    if (socket === undefined) return []
    keepToOurselves(descriptor)
    if (socket.transport === 'udp') setUpUdpSocket(descriptor, socket)
    else setUpTcpSocket(descriptor)
    return [socket]
  })
}

function lookAt(calls: Libc, descriptor: number): HeldSocket | undefined {
  const address = Buffer.alloc(28)
  const length = sizeOf(address.length)
  if (calls.getsockname(descriptor, address, length) !== 0) return undefined
  const type = optionOf(calls, descriptor, SOL_SOCKET, SO_TYPE)
  const place = placeOf(address)
  const transport = { [SOCK_DGRAM]: 'udp', [SOCK_STREAM]: 'tcp' }[type]
  if (place === undefined || (transport !== 'udp' && transport !== 'tcp')) return undefined
  if (place.family === 6) refuseDual(calls, descriptor, place)
  return { ...place, transport, descriptor, isOnlyOne: true }
}

/** Clients over IPv4 would be taken for ones over IPv6, and told peers in a form that they cannot read. */
function refuseDual(calls: Libc, descriptor: number, { host, port }: Place): void {
  const servesIpv4 = host === '::' || host.startsWith('::ffff:')
  if (!servesIpv4 || optionOf(calls, descriptor, IPPROTO_IPV6, IPV6_V6ONLY) !== 0) return
  throw new StartError(
    `the socket [${host}]:${port} of the service manager serves IPv4 as well; set BindIPv6Only=ipv6-only in the socket unit, and give IPv4 a line of its own there`,
  )
}

function optionOf(calls: Libc, descriptor: number, level: number, name: number): number {
  const value = Buffer.alloc(4)
  calls.getsockopt(descriptor, level, name, value, sizeOf(value.length))
  return value.readInt32LE()
}

/** Of a struct sockaddr_in or sockaddr_in6. */
function placeOf(address: Buffer): Place | undefined {
  const port = address.readUInt16BE(2)
  const family = address.readUInt16LE()
  if (family === AF_INET) return { host: formatAddress(address.subarray(4, 8), 4), port, family: 4 }
  if (family === AF_INET6)
    return { host: formatAddress(address.subarray(8, 24), 6), port, family: 6 }
  return undefined
}

function sizeOf(bytes: number): Uint8Array {
  return new Uint8Array(new Int32Array([bytes]).buffer)
}
