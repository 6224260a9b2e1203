/**
 * The reply to an announce over HTTP (conformance 1.4, R1 to R12): its keys, its failures, and which peers are chosen.
 */
import { describe, expect, test } from 'vitest'
import { compactLoopbackPeer6, compactPeer, loopback6 } from '../support/addresses.ts'
import { expectedReply, readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget, type Parameters, scrapeTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet, httpGetMany } from '../support/http-request.ts'
import { announce, announceCrowd } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { readDictionary } from '../support/read-dictionary.ts'
import { useWaggle } from '../support/use-waggle.ts'

/** The one right reply to `compact=0` from 127.0.0.1, with `peers` already encoded. */
const listReply = (complete: number, incomplete: number, peers: string): string =>
  [
    `d8:completei${complete}e10:downloadedi0e11:external ip4:\x7f\0\0\x01`,
    `10:incompletei${incomplete}e8:intervali1800e12:min intervali900e5:peersl${peers}ee`,
  ].join('')

describe.for(drivers)('announce replies on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test('R1: every kind of reply is canonical bencode', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 60, firstPort: 10_000 })
    const targets = [
      announceTarget(infoHash),
      announceTarget(infoHash, { compact: 0 }),
      announceTarget(infoHash, { event: 'stopped' }),
      announceTarget(infoHash, { port: 0 }),
      '/announce',
      scrapeTarget(infoHash, randomHash(), randomHash()),
      '/scrape?info_hash=x',
    ]
    for (const response of await httpGetMany(waggle().http4, targets)) {
      expect(readDictionary(response).size).toBeGreaterThan(0)
    }
  })

  test('R2, R4: a reply has all the keys that clients look for, empty lists included', async () => {
    for (const parameters of [{}, { event: 'stopped' }, { numwant: 0 }, { left: 1 }]) {
      const response = await httpGet(waggle().http4, announceTarget(randomHash(), parameters))
      const reply = readAnnounceReply(response)
      expect({ peers: reply.peers, peers6: reply.peers6 }).toEqual({ peers: [], peers6: [] })
    }
  })

  test('R3: the intervals are those of the configuration', async () => {
    const reply = await announce(waggle().http4, randomHash())
    expect([reply.interval, reply.minInterval]).toEqual([1800, 900])
  })

  test('R4: both families are packed byte for byte', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 258 })
    await announce(waggle().http6, infoHash, { port: 772, left: 1 })
    const target = announceTarget(infoHash, { port: 6000, left: 1 })
    const peers = compactPeer('127.0.0.1', 258)
    const peers6 = compactLoopbackPeer6(772)
    const expected = expectedReply({ complete: 1, incomplete: 2, peers, peers6 })
    expect((await httpGet(waggle().http4, target)).body).toEqual(expected)
  })

  test('R5: nobody is told of itself, but another port of its address is somebody else', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000, left: 1 })
    const second = await announce(waggle().http4, infoHash, { port: 7001, left: 1 })
    expect(second.peers).toEqual(['127.0.0.1:7000'])
    const first = await announce(waggle().http4, infoHash, { port: 7000, left: 1 })
    expect(first.peers).toEqual(['127.0.0.1:7001'])
  })

  test('R5: nobody is told of itself in a large swarm', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 1200, firstPort: 10_000 })
    const targets = Array.from({ length: 300 }, (_, index) =>
      announceTarget(infoHash, { port: 10_000 + index * 4, left: 1, numwant: 200 }),
    )
    const responses = await httpGetMany(waggle().http4, targets)
    for (const [index, response] of responses.entries()) {
      const { peers } = readAnnounceReply(response)
      expect(peers).toHaveLength(200)
      expect(peers).not.toContain(`127.0.0.1:${10_000 + index * 4}`)
    }
  })

  test.for([100, 700, 3000])(
    'R6: choices among %i peers are uniform and distinct',
    async (count) => {
      const infoHash = randomHash()
      await announceCrowd(waggle().http4, infoHash, { count, firstPort: 10_000 })
      const targets = Array.from({ length: count * 2 }, () =>
        announceTarget(infoHash, { left: 1, numwant: 50 }),
      )
      const seen = new Map<string, number>()
      for (const response of await httpGetMany(waggle().http4, targets)) {
        const { peers } = readAnnounceReply(response)
        expect(new Set(peers).size).toBe(50)
        for (const peer of peers) seen.set(peer, (seen.get(peer) ?? 0) + 1)
      }
      expect(seen.size).toBe(count)
      const times = [...seen.values()]
      expect(Math.min(...times), 'each is expected 100 times').toBeGreaterThan(40)
      expect(Math.max(...times), 'each is expected 100 times').toBeLessThan(175)
    },
  )

  test('R7: a seeder gets the one leecher and no seeder', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 60, firstPort: 10_000, seeds: true })
    await announce(waggle().http4, infoHash, { port: 9000, left: 1 })
    const reply = await announce(waggle().http4, infoHash, { numwant: 50 })
    expect(reply.peers).toEqual(['127.0.0.1:9000'])
    expect(reply.complete).toBe(61)
  })

  test('R7: a leecher gets seeds first and then leechers', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 10, firstPort: 10_000, seeds: true })
    await announceCrowd(waggle().http4, infoHash, { count: 60, firstPort: 20_000 })
    const reply = await announce(waggle().http4, infoHash, { left: 1, numwant: 25 })
    const seeds = reply.peers.filter((peer) => peer < '127.0.0.1:2')
    expect([seeds.length, reply.peers.length]).toEqual([10, 25])
    expect(reply.peers.slice(0, 10)).toEqual(seeds)
  })

  test('R7: a leecher among more seeds than it wants gets seeds only', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 40, firstPort: 10_000, seeds: true })
    await announceCrowd(waggle().http4, infoHash, { count: 40, firstPort: 20_000 })
    const reply = await announce(waggle().http4, infoHash, { left: 1, numwant: 25 })
    expect(reply.peers.filter((peer) => peer < '127.0.0.1:2')).toHaveLength(25)
  })

  const failures: readonly [name: string, parameters: Parameters][] = [
    ['no info_hash', { info_hash: undefined }],
    ['a short info_hash', { info_hash: 'SECRETSECRET' }],
    ['a bad escape', { info_hash: 'SECRET%zzSECRET' }],
    ['no peer_id', { peer_id: undefined }],
    ['a long peer_id', { peer_id: 'SECRET'.repeat(10) }],
    ['no port', { port: undefined }],
    ['a port of text', { port: 'SECRET' }],
    ['a port out of range', { port: '77777' }],
  ]

  test.for(failures)('R8, R12: %s gives a short reason, and when to come back', async (each) => {
    const [, parameters] = each
    const response = await httpGet(waggle().http4, announceTarget(randomHash(), parameters))
    expect(readFailure(response)).not.toMatch(/SECRET|77777/)
    const text = response.body.toString('latin1')
    expect(text).toContain('8:intervali1800e12:min intervali900e')
  })

  test('R11: the address that the tracker sees is told in its own family', async () => {
    const over4 = await announce(waggle().http4, randomHash(), {}, { localAddress: '127.0.0.9' })
    expect(over4.externalIp).toBe('127.0.0.9')
    const over6 = await httpGet(waggle().http6, announceTarget(randomHash()))
    expect(over6.body).toEqual(expectedReply({ complete: 1, externalIp: loopback6 }))
  })
})

