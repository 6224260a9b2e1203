/**
 * Datagrams whose IP and UDP headers the test writes itself: source port 0, sources that nobody can answer
 * (U25). It takes a raw socket, which only root has, on Linux; through koffi, since Node has none.
 */
import koffi from 'koffi'
import type { Endpoint } from './endpoint.ts'

/** Whether raw sockets can be had here. */
export const canSendRaw = process.platform === 'linux' && process.getuid?.() === 0

const [afInet, sockRaw, ipprotoRaw] = [2, 3, 255] as const

/** Sends `payload` to an IPv4 endpoint as if it came from `source`, whose port may be 0. */
export function sendRaw(source: Endpoint, target: Endpoint, payload: Buffer): void {
  const library = koffi.load(null)
  const open = library.func('int socket(int, int, int)') as (...values: number[]) => number
  const close = library.func('int close(int)') as (descriptor: number) => number
  const send = library.func(
    'intptr_t sendto(int, const void *, size_t, int, const void *, uint32_t)',
  ) as (socket: number, bytes: Buffer, size: number, flags: 0, to: Buffer, toSize: 16) => number
  const socket = open(afInet, sockRaw, ipprotoRaw)
  if (socket < 0) throw new Error(`no raw socket: errno ${koffi.errno()}`)
  try {
    const packet = Buffer.concat([
      ipHeader(source, target, payload),
      udpHeader(source, target, payload),
      payload,
    ])
    const sent = send(socket, packet, packet.length, 0, socketAddress(target), 16)
    if (sent !== packet.length) throw new Error(`not sent: errno ${koffi.errno()}`)
  } finally {
    close(socket)
  }
}

/** RFC 791, without options; the kernel fills in the length, the identification and the checksum. */
function ipHeader(source: Endpoint, target: Endpoint, payload: Buffer): Buffer {
  const header = Buffer.alloc(20)
  header[0] = 0x45
  header.writeUInt16BE(28 + payload.length, 2)
  header[8] = 64
  header[9] = 17
  addressBytes(source).copy(header, 12)
  addressBytes(target).copy(header, 16)
  return header
}

/** RFC 768; a checksum of 0 is none. */
function udpHeader(source: Endpoint, target: Endpoint, payload: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt16BE(source.port, 0)
  header.writeUInt16BE(target.port, 2)
  header.writeUInt16BE(8 + payload.length, 4)
  return header
}

/** `struct sockaddr_in` on a little-endian machine. */
function socketAddress(endpoint: Endpoint): Buffer {
  const address = Buffer.alloc(16)
  address.writeUInt16LE(afInet, 0)
  address.writeUInt16BE(endpoint.port, 2)
  addressBytes(endpoint).copy(address, 4)
  return address
}

function addressBytes({ host }: Endpoint): Buffer {
  return Buffer.from(host.split('.').map(Number))
}
