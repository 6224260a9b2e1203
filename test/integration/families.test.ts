/**
 * IPv4 and IPv6 (conformance 1.6, V1 to V6, V10; A24 where a proxy speaks for the client): which family a peer belongs
 * to, which peers a reply may hold, and whose word about an address counts.
 */
import { describe, expect, test } from 'vitest'
import { compactLoopbackPeer6, compactPeer, formatAddress } from '../support/addresses.ts'
import { expectedReply, readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { httpGet } from '../support/http-request.ts'
import { announce, announceCrowd, announceFailure, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { useWaggle } from '../support/use-waggle.ts'

describe.for(drivers)('address families on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test('V1: an IPv6 peer is told in peers6 only, an IPv4 peer in peers only', async () => {
    const infoHash = randomHash()
    await announce(waggle().http6, infoHash, { port: 7000 })
    const over4 = await announce(waggle().http4, infoHash, { port: 7001, left: 1 })
    expect(over4).toMatchObject({ peers: [], peers6: ['[::1]:7000'] })
    const over6 = await announce(waggle().http6, infoHash, { port: 7002, left: 1 })
    expect(over6).toMatchObject({ peers: ['127.0.0.1:7001'], peers6: ['[::1]:7000'] })
  })

  test('V3: HTTP tells both families to either', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 5, firstPort: 10_000 })
    await announceCrowd(waggle().http6, infoHash, { count: 5, firstPort: 10_000 })
    for (const endpoint of [waggle().http4, waggle().http6]) {
      const reply = await announce(endpoint, infoHash)
      expect([reply.peers.length, reply.peers6.length]).toEqual([5, 5])
      await announce(endpoint, infoHash, { event: 'stopped' })
    }
  })

  test.for([
    [200, 20],
    [20, 200],
    [200, 200],
  ] as const)('V3: with %i IPv4 and %i IPv6 peers each family gets a quarter', async (counts) => {
    const [count4, count6] = counts
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: count4, firstPort: 10_000 })
    await announceCrowd(waggle().http6, infoHash, { count: count6, firstPort: 10_000 })
    for (const left of [0, 1]) {
      const reply = await announce(waggle().http4, infoHash, { numwant: 40, left })
      expect(reply.peers.length + reply.peers6.length).toBe(40)
      expect(reply.peers.length).toBeGreaterThanOrEqual(10)
      expect(reply.peers6.length).toBeGreaterThanOrEqual(10)
    }
  })

  test('V3: UDP tells the family of its socket only', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    await announce(waggle().http6, infoHash, { port: 7001 })
    using udp4 = await UdpClient.open(waggle().udp4)
    using udp6 = await UdpClient.open(waggle().udp6)
    const over4 = await udp4.announce({ infoHash, port: 7002, left: 1n })
    expect(over4).toMatchObject({ peers: ['127.0.0.1:7000'], seeders: 2, leechers: 1 })
    const over6 = await udp6.announce({ infoHash, port: 7003, left: 1n })
    expect(over6).toMatchObject({ peers: ['[::1]:7001'], seeders: 2, leechers: 2 })
  })

  test('V4: a client that announces over both families is two peers of one peer_id', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash)
    const reply = await announce(waggle().http6, infoHash)
    expect(reply.complete).toBe(2)
    await announce(waggle().http4, infoHash, { event: 'stopped' })
    expect((await scrape(waggle().http4, infoHash)).complete).toBe(1)
  })

  test('V5: peers6 has address and port in network order', async () => {
    const infoHash = randomHash()
    await announce(waggle().http6, infoHash, { port: 0x1234 })
    const target = announceTarget(infoHash, { left: 1 })
    const peers6 = compactLoopbackPeer6(0x1234)
    expect(peers6.toString('hex')).toBe('000000000000000000000000000000011234')
    const expected = expectedReply({ complete: 1, incomplete: 1, peers6 })
    expect((await httpGet(waggle().http4, target)).body).toEqual(expected)
  })

  test('V10: a 32-byte info-hash of a v2 torrent is refused', async () => {
    const reason = await announceFailure(waggle().http4, randomHash(), {
      info_hash: 'v2'.repeat(16),
    })
    expect(reason).toMatch(/info_hash/)
  })

  test('V10: the two announces of a hybrid torrent are two torrents', async () => {
    const [v1, v2] = [randomHash(), randomHash()]
    await announce(waggle().http4, v1, { left: 1, key: 'AB' })
    const second = announceTarget(v2, { left: 1, key: 'AB' })
    expect((await httpGet(waggle().http4, second)).body).toEqual(expectedReply({ incomplete: 1 }))
    await announce(waggle().http4, v1, { event: 'stopped' })
    expect((await scrape(waggle().http4, v2)).incomplete).toBe(1)
  })

  const forwarding = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'CF-Connecting-IP', 'Via']

  test.for(forwarding)('A24: %s from anybody is ignored', async (name) => {
    for (const value of ['203.0.113.7', 'for=203.0.113.7', '2001:db8::1', 'garbage', '']) {
      const headers = [`${name}: ${value}`]
      const target = announceTarget(randomHash())
      const response = await httpGet(waggle().http4, target, { headers })
      expect(response.body).toEqual(expectedReply({ complete: 1 }))
    }
  })
})

