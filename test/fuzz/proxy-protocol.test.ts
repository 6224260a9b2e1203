/**
 * Headers of the PROXY protocol made by chance: none throws, none is read outside its bounds, and what is right is
 * understood however it is cut.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proxyProtocolHeaderBytesMax } from '#base/limits'
import {
  decodeProxyProtocolHeader,
  ProxyProtocolHeader,
  ProxyProtocolStatus,
} from '#tracker/wire/proxy-protocol-header'
import { headerFor, proxyHeader, proxySignature } from '../support/proxy-protocol.ts'

const statuses: readonly number[] = Object.values(ProxyProtocolStatus)
const noise = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes))

/** The fixed part and whatever follows; the length says what it likes. */
const likely = fc
  .record({
    versionAndCommand: fc.constantFrom(0x20, 0x21, 0x22, 0x11),
    familyAndProtocol: fc.oneof(fc.constantFrom(0, 0x11, 0x12, 0x21, 0x22, 0x31), fc.nat(255)),
    body: noise,
    length: fc.oneof(fc.nat(600), fc.nat(65_535)),
  })
  .map((fields) => proxyHeader(fields))
const signed = noise.map((bytes) => Buffer.concat([proxySignature, bytes]))
const cut = fc.tuple(likely, fc.nat(700)).map(([bytes, length]) => bytes.subarray(0, length))
const anything = fc.oneof(likely, cut, signed, noise)

/** What is made of the bytes from `start` to `end`, as text to compare. */
function decode(bytes: Buffer, start: number, end: number): string {
  const header = new ProxyProtocolHeader()
  const status = decodeProxyProtocolHeader(bytes, start, end, header)
  expect(statuses).toContain(status)
  if (status !== ProxyProtocolStatus.complete) return `${status}`
  expect(header.end).toBeGreaterThanOrEqual(start + 16)
  expect(header.end).toBeLessThanOrEqual(Math.min(end, start + proxyProtocolHeaderBytesMax))
  const length = header.family === 0 ? 0 : header.family === 4 ? 4 : 16
  return JSON.stringify([status, header.end - start, [...header.address.subarray(0, length)]])
}

test('no bytes throw, and none is read outside its bounds', () => {
  fc.assert(
    fc.property(anything, (bytes) => {
      const alone = decode(bytes, 0, bytes.length)
      for (const filler of [0, 0x0d, 0x21, 0xff]) {
        const padding = Buffer.alloc(64, filler)
        const among = Buffer.concat([padding, bytes, padding])
        expect(decode(among, 64, 64 + bytes.length)).toBe(alone)
      }
    }),
    { numRuns: 5000 },
  )
})

test('what is complete stays what it is, whatever comes behind it', () => {
  fc.assert(
    fc.property(anything, noise, (bytes, behind) => {
      const status = decode(bytes, 0, bytes.length)
      if (status === `${ProxyProtocolStatus.incomplete}`) return
      const longer = Buffer.concat([bytes, behind])
      expect(decode(longer, 0, longer.length)).toBe(status)
    }),
  )
})

test('a header that is cut at any byte is waited for, and then names its client', () => {
  const tlvs = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
  const address = fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::7', '::1', 'fe80::1'))
  fc.assert(
    fc.property(address, tlvs, (text, behind) => {
      const bytes = headerFor(text, behind)
      for (let end = 0; end < bytes.length; end++)
        expect(decode(bytes, 0, end), `cut at ${end}`).toBe(`${ProxyProtocolStatus.incomplete}`)
      const source = text.includes(':') ? bytes.subarray(16, 32) : bytes.subarray(16, 20)
      const expected = [ProxyProtocolStatus.complete, bytes.length, [...source]]
      expect(decode(bytes, 0, bytes.length)).toBe(JSON.stringify(expected))
    }),
    { numRuns: 50 },
  )
})
