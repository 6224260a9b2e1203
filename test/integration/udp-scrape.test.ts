/**
 * Scrapes over UDP (conformance 1.8, U18, U19): order kept, zeros for what is unknown, at most 74 at a time.
 */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeScrape, type UdpScrapeEntry } from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'

const unknown: UdpScrapeEntry = { seeders: 0, completed: 0, leechers: 0 }

describe.for(drivers)('UDP scrapes on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const open = async (): Promise<UdpClient> => await UdpClient.open(waggle().udp4)

  test('U18: a reply is byte exact: seeders, completed, leechers', async () => {
    using client = await open()
    const infoHash = randomHash()
    for (let port = 7000; port < 7003; port++) await client.announce({ infoHash, port })
    for (const event of [0, 1]) await client.announce({ infoHash, port: 8000, left: 1n, event })
    await client.announce({ infoHash, port: 8001, left: 1n })
    await client.announce({ infoHash, port: 8002, left: 1n })
    await client.send(encodeScrape(await client.connectionId(), 0xcafe0001, [infoHash]))
    const expected = Buffer.from('00000002cafe0001000000040000000100000002', 'hex')
    expect(await client.receive()).toEqual(expected)
  })

  test('U18: the order is kept, the unknown are zeros, and duplicates are repeated', async () => {
    using client = await open()
    const [seeded, leeched, strange] = [randomHash(), randomHash(), randomHash()]
    await client.announce({ infoHash: seeded })
    await client.announce({ infoHash: leeched, left: 1n })
    const entries = await client.scrape(leeched, strange, seeded, strange, leeched)
    const [one, other] = [
      { ...unknown, seeders: 1 },
      { ...unknown, leechers: 1 },
    ]
    expect(entries).toEqual([other, unknown, one, unknown, other])
  })

  test('U18: counts cover both families', async () => {
    using over4 = await open()
    using over6 = await UdpClient.open(waggle().udp6)
    const infoHash = randomHash()
    await over4.announce({ infoHash })
    await over6.announce({ infoHash })
    const expected = [{ ...unknown, seeders: 2 }]
    expect(await over4.scrape(infoHash)).toEqual(expected)
    expect(await over6.scrape(infoHash)).toEqual(expected)
  })

  test('U18: a scrape makes no torrent', async () => {
    using client = await open()
    const infoHash = randomHash()
    expect(await client.scrape(infoHash)).toEqual([unknown])
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('U19: a scrape of nothing gets an error', async () => {
    using client = await open()
    const id = await client.connectionId()
    expect(await client.exchange(encodeScrape(id, 5, []))).toMatchObject({
      kind: 'error',
      transaction: 5,
    })
  })

  test('U19: bytes after the last whole hash are ignored', async () => {
    using client = await open()
    const infoHash = randomHash()
    await client.announce({ infoHash })
    for (let extra = 1; extra < 20; extra++) {
      const entries = await client.scrape(infoHash, randomBytes(extra))
      expect(entries).toEqual([{ ...unknown, seeders: 1 }])
    }
  })

  test('U19: less than one hash is no hash', async () => {
    using client = await open()
    const id = await client.connectionId()
    for (const extra of [1, 19]) {
      const reply = await client.exchange(encodeScrape(id, 6, [randomBytes(extra)]))
      expect(reply.kind).toBe('error')
    }
  })

  test.for([
    [73, 73],
    [74, 74],
    [75, 74],
    [100, 74],
  ] as const)('U19: of %i hashes the first %i are answered', async ([asked, answered]) => {
    using client = await open()
    const hashes = Array.from({ length: asked }, randomHash)
    const entries = await client.scrape(...hashes)
    expect(entries).toEqual(Array.from({ length: answered }, () => unknown))
  })

  test('U19: a reply of 74 hashes has 896 bytes, over IPv6 too', async () => {
    const hashes = Array.from({ length: 74 }, randomHash)
    for (const endpoint of [waggle().udp4, waggle().udp6]) {
      using client = await UdpClient.open(endpoint)
      await client.send(encodeScrape(await client.connectionId(), 7, hashes))
      expect(await client.receive()).toHaveLength(896)
    }
  })
})