describe.for(drivers)('a wildcard address on the %s driver', (driver) => {
  const wildcard = '["[::]:0"]'
  const settings = { 'tracker.http': wildcard, 'tracker.udp': wildcard }
  const waggle = useWaggle({ driver, settings })

  test('V2: an IPv4 client of an IPv6 socket, where it is let in, is an IPv4 peer', async () => {
    const infoHash = randomHash()
    const [bound] = waggle().http
    const endpoint = { host: '127.0.0.1', port: bound?.port ?? 0 }
    const first = announce(endpoint, infoHash, { port: 7000 }).catch(refusedConnection)
    if ((await first) === null) return
    const reply = await announce(endpoint, infoHash, { port: 7001, left: 1 })
    expect(reply).toMatchObject({ externalIp: '127.0.0.1', peers: ['127.0.0.1:7000'], peers6: [] })
  })

  test('V1: an IPv6 client of a wildcard is an IPv6 peer', async () => {
    const infoHash = randomHash()
    const [bound] = waggle().http
    const endpoint = { host: '::1', port: bound?.port ?? 0 }
    await announce(endpoint, infoHash, { port: 7000 })
    const reply = await announce(endpoint, infoHash, { port: 7001, left: 1 })
    expect(reply).toMatchObject({ externalIp: '::1', peers: [], peers6: ['[::1]:7000'] })
  })
})

describe.for(drivers)('a trusted proxy on the %s driver', (driver) => {
  const settings = { 'tracker.trusted_proxies': '["127.0.0.0/8"]' }
  const waggle = useWaggle({ driver, settings })

  const named: readonly [header: string, address: string][] = [
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, 127.0.0.2', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7, 127.0.0.2, 127.9.9.9', '203.0.113.7'],
    ['garbage, 203.0.113.7', '203.0.113.7'],
    ['  203.0.113.7  ,\t127.0.0.2  ', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:CB00:7107', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['64:ff9b::cb00:7107', '64:ff9b::cb00:7107'],
    ['2002:cb00:7107::1', '2002:cb00:7107::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['203.0.113.7, ::ffff:127.0.0.2', '203.0.113.7'],
  ]

  test.for(named)('A24, V2: "X-Forwarded-For: %s" makes the peer %s', async ([header, address]) => {
    const headers = [`X-Forwarded-For: ${header}`]
    const reply = await announce(waggle().http4, randomHash(), {}, { headers })
    expect(reply.externalIp).toBe(address)
  })

  test('A24: the proxy’s client is stored under its own address', async () => {
    const infoHash = randomHash()
    const proxied = ['203.0.113.7', '203.0.113.8', '2001:db8::1', '203.0.113.7']
    for (const address of proxied) {
      const headers = [`X-Forwarded-For: ${address}`]
      await announce(waggle().http4, infoHash, {}, { headers })
    }
    const reply = await announce(waggle().http4, infoHash, { left: 1 })
    expect(reply.peers.toSorted()).toEqual(['203.0.113.7:6881', '203.0.113.8:6881'])
    expect(reply.peers6).toEqual(['[2001:db8::1]:6881'])
    expect(reply.complete).toBe(3)
  })

  test('A24: several header lines are one list in their order', async () => {
    const headers = ['X-Forwarded-For: 198.51.100.1', 'X-Forwarded-For: 203.0.113.7, 127.0.0.2']
    const reply = await announce(waggle().http4, randomHash(), {}, { headers })
    expect(reply.externalIp).toBe('203.0.113.7')
  })

  test('A24: the header is known in any case', async () => {
    const headers = ['x-FORWARDED-for: 203.0.113.7']
    const reply = await announce(waggle().http4, randomHash(), {}, { headers })
    expect(reply.externalIp).toBe('203.0.113.7')
  })

  test('A24: each request on a proxy’s connection has its own client', async () => {
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
      const headers = [`X-Forwarded-For: ${address}`, 'Connection: keep-alive']
      const reply = await announce(waggle().http4, randomHash(), {}, { headers })
      expect(reply.externalIp).toBe(address)
    }
  })

  const useless = ['garbage', '', ',', '203.0.113', '203.0.113.256', '1.2.3.4.5', ':::', 'unknown']

  test.for([...useless, '127.0.0.2', '127.0.0.2, 127.0.0.3'])(
    'A24: "X-Forwarded-For: %s" names no client, so the connection does or the request is refused',
    async (header) => {
      const headers = [`X-Forwarded-For: ${header}`]
      const response = await httpGet(waggle().http4, announceTarget(randomHash()), { headers })
      if (response.status === 400) return
      expect(readAnnounceReply(response).externalIp).toMatch(/^127\.0\.0\.[123]$/)
    },
  )

  test('A24: from an address that is not trusted the header is ignored', async () => {
    const headers = ['X-Forwarded-For: 203.0.113.7']
    const reply = await announce(waggle().http6, randomHash(), {}, { headers })
    expect(reply.externalIp).toBe('::1')
  })

  test('A24: other headers than the configured one are ignored', async () => {
    const headers = ['X-Real-IP: 203.0.113.7', 'Forwarded: for=203.0.113.8']
    const reply = await announce(waggle().http4, randomHash(), {}, { headers })
    expect(reply.externalIp).toBe('127.0.0.1')
  })

  test('A24, A22: a client behind the proxy cannot claim another address by parameter', async () => {
    const infoHash = randomHash()
    const headers = ['X-Forwarded-For: 203.0.113.7']
    const claim = { ip: '198.51.100.1' }
    expect((await announce(waggle().http4, infoHash, claim, { headers })).externalIp).toMatch(
      /^(203\.0\.113\.7|198\.51\.100\.1)$/,
    )
  })

  test('R11: the address of the client is in the reply byte for byte', async () => {
    const headers = ['X-Forwarded-For: 203.0.113.7']
    const externalIp = compactPeer('203.0.113.7', 0).subarray(0, 4)
    expect(formatAddress(externalIp)).toBe('203.0.113.7')
    const response = await httpGet(waggle().http4, announceTarget(randomHash()), { headers })
    expect(response.body).toEqual(expectedReply({ complete: 1, externalIp }))
  })
})

/** Null when the connection was refused: the socket takes IPv6 only. */
function refusedConnection(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return null
  throw error
}
