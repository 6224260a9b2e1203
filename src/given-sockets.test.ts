import { closeSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { libc } from '#base/libc'
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCK_DGRAM,
  SOCK_STREAM,
} from '#tracker/listeners/linux/constants'
import { givenSockets } from './given-sockets.ts'

const opened: number[] = []
afterEach(() => {
  for (const descriptor of opened.splice(0)) closeSync(descriptor)
})

/** A socket of any port, as a service manager opens it; `last` is the last byte of its address, the others are 0. */
function openSocket(family: number, type: number, only6 = 0, last = 0): number {
  const descriptor = libc?.socket(family, type, 0) ?? -1
  opened.push(descriptor)
  const value = new Uint8Array(new Int32Array([only6]).buffer)
  if (family === AF_INET6) libc?.setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, value, 4)
  const address = Buffer.alloc(family === AF_INET6 ? 28 : 16)
  address.writeUInt16LE(family)
  if (family === AF_INET6) address.writeUInt8(last, 23)
  expect(libc?.bind(descriptor, address, address.length)).toBe(0)
  if (type === SOCK_STREAM) libc?.listen(descriptor, 8)
  return descriptor
}

const given = (descriptor: number) => givenSockets([{ descriptor, name: 'waggle.socket' }])

describe.runIf(process.platform === 'linux')('a socket of a service manager', () => {
  test.for([SOCK_DGRAM, SOCK_STREAM])('of one family serves (type %i)', (type) => {
    const four = openSocket(AF_INET, type)
    expect(given(four)).toMatchObject([{ host: '0.0.0.0', family: 4, descriptor: four }])
    const six = openSocket(AF_INET6, type, 1)
    expect(given(six)).toMatchObject([{ host: '::', family: 6, descriptor: six }])
  })

  test.for([SOCK_DGRAM, SOCK_STREAM])('of both families is refused (type %i)', (type) => {
    const descriptor = openSocket(AF_INET6, type)
    expect(() => given(descriptor)).toThrow(
      /^the socket \[::\]:\d+ of the service manager serves IPv4 as well; set BindIPv6Only=ipv6-only in the socket unit/,
    )
  })

  test('of one IPv6 address serves whatever it says, because no IPv4 reaches it', () => {
    expect(given(openSocket(AF_INET6, SOCK_DGRAM, 0, 1))).toMatchObject([{ host: '::1' }])
  })
})
