/**
 * Options after a UDP announce (BEP 41; conformance 1.8, B1, B2, B4): an open tracker serves every path, so
 * that options well formed or not, and padding of any kind, leave the announce as it is.
 */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { useWaggle } from '../support/use-waggle.ts'

/** One URLData option; longer paths take several. */
function urlData(path: string): Buffer {
  return Buffer.concat([Buffer.from([2, path.length]), Buffer.from(path)])
}

const bytes = (...values: readonly number[]): Buffer => Buffer.from(values)

const wellFormed: readonly [name: string, tail: Buffer][] = [
  ['the end option alone', bytes(0)],
  ['a path', Buffer.concat([urlData('/announce'), bytes(0)])],
  ['a path without an end', urlData('/announce')],
  ['a path with a query', urlData('/announce?passkey=abc&x=1')],
  ['a path in several pieces', Buffer.concat([urlData('/ann'), urlData('ounce'), bytes(0)])],
  ['a path of 255 bytes', urlData(`/${'x'.repeat(254)}`)],
  ['a path of 1 020 bytes in four pieces', Buffer.concat(Array(4).fill(urlData('x'.repeat(255))))],
  ['an empty piece', Buffer.concat([bytes(2, 0), urlData('/announce')])],
  ['NOPs before and between', Buffer.concat([bytes(1, 1, 1), urlData('/announce'), bytes(1, 0)])],
  ['an option of an unknown type', Buffer.concat([bytes(9, 3, 0, 0, 0), urlData('/announce')])],
  ['bytes after the end', Buffer.concat([bytes(0), randomBytes(50)])],
]

const malformed: readonly [name: string, tail: Buffer][] = [
  ['a length past the end', bytes(2, 200, 47, 97)],
  ['a missing length', bytes(2)],
  ['an unknown type without length', bytes(77)],
  ['an unknown type with a length past the end', bytes(77, 255)],
  ['1 400 NOPs', Buffer.alloc(1400, 1)],
  ['1 400 bytes of 0xff', Buffer.alloc(1400, 0xff)],
  ['the end option and garbage', Buffer.concat([bytes(0), Buffer.alloc(1000, 0xff)])],
  ['a path that is no text', urlData('\0\n\r%zz')],
]

describe.for(drivers)('BEP 41 options on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test.for(wellFormed)('B1: %s leaves the announce as it is', async ([, tail]) => {
    for (const endpoint of [waggle().udp4, waggle().udp6]) {
      using client = await UdpClient.open(endpoint)
      const reply = await client.announce({ infoHash: randomHash(), tail })
      expect(reply).toMatchObject({ seeders: 1, leechers: 0, peers: [] })
    }
  })

  test.for(malformed)('B2: %s leaves the announce as it is', async ([, tail]) => {
    using client = await UdpClient.open(waggle().udp4)
    const reply = await client.announce({ infoHash: randomHash(), tail })
    expect(reply).toMatchObject({ seeders: 1, leechers: 0, peers: [] })
  })

  test('B2: random options never harm an announce', async () => {
    using client = await UdpClient.open(waggle().udp4)
    for (let length = 0; length < 300; length++) {
      const tail = randomBytes(length)
      const reply = await client.announce({ infoHash: randomHash(), tail })
      expect(reply, tail.toString('hex')).toMatchObject({ seeders: 1, leechers: 0 })
    }
  })
})