describe.for(drivers)('peer lists on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test.for(['1', undefined, '2', '', 'abc', '-1', '%00'])(
    'A18: compact "%s" gets compact peers',
    async (compact) => {
      const infoHash = randomHash()
      await announce(waggle().http4, infoHash, { port: 7000 })
      const target = announceTarget(infoHash, { compact, left: 1 })
      const peers = compactPeer('127.0.0.1', 7000)
      const expected = expectedReply({ complete: 1, incomplete: 1, peers })
      expect((await httpGet(waggle().http4, target)).body).toEqual(expected)
    },
  )

  test('A19: compact=0 gets a list of dictionaries, IPv6 as text beside IPv4', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    await announce(waggle().http6, infoHash, { port: 7001 })
    const target = announceTarget(infoHash, { compact: 0, left: 1 })
    const body = (await httpGet(waggle().http4, target)).body.toString('latin1')
    const peers = ['d2:ip9:127.0.0.14:porti7000ee', 'd2:ip3:::14:porti7001ee']
    expect([
      listReply(2, 1, peers.join('')),
      listReply(2, 1, peers.toReversed().join('')),
    ]).toContain(body)
  })

  test('A19: compact=0 without peers gets an empty list', async () => {
    for (const parameters of [{}, { event: 'stopped' }]) {
      const target = announceTarget(randomHash(), { compact: 0, ...parameters })
      const body = (await httpGet(waggle().http4, target)).body.toString('latin1')
      expect(body).toBe(listReply('event' in parameters ? 0 : 1, 0, ''))
    }
  })

  test('A20: no_peer_id makes no difference to a list, which never has peer ids', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    for (const noPeerId of [1, 0, undefined]) {
      const target = announceTarget(infoHash, { compact: 0, no_peer_id: noPeerId, left: 1 })
      const body = (await httpGet(waggle().http4, target)).body.toString('latin1')
      expect(body).toBe(listReply(1, 1, 'd2:ip9:127.0.0.14:porti7000ee'))
    }
  })

  test('A21: no_peer_id is ignored with compact=1', async () => {
    const target = announceTarget(randomHash(), { no_peer_id: 1 })
    expect((await httpGet(waggle().http4, target)).body).toEqual(expectedReply({ complete: 1 }))
  })

  test('A19: a list of 200 peers of both families is complete and canonical', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 100, firstPort: 60_000 })
    await announceCrowd(waggle().http6, infoHash, { count: 100, firstPort: 60_000 })
    const target = announceTarget(infoHash, { compact: 0, numwant: 200 })
    const dictionary = readDictionary(await httpGet(waggle().http4, target))
    expect(dictionary.get('peers')).toHaveLength(200)
    expect(dictionary.has('peers6')).toBe(false)
  })
})
