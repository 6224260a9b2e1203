import { describe, expect, test } from 'vitest'
import { proxyProtocolHeaderBytesMax } from '#base/limits'
import { formatAddress } from './address.ts'
import {
  decodeProxyProtocolHeader,
  ProxyProtocolHeader,
  ProxyProtocolStatus,
} from './proxy-protocol-header.ts'

const signature = '0d0a0d0a000d0a515549540a'
/** 203.0.113.7:54321 to 192.0.2.1:80. */
const over4 = 'cb007107c0000201d4310050'
/** 2001:db8::7 to 2001:db8::1, and the same ports. */
const over6 = `${'20010db8'.padEnd(31, '0')}7${'20010db8'.padEnd(31, '0')}1d4310050`
const overUnix = '2f'.repeat(216)

/** The bytes of a header: what stands behind the signature as hexadecimal, and its body with the right length. */
function header(versionToProtocol: string, body = ''): Buffer {
  const length = (body.length / 2).toString(16).padStart(4, '0')
  return Buffer.from(`${signature}${versionToProtocol}${length}${body}`, 'hex')
}

/** The client that the header names, 'own' for the connection's own address, or what is wrong. */
function clientOf(bytes: Buffer): string {
  const decoded = new ProxyProtocolHeader()
  const among = Buffer.concat([Buffer.alloc(3, 1), bytes, Buffer.from('GET / HTTP/1.1\r\n')])
  const status = decodeProxyProtocolHeader(among, 3, among.length, decoded)
  if (status !== ProxyProtocolStatus.complete)
    return Object.entries(ProxyProtocolStatus).find(([, value]) => value === status)?.[0] ?? ''
  expect(decoded.end).toBe(3 + bytes.length)
  const { family, address } = decoded
  if (family === 0) return 'own'
  return formatAddress(address.subarray(0, family === 4 ? 4 : 16), family)
}

describe('section 2.2: the client is', () => {
  test.for([
    ['of TCP over IPv4', header('2111', over4), '203.0.113.7'],
    ['of UDP over IPv4', header('2112', over4), '203.0.113.7'],
    ['of TCP over IPv6', header('2121', over6), '2001:db8::7'],
    ['of UDP over IPv6', header('2122', over6), '2001:db8::7'],
    [
      'IPv4 where it is mapped',
      header('2121', `${'ffffcb007107'.padStart(32, '0')}${over6.slice(32)}`),
      '203.0.113.7',
    ],
    ['named before TLVs', header('2111', `${over4}040003ffffff`), '203.0.113.7'],
    ['named before what is no TLV', header('2111', `${over4}04`), '203.0.113.7'],
    ['the proxy for LOCAL', header('2000'), 'own'],
    ['the proxy for LOCAL with addresses', header('2011', over4), 'own'],
    ['the proxy for LOCAL with any family', header('20ff', 'ffff'), 'own'],
    ['the proxy for AF_UNSPEC', header('2100'), 'own'],
    ['the proxy for AF_UNSPEC with TLVs', header('2100', '040003ffffff'), 'own'],
    ['the proxy for an unspecified protocol', header('2110', over4), 'own'],
    ['the proxy for AF_UNIX', header('2131', overUnix), 'own'],
    ['the proxy for AF_UNIX datagrams', header('2132', overUnix), 'own'],
  ] as const)('%s', ([, bytes, client]) => {
    expect(clientOf(bytes)).toBe(client)
  })
})

describe('section 2.2: refused is', () => {
  test.for([
    ['version 1 in this form', header('1111', over4), 'malformed'],
    ['version 3', header('3111', over4), 'malformed'],
    ['a command that is unassigned', header('2211', over4), 'malformed'],
    ['a family that is unspecified', header('2141', over4), 'malformed'],
    ['a protocol that is unspecified', header('2113', over4), 'malformed'],
    ['an IPv4 address without its ports', header('2111', over4.slice(0, -2)), 'malformed'],
    ['IPv6 with the addresses of IPv4', header('2121', over4), 'malformed'],
    ['IPv4 without addresses', header('2111'), 'malformed'],
    [
      'a text of version 1',
      Buffer.from('PROXY TCP4 203.0.113.7 192.0.2.1 54321 80\r\n'),
      'textVersion',
    ],
    ['version 1 of an unknown client', Buffer.from('PROXY UNKNOWN\r\n'), 'textVersion'],
    ['a request', Buffer.from('GET /announce HTTP/1.1\r\n\r\n'), 'missing'],
    ['a request that begins as version 1 does', Buffer.from('PROPFIND / HTTP/1.1\r\n'), 'missing'],
    ['a handshake of TLS', Buffer.from('1603010200010001fc0303', 'hex'), 'missing'],
    [
      'a signature with one byte changed',
      Buffer.from('0d0a0d0a000d0a515549540b', 'hex'),
      'missing',
    ],
  ] as const)('%s', ([, bytes, problem]) => {
    expect(clientOf(bytes)).toBe(problem)
  })
})

test('a header of the most bytes is read, and one more is refused before it has come', () => {
  const room = proxyProtocolHeaderBytesMax - 16 - 12
  expect(clientOf(header('2111', over4 + '00'.repeat(room)))).toBe('203.0.113.7')
  const long = header('2111', over4 + '00'.repeat(room + 1))
  expect(clientOf(long)).toBe('tooLong')
  const decoded = new ProxyProtocolHeader()
  expect(decodeProxyProtocolHeader(long, 0, 16, decoded)).toBe(ProxyProtocolStatus.tooLong)
})

test('of an unassigned command nothing more is waited for', () => {
  const bytes = header('2211', over4)
  const decoded = new ProxyProtocolHeader()
  expect(decodeProxyProtocolHeader(bytes, 0, 16, decoded)).toBe(ProxyProtocolStatus.malformed)
})
