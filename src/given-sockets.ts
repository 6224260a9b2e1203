/**
 * Sockets that a service manager opened before it started us (socket activation): which address each is bound to is
 * asked of the system, and they serve the configured address that it is. They are set up as our own are.
 */
import { keepToOurselves } from '#base/descriptors'
import { type Libc, libc } from '#base/libc'
import type { GivenDescriptor } from '#config/surroundings'
import { setUpTcpSocket, setUpUdpSocket } from '#tracker/listeners/linux/open-sockets'
import { formatAddress } from '#tracker/wire/address'
import type { HeldSocket } from './sockets.ts'

const AF_INET = 2
const AF_INET6 = 10
const SOL_SOCKET = 1
const SO_TYPE = 3
const SOCK_STREAM = 1
const SOCK_DGRAM = 2

/** Those among `given` that are sockets of IP. */
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
  const type = Buffer.alloc(4)
  calls.getsockopt(descriptor, SOL_SOCKET, SO_TYPE, type, sizeOf(type.length))
  const place = placeOf(address)
  const transport = { [SOCK_DGRAM]: 'udp', [SOCK_STREAM]: 'tcp' }[type.readInt32LE()]
  if (place === undefined || (transport !== 'udp' && transport !== 'tcp')) return undefined
  return { ...place, transport, descriptor, isOnlyOne: true }
}

/** Of a struct sockaddr_in or sockaddr_in6. */
function placeOf(address: Buffer): Pick<HeldSocket, 'host' | 'port' | 'family'> | undefined {
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
