/**
 * Opens the sockets of the linux driver. Main does this, before any thread starts, and owns them: a thread is
 * given descriptors as numbers, and its death closes nothing.
 *
 * All sockets of one address share its port (SO_REUSEPORT), one for each thread; the kernel deals requests out
 * by their source. Addresses have been probed by then, so an error here is a race or a limit of the system.
 */
import { assert } from '#base/assert'
import { libc } from '#base/libc'
import { isWildcard } from '#base/wildcard'
import { parseAddress } from '#tracker/wire/address'
import {
  AF_INET,
  AF_INET6,
  IP_MTU_DISCOVER,
  IP_PKTINFO,
  IP_PMTUDISC_PROBE,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_RECVPKTINFO,
  IPV6_V6ONLY,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddrAddressAt,
  sockaddrBytes,
  TCP_DEFER_ACCEPT,
  TCP_NODELAY,
} from './constants.ts'

export type SocketAddress = { readonly host: string; readonly port: number; readonly family: 4 | 6 }

/** How long a UDP thread blocks before it looks at its control word. */
const receiveTimeoutMicroseconds = 200_000
/** Bytes that the kernel keeps while the thread is busy; it may grant less (net.core.rmem_max). */
const receiveBufferBytes = 8 * 1024 * 1024
const backlog = 4096
const F_SETFL = 4
/**
 * Seconds for which a connection waits in the kernel for its first bytes; after them the thread has it, silent or not. Without
 * the wait, a new connection costs half as much again: it would be read in vain first, and then watched.
 */
const deferAcceptSeconds = 5

/** A bound UDP socket. Throws an Error that names the call and errno. */
export function openUdpSocket(address: SocketAddress): number {
  const descriptor = openSocket(address, SOCK_DGRAM)
  setUpUdpSocket(descriptor, address)
  bind(descriptor, address)
  return descriptor
}

/** What a socket that is read in batches needs, also one that somebody else has opened. */
export function setUpUdpSocket(descriptor: number, address: SocketAddress): void {
  setBlocking(descriptor, true)
  setOption(descriptor, SOL_SOCKET, SO_RCVBUF, receiveBufferBytes)
  const timeout = new BigInt64Array([0n, BigInt(receiveTimeoutMicroseconds)])
  setOptionBytes(descriptor, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(timeout.buffer))
  // Replies fit every path's packets (`udpReplyBytesMax`): with "do not fragment" set on all of them, whatever a path
  // is said to carry, the kernel need neither look that up nor number packets for whoever would join fragments.
  if (address.family === 4) setOption(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE)
  // Replies must say from which address they leave.
  if (isWildcard(address.host)) askForPacketInfo(descriptor, address.family)
}

/** What a listening socket needs that somebody else has opened. */
export function setUpTcpSocket(descriptor: number): void {
  setBlocking(descriptor, false)
  setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1)
}

/** A listening TCP socket that does not block. Throws an Error that names the call and errno. */
export function openTcpSocket(
  address: SocketAddress,
  { waitsForFirstBytes } = { waitsForFirstBytes: true },
): number {
  const descriptor = openSocket(address, SOCK_STREAM | SOCK_NONBLOCK)
  setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
  if (waitsForFirstBytes) setOption(descriptor, IPPROTO_TCP, TCP_DEFER_ACCEPT, deferAcceptSeconds)
  // Connections inherit it: a reply does not wait for the client to confirm the one before.
  setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1)
  bind(descriptor, address)
  check(calls().listen(descriptor, backlog), 'listen', address)
  return descriptor
}

function openSocket(address: SocketAddress, type: number): number {
  const domain = address.family === 4 ? AF_INET : AF_INET6
  const descriptor = calls().socket(domain, type | SOCK_CLOEXEC, 0)
  check(descriptor, 'socket', address)
  setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)
  if (address.family === 6) setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1)
  return descriptor
}

function setBlocking(descriptor: number, blocks: boolean): void {
  calls().fcntl(descriptor, F_SETFL, blocks ? 0 : SOCK_NONBLOCK)
}

function askForPacketInfo(descriptor: number, family: 4 | 6): void {
  if (family === 4) setOption(descriptor, IPPROTO_IP, IP_PKTINFO, 1)
  else setOption(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1)
}

function bind(descriptor: number, address: SocketAddress): void {
  const bytes = socketAddressBytes(address)
  check(calls().bind(descriptor, bytes, bytes.length), 'bind', address)
}

/** struct sockaddr_in or sockaddr_in6. */
function socketAddressBytes({ host, port, family }: SocketAddress): Uint8Array {
  const bytes = new Uint8Array(sockaddrBytes[family])
  const view = new DataView(bytes.buffer)
  const address = new Uint8Array(16)
  assert(parseAddress(host, address) === family, 'a listening address is literal')
  view.setUint16(0, family === 4 ? AF_INET : AF_INET6, true)
  view.setUint16(2, port, false)
  bytes.set(address.subarray(0, family === 4 ? 4 : 16), sockaddrAddressAt[family])
  return bytes
}

function setOption(descriptor: number, level: number, name: number, value: number): void {
  setOptionBytes(descriptor, level, name, new Uint8Array(new Int32Array([value]).buffer))
}

/** Options are wishes: a kernel that does not know one serves without. */
function setOptionBytes(descriptor: number, level: number, name: number, value: Uint8Array): void {
  calls().setsockopt(descriptor, level, name, value, value.length)
}

function check(result: number, call: string, { host, port }: SocketAddress): void {
  if (result < 0)
    throw new Error(`${call} for ${host} port ${port} failed: errno ${calls().errno()}`)
}

function calls(): NonNullable<typeof libc> {
  assert(libc !== undefined, 'the linux driver runs on Linux')
  return libc
}
