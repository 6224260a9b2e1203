/**
 * The parameters of an announce over HTTP (conformance 1.3, A1 to A27 without addresses): what is required, what each
 * value means, and that everything else is taken with good grace.
 */
import { describe, expect, test } from 'vitest'
import { compactPeer } from '../support/addresses.ts'
import { expectedReply } from '../support/announce-reply.ts'
import {
  announceTarget,
  baseParameters,
  escapeBytes,
  type Parameters,
  queryText,
} from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet, httpGetMany } from '../support/http-request.ts'
import { announce, announceCrowd, announceFailure, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { useWaggle } from '../support/use-waggle.ts'

const aloneSeeding = expectedReply({ complete: 1 })
const aloneLeeching = expectedReply({ incomplete: 1 })
const long = '9'.repeat(40)

describe.for(drivers)('HTTP announce parameters on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  const infoHashes: readonly [name: string, spelling: (hash: Buffer) => string | undefined][] = [
    ['missing', () => undefined],
    ['empty', () => ''],
    ['of 19 bytes', (hash) => escapeBytes(hash.subarray(1))],
    ['of 21 bytes', (hash) => `${escapeBytes(hash)}A`],
    ['in hex', (hash) => hash.toString('hex')],
    ['of 32 bytes', (hash) => escapeBytes(Buffer.concat([hash, hash.subarray(0, 12)]))],
    ['of 40 bytes', (hash) => escapeBytes(Buffer.concat([hash, hash]))],
  ]

  test.for(infoHashes)('A1: an info_hash %s is refused and makes no torrent', async (each) => {
    const [, spelling] = each
    const infoHash = randomHash()
    const reason = await announceFailure(waggle().http4, infoHash, {
      info_hash: spelling(infoHash),
    })
    expect(reason).toMatch(/info_hash/)
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  const peerIds: readonly [name: string, value: string | undefined][] = [
    ['missing', undefined],
    ['empty', ''],
    ['of 19 bytes', 'x'.repeat(19)],
    ['of 21 bytes', 'x'.repeat(21)],
    ['in hex', 'ab'.repeat(20)],
  ]

  test.for(peerIds)('A2: a peer_id %s is refused', async ([, value]) => {
    const infoHash = randomHash()
    const reason = await announceFailure(waggle().http4, infoHash, { peer_id: value })
    expect(reason).toMatch(/peer_id/)
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('A2: a peer_id of any 20 bytes is taken', async () => {
    for (const bytes of [Buffer.alloc(20), Buffer.alloc(20, 0xff), randomHash()]) {
      const target = announceTarget(randomHash(), { peer_id: escapeBytes(bytes) })
      expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
    }
  })

  const badPorts = [undefined, 'abc', '-1', '65536', '1.5', '0x1AE1', '', '%206881', '6881%20']
  const worsePorts = ['+6881', '6881x', '68810', '4294974177', long, '%00', '6881%00', '1e3', '0']

  test.for([...badPorts, ...worsePorts])('A3, A4: the port "%s" is refused', async (port) => {
    const infoHash = randomHash()
    const reason = await announceFailure(waggle().http4, infoHash, { port })
    expect(reason).toMatch(/port/)
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('A4: port 0 is accepted when the client stops', async () => {
    const target = announceTarget(randomHash(), { port: 0, event: 'stopped' })
    expect((await httpGet(waggle().http4, target)).body).toEqual(expectedReply({}))
  })

  test.for([
    ['1', 1],
    ['65535', 65_535],
    ['06881', 6881],
    ['0000000001', 1],
  ] as const)('A5: the port "%s" is port %i', async ([port, number]) => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port })
    const target = announceTarget(infoHash, { port: 7000, left: 1 })
    const peers = compactPeer('127.0.0.1', number)
    const expected = expectedReply({ complete: 1, incomplete: 1, peers })
    expect((await httpGet(waggle().http4, target)).body).toEqual(expected)
  })

  const leeching = [undefined, '', '1', '16384', '-1', 'NaN', 'null', 'abc', '4294967296']
  const stillLeeching = ['9007199254740993', '18446744073709551615', '18446744073709551616', long]
  const noNumbers = ['%2B0', '+0', '1e3', '0x0', '0.0', '0%00', '%00', '-0', `0${long}`, '0 0x']

  test.for([...leeching, ...stillLeeching, ...noNumbers.map((text) => text.replace(' ', ''))])(
    'A6, A8, A9: left "%s" makes a leecher',
    async (left) => {
      const target = announceTarget(randomHash(), { left })
      expect((await httpGet(waggle().http4, target)).body).toEqual(aloneLeeching)
    },
  )

  test.for(['0', '00', '0'.repeat(40)])('A7, A9: left "%s" makes a seeder', async (left) => {
    const target = announceTarget(randomHash(), { left })
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
  })

  const counters = [undefined, '', '-1', '-9223372036854775808', 'abc', 'NaN', '1.5', '0x10']
  const largeCounters = ['18446744073709551615', '18446744073709551616', long, '1e300', '%ff']

  test.for([...counters, ...largeCounters])('A10: counters of "%s" are harmless', async (value) => {
    const parameters = { uploaded: value, downloaded: value, corrupt: value }
    const target = announceTarget(randomHash(), parameters)
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
  })

  const plainEvents = [undefined, '', 'empty', 'none', 'update', 'foo', 'started%00', 'complete']
  const moreEvents = ['0', '1', '3', 'stoppedx', 'stop', '%ff', 'x'.repeat(1000)]

  test.for([...plainEvents, ...moreEvents])(
    'A11, A13: the event "%s" is a regular announce',
    async (event) => {
      const infoHash = randomHash()
      for (let count = 0; count < 2; count++) {
        const target = announceTarget(infoHash, { event, left: 1 })
        expect((await httpGet(waggle().http4, target)).body).toEqual(aloneLeeching)
      }
    },
  )

  test('A12, A13: "started" registers, in capitals too', async () => {
    for (const event of ['started', 'STARTED']) {
      const target = announceTarget(randomHash(), { event, left: 1 })
      expect((await httpGet(waggle().http4, target)).body).toEqual(aloneLeeching)
    }
  })

  test('A22: addresses that a client claims are ignored', async () => {
    const claims = ['1.2.3.4', '::1', '[::1]:99', 'host.name', 'garbage', '', '%00', '127.0.0.9']
    for (const claim of claims) {
      for (const name of ['ip', 'ipv4', 'ipv6']) {
        const infoHash = randomHash()
        const target = announceTarget(infoHash, { [name]: claim })
        expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
        const seen = await announce(waggle().http4, infoHash, { port: 7000, left: 1 })
        expect([...seen.peers, ...seen.peers6]).toEqual(['127.0.0.1:6881'])
      }
    }
  })

  const keys = ['0A1B2C3D', 'a1b2c3d', '%01%ff%00abcde', '-123456', undefined, 'k'.repeat(1000)]

  test('A23: a key is opaque and may change', async () => {
    const infoHash = randomHash()
    for (const key of keys) {
      const target = announceTarget(infoHash, { key })
      expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
    }
  })

  test('A25, A26: trackerid and encryption parameters are accepted', async () => {
    const parameters: Parameters = {
      trackerid: '%00%ff%0d%0a=%26',
      corrupt: 5,
      redundant: 6,
      supportcrypto: 1,
      requirecrypto: 1,
      cryptoport: 6881,
    }
    const target = announceTarget(randomHash(), parameters)
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
  })

  test('A27: parameters count in any order', async () => {
    const random = seededRandom(27)
    const extra = { event: 'started', numwant: 20, key: 'AB', supportcrypto: 1, ip: '1.2.3.4' }
    const targets = Array.from({ length: 100 }, () => {
      const entries = Object.entries({ ...baseParameters(randomHash()), ...extra })
      return `/announce?${queryText(Object.fromEntries(random.shuffled(entries)))}`
    })
    for (const response of await httpGetMany(waggle().http4, targets)) {
      expect(response.body).toEqual(aloneSeeding)
    }
  })

  test('A27: a failure does not depend on the order either', async () => {
    const { info_hash, port: _, ...rest } = baseParameters(randomHash())
    for (const parameters of [
      { port: 0, ...rest, info_hash },
      { info_hash, ...rest, port: 0 },
    ]) {
      const response = await httpGet(waggle().http4, `/announce?${queryText(parameters)}`)
      expect(readFailure(response)).toMatch(/port/)
    }
  })
})

describe.for(drivers)('HTTP numwant on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  const wanted: readonly [numwant: string | undefined, peers: number][] = [
    [undefined, 50],
    ['-1', 50],
    ['-2147483648', 50],
    ['abc', 50],
    ['', 50],
    ['1.5', 50],
    ['0', 0],
    ['1', 1],
    ['007', 7],
    ['30', 30],
    ['80', 80],
    ['200', 200],
    ['201', 200],
    ['1000000000', 200],
    ['1'.padEnd(31, '0'), 200],
  ]

  test('A14, A15, A17: numwant is met, limited or replaced by the default', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 260, firstPort: 10_000 })
    for (const [numwant, count] of wanted) {
      const reply = await announce(waggle().http4, infoHash, { numwant, left: 1 })
      expect(reply.peers, `numwant=${numwant}`).toHaveLength(count)
      expect(reply.incomplete).toBe(261)
    }
  })

  test('A14 to A17: numwant is one limit for both families together', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 120, firstPort: 10_000 })
    await announceCrowd(waggle().http6, infoHash, { count: 120, firstPort: 10_000 })
    for (const [numwant, count] of wanted) {
      const reply = await announce(waggle().http4, infoHash, { numwant, left: 1 })
      expect(reply.peers.length + reply.peers6.length, `numwant=${numwant}`).toBe(count)
    }
  })

  test('A15: numwant 0 is answered byte for byte with counts and no peers', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 3, firstPort: 10_000 })
    const target = announceTarget(infoHash, { numwant: 0 })
    const expected = expectedReply({ complete: 1, incomplete: 3 })
    expect((await httpGet(waggle().http4, target)).body).toEqual(expected)
  })

  test('A16: numwant 1 gives one peer among three of both families', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle().http4, infoHash, { count: 2, firstPort: 10_000, seeds: true })
    await announceCrowd(waggle().http6, infoHash, { count: 2, firstPort: 10_000, seeds: true })
    for (let count = 0; count < 20; count++) {
      const reply = await announce(waggle().http4, infoHash, { numwant: 1, left: 1 })
      expect(reply.peers.length + reply.peers6.length).toBe(1)
    }
  })
})
