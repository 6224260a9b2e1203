/**
 * Announces over UDP (conformance 1.8, U9 to U17, U21, U22): every field of the packet, at its limits.
 */
import { describe, expect, test } from 'vitest'
import { compactPeer } from '../support/addresses.ts'
import { drivers } from '../support/drivers.ts'
import { announce, announceCrowd, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce, type UdpAnnounce } from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'

const noNumber = -(2 ** 31)

describe.for(drivers)('UDP announces on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const open = async (): Promise<UdpClient> => await UdpClient.open(waggle().udp4)

  test('U9, U15: a reply is byte exact: interval, leechers, seeders, peers', async () => {
    using client = await open()
    const infoHash = randomHash()
    await client.announce({ infoHash, port: 7000, left: 1n })
    await client.announce({ infoHash, port: 7001, left: 1n })
    const id = await client.connectionId()
    await client.send(encodeAnnounce(id, 0xdeadbeef, { infoHash, port: 7000, left: 5n }))
    const expected = Buffer.concat([
      Buffer.from('00000001deadbeef000007080000000200000000', 'hex'),
      compactPeer('127.0.0.1', 7001),
    ])
    expect(await client.receive()).toEqual(expected)
  })

  test('U9: an announce of 98 bytes and more is answered', async () => {
    using client = await open()
    for (const extra of [0, 1, 2, 3, 52, 500, 1000, 1402]) {
      const reply = await client.announce({ infoHash: randomHash(), tail: Buffer.alloc(extra) })
      expect(reply, `${98 + extra} bytes`).toMatchObject({ seeders: 1, leechers: 0, peers: [] })
    }
  })

  test('U10: started and none register, completed completes, stopped removes', async () => {
    using client = await open()
    const infoHash = randomHash()
    for (const event of [2, 0]) {
      const reply = await client.announce({ infoHash, left: 9n, event })
      expect(reply).toMatchObject({ seeders: 0, leechers: 1 })
    }
    const completed = await client.announce({ infoHash, left: 0n, event: 1 })
    expect(completed).toMatchObject({ seeders: 1, leechers: 0 })
    const stopped = await client.announce({ infoHash, left: 0n, event: 3 })
    expect(stopped).toMatchObject({ seeders: 0, leechers: 0, peers: [] })
    expect(await scrape(waggle().http4, infoHash)).toEqual({ ...emptyEntry, downloaded: 1 })
  })

  test('U10, S5: completed counts once, and never for a peer that was a seeder', async () => {
    using client = await open()
    const [leeched, seeded] = [randomHash(), randomHash()]
    await client.announce({ infoHash: leeched, left: 9n })
    await client.announce({ infoHash: seeded, left: 0n })
    for (let count = 0; count < 2; count++) {
      await client.announce({ infoHash: leeched, left: 9n, event: 1 })
      await client.announce({ infoHash: seeded, event: 1 })
    }
    const entries = await client.scrape(leeched, seeded)
    expect(entries).toEqual([
      { seeders: 1, completed: 1, leechers: 0 },
      { seeders: 1, completed: 0, leechers: 0 },
    ])
  })

  test.for([4, 5, 255, 0x01000000, 0x80000003, 0xffffffff])(
    'U10: the unknown event %i is a regular announce',
    async (event) => {
      using client = await open()
      const infoHash = randomHash()
      for (let count = 0; count < 2; count++) {
        const reply = await client.announce({ infoHash, left: 9n, event })
        expect(reply).toMatchObject({ seeders: 0, leechers: 1 })
      }
      expect((await scrape(waggle().http4, infoHash)).downloaded).toBe(0)
    },
  )

  const wanted: readonly [numwant: number, peers4: number, peers6: number][] = [
    [-1, 50, 50],
    [-2, 50, 50],
    [noNumber, 50, 50],
    [0, 0, 0],
    [1, 1, 1],
    [7, 7, 7],
    [67, 67, 67],
    [68, 68, 67],
    [200, 200, 67],
    [201, 200, 67],
    [0x7fffffff, 200, 67],
  ]

  test('U11: numwant is met, limited to a packet or replaced by the default', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 250, firstPort: 10_000 })
    await announceCrowd(waggle().http6, infoHash, { count: 250, firstPort: 10_000 })
    using over4 = await open()
    using over6 = await UdpClient.open(waggle().udp6)
    for (const [numwant, peers4, peers6] of wanted) {
      const reply4 = await over4.announce({ infoHash, numwant, left: 1n })
      expect(reply4.peers, `numwant ${numwant}`).toHaveLength(peers4)
      const reply6 = await over6.announce({ infoHash, numwant, left: 1n })
      expect(reply6.peers, `numwant ${numwant}`).toHaveLength(peers6)
      expect(new Set([...reply4.peers, ...reply6.peers]).size).toBe(peers4 + peers6)
      expect(reply6.leechers).toBe(502)
    }
  })

  const left: readonly [left: bigint, kind: 'seeders' | 'leechers'][] = [
    [0n, 'seeders'],
    [1n, 'leechers'],
    [2n ** 32n, 'leechers'],
    [2n ** 33n, 'leechers'],
    [2n ** 53n, 'leechers'],
    [2n ** 53n + 1n, 'leechers'],
    [2n ** 63n - 1n, 'leechers'],
    [2n ** 63n, 'leechers'],
    [2n ** 64n - 1n, 'leechers'],
  ]

  test.for(left)('U12: %i bytes left count among the %s', async ([bytes, kind]) => {
    using client = await open()
    const reply = await client.announce({ infoHash: randomHash(), left: bytes })
    expect(reply).toMatchObject({ seeders: 0, leechers: 0, [kind]: 1 })
  })

  test('U12: counters of any value are harmless', async () => {
    using client = await open()
    for (const value of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n]) {
      const counters = { downloaded: value, uploaded: value }
      const reply = await client.announce({ infoHash: randomHash(), ...counters })
      expect(reply.seeders).toBe(1)
    }
  })

  test('U13: the ip field is ignored and the source address counts', async () => {
    using client = await open()
    using other = await UdpClient.open(waggle().udp4, { localAddress: '127.0.0.2' })
    for (const ip of [0x320a0c01, 0x7f000009, 0xffffffff, 1]) {
      const infoHash = randomHash()
      await client.announce({ infoHash, ip, port: 7000 })
      const reply = await other.announce({ infoHash, left: 1n })
      expect(reply).toMatchObject({ peers: ['127.0.0.1:7000'], seeders: 1 })
    }
  })

  test('U13: the ip field is ignored over IPv6', async () => {
    using client = await UdpClient.open(waggle().udp6)
    const infoHash = randomHash()
    await client.announce({ infoHash, ip: 0x320a0c01, port: 7000 })
    const reply = await client.announce({ infoHash, port: 7001, left: 1n })
    expect(reply.peers).toEqual(['[::1]:7000'])
  })

  test('U14, U21: port 0 gets an error that names the port, without a NUL', async () => {
    using client = await open()
    const infoHash = randomHash()
    const id = await client.connectionId()
    const reply = await client.exchange(encodeAnnounce(id, 0xabcdef01, { infoHash, port: 0 }))
    if (reply.kind !== 'error') throw new Error('no error')
    expect(reply.transaction).toBe(0xabcdef01)
    expect(reply.text).toMatch(/port/)
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('U14: port 0 is accepted when the client stops', async () => {
    using client = await open()
    const reply = await client.announce({ infoHash: randomHash(), port: 0, event: 3 })
    expect(reply).toMatchObject({ seeders: 0, leechers: 0, peers: [] })
  })

  test('U14: any key, port and peer_id is taken', async () => {
    using client = await open()
    const values: readonly Partial<UdpAnnounce>[] = [
      { key: 0xffffffff, port: 1 },
      { key: 0x80000000, port: 65_535 },
      { peerId: Buffer.alloc(20) },
      { peerId: Buffer.alloc(20, 0xff) },
    ]
    for (const value of values) {
      const reply = await client.announce({ infoHash: randomHash(), ...value })
      expect(reply.seeders).toBe(1)
    }
  })

  test('U14, S1: peers with one peer_id on several ports are several peers', async () => {
    using client = await open()
    const infoHash = randomHash()
    const peerId = Buffer.alloc(20)
    for (let port = 7000; port < 7010; port++) {
      const reply = await client.announce({ infoHash, peerId, port, left: 1n })
      expect(reply.leechers).toBe(port - 6999)
      expect(reply.peers).toHaveLength(port - 7000)
    }
  })

  test('U16, R7: leechers stand before seeders in the reply, seeds before leechers in the list', async () => {
    using client = await open()
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 3, firstPort: 10_000, seeds: true })
    await announceCrowd(waggle().http4, infoHash, { count: 20, firstPort: 20_000 })
    const reply = await client.announce({ infoHash, left: 1n, numwant: 10 })
    expect(reply).toMatchObject({ seeders: 3, leechers: 21 })
    const seeds = reply.peers.slice(0, 3).toSorted()
    expect(seeds).toEqual(['127.0.0.1:10000', '127.0.0.1:10001', '127.0.0.1:10002'])
    expect(reply.peers).toHaveLength(10)
  })

  test('U16, R7: a seeder gets leechers only', async () => {
    using client = await open()
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 30, firstPort: 10_000, seeds: true })
    await announce(waggle().http4, infoHash, { port: 9000, left: 1 })
    const reply = await client.announce({ infoHash, left: 0n })
    expect(reply).toMatchObject({ peers: ['127.0.0.1:9000'], seeders: 31, leechers: 1 })
  })

  test('U17: stopped gets the interval, the counts after it, and no peers', async () => {
    using client = await open()
    const infoHash = randomHash()
    await client.announce({ infoHash, port: 7000, left: 1n })
    await client.announce({ infoHash, port: 7001, left: 1n })
    const id = await client.connectionId()
    const stop = { infoHash, port: 7000, left: 1n, event: 3 }
    await client.send(encodeAnnounce(id, 1, stop))
    const expected = Buffer.from('0000000100000001000007080000000100000000', 'hex')
    expect(await client.receive()).toEqual(expected)
  })

  test('U22: IPv6 peers have 18 bytes and IPv4 peers are not among them', async () => {
    using client = await UdpClient.open(waggle().udp6)
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    await client.announce({ infoHash, port: 7001 })
    const id = await client.connectionId()
    await client.send(encodeAnnounce(id, 2, { infoHash, port: 7002, left: 1n }))
    const expected = Buffer.from(
      '0000000100000002000007080000000100000002000000000000000000000000000000011b59',
      'hex',
    )
    expect(await client.receive()).toEqual(expected)
  })
})
