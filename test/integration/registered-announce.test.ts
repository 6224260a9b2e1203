/**
 * Announces to a tracker that serves registered torrents only: every answer byte for byte, on every driver and database,
 * and every change in force with the next announce.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { type RegisteredTracker, useTracker } from '../operate/registered-tracker.ts'
import { loopback4 } from '../support/addresses.ts'
import { announceTarget, type Parameters } from '../support/announce-url.ts'
import { failedStart } from '../support/failed-start.ts'
import { httpGet } from '../support/http-request.ts'
import { usePostgres } from '../support/postgres.ts'
import { randomHash } from '../support/random-hash.ts'
import { readFailures } from '../support/read-metric.ts'
import {
  ban,
  combinations,
  register,
  remove,
  restore,
  unban,
} from '../support/registered-catalogue.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce, encodeScrape } from '../support/udp-packets.ts'
import { untilTrue } from '../support/until-true.ts'
import { freshDirectory } from '../support/waggle.ts'

const postgres = usePostgres()

const unregistered =
  'torrent not registered: this tracker serves only torrents that were added to it'
const intervals = '8:intervali800e12:min intervali400e'

/** The one right failure with this reason. */
function failure(reason: string, retryIn = '8:retry in5:never'): string {
  return `d14:failure reason${Buffer.byteLength(reason)}:${reason}${intervals}${retryIn}e`
}

/** The one right reply to a lone announcer, or to one who stops. */
function success(complete: number, downloaded: number, incomplete: number): Buffer {
  return Buffer.concat([
    Buffer.from(`d8:completei${complete}e10:downloadedi${downloaded}e11:external ip4:`),
    loopback4,
    Buffer.from(`10:incompletei${incomplete}e${intervals}5:peers0:6:peers60:e`),
  ])
}

describe.for(combinations)('a registered tracker ($driver, $engine)', ({ driver, engine }) => {
  // More than one thread of each kind: what is changed counts in all of them.
  const settings = { 'tracker.workers': '2' }
  const tracker = useTracker({ driver, engine, postgres, settings })

  const announceBytes = async (infoHash: Buffer, parameters: Parameters = {}): Promise<Buffer> => {
    const target = announceTarget(infoHash, parameters)
    const response = await httpGet(tracker().waggle.http4, target)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain')
    return response.body
  }
  const announceText = async (infoHash: Buffer, parameters: Parameters = {}): Promise<string> =>
    (await announceBytes(infoHash, parameters)).toString()

  async function registered(name = 'A torrent'): Promise<Buffer> {
    const infoHash = randomHash()
    await register(tracker(), infoHash, { name })
    return infoHash
  }

  test('serves a torrent that is registered, with the intervals of this mode', async () => {
    const infoHash = await registered()
    expect(await announceBytes(infoHash)).toEqual(success(1, 0, 0))
    expect(await announceBytes(infoHash, { event: 'stopped' })).toEqual(success(0, 0, 0))
  })

  test.for(['started', 'completed', 'stopped', 'paused', undefined])(
    'refuses a torrent that nobody registered (event %s)',
    async (event) => {
      const infoHash = randomHash()
      expect(await announceText(infoHash, { event })).toBe(failure(unregistered))
      expect(await announceText(infoHash, { event, compact: 0 })).toBe(failure(unregistered))
    },
  )

  test('refuses a banned torrent with the reason where that is public', async () => {
    const infoHash = await registered()
    await ban(tracker(), infoHash, 'gelöscht auf Wunsch')
    for (const event of ['started', 'stopped', undefined])
      expect(await announceText(infoHash, { event })).toBe(
        failure('torrent banned by this tracker: gelöscht auf Wunsch'),
      )
    await ban(tracker(), infoHash, 'we know why', false)
    expect(await announceText(infoHash)).toBe(failure('torrent banned by this tracker'))
  })

  const malformed: readonly [name: string, change: Parameters, reason: string, retry?: string][] = [
    ['no info_hash', { info_hash: undefined }, 'info_hash is missing'],
    ['no peer_id', { peer_id: undefined }, 'peer_id is missing'],
    ['no port', { port: undefined }, 'port must be a number from 1 to 65535', ''],
    ['port 0', { port: 0 }, 'port must be a number from 1 to 65535', ''],
    ['port 65536', { port: 65_536 }, 'port must be a number from 1 to 65535', ''],
    ['port abc', { port: 'abc' }, 'port must be a number from 1 to 65535', ''],
    [
      'an info_hash of 19 bytes',
      { info_hash: 'x'.repeat(19) },
      'info_hash must be exactly 20 bytes, percent-encoded (not hexadecimal)',
    ],
    [
      'an info_hash of 40 digits',
      { info_hash: 'ab'.repeat(20) },
      'info_hash must be exactly 20 bytes, percent-encoded (not hexadecimal)',
    ],
    [
      'a peer_id of 21 bytes',
      { peer_id: 'x'.repeat(21) },
      'peer_id must be exactly 20 bytes, percent-encoded',
    ],
  ]

  test.for(malformed)('refuses %s', async ([, change, reason, retryIn]) => {
    const infoHash = await registered()
    expect(await announceText(infoHash, change)).toBe(failure(reason, retryIn))
  })

  test('a change is in force with the very next announce, in every thread', async () => {
    const infoHash = randomHash()
    const expectAll = async (reply: Buffer | string): Promise<void> => {
      // Connections are dealt out to the threads by their port.
      const replies = await Promise.all(
        Array.from({ length: 16 }, () => announceBytes(infoHash, { event: 'stopped' })),
      )
      for (const bytes of replies) expect(bytes).toEqual(Buffer.from(reply))
      for (let count = 0; count < 8; count++) {
        using client = await UdpClient.open(tracker().waggle.udp4)
        const answer = await client.exchange(
          encodeAnnounce(await client.connectionId(), count, { infoHash, event: 3 }),
        )
        expect(answer.kind).toBe(reply.includes('failure') ? 'error' : 'announce')
      }
    }
    await expectAll(failure(unregistered))
    await register(tracker(), infoHash, { name: 'now' })
    await expectAll(success(0, 0, 0))
    await ban(tracker(), infoHash, 'no')
    await expectAll(failure('torrent banned by this tracker: no'))
    await unban(tracker(), infoHash)
    await expectAll(success(0, 0, 0))
    await remove(tracker(), infoHash)
    await expectAll(failure(unregistered))
    await restore(tracker(), infoHash)
    await expectAll(success(0, 0, 0))
  })

  test('a client that comes back sooner than it was told is answered', async () => {
    const infoHash = await registered()
    for (let count = 0; count < 3; count++)
      expect(await announceBytes(infoHash)).toEqual(success(1, 0, 0))
  })

  test('completions go on from those that were imported, and count once', async () => {
    const infoHash = randomHash()
    await register(tracker(), infoHash, { name: 'old', completed: 41 })
    expect(await announceBytes(infoHash, { left: 5 })).toEqual(success(0, 41, 1))
    const completed = { event: 'completed', left: 0 }
    expect(await announceBytes(infoHash, completed)).toEqual(success(1, 42, 0))
    expect(await announceBytes(infoHash, completed)).toEqual(success(1, 42, 0))
    using client = await UdpClient.open(tracker().waggle.udp4)
    await client.announce({ infoHash, port: 7001, left: 1n })
    await client.announce({ infoHash, port: 7001, left: 0n, event: 1 })
    expect(await client.scrape(infoHash)).toEqual([{ seeders: 2, completed: 43, leechers: 0 }])
  })

  test('a hybrid is served under both info-hashes, each with a swarm of its own (BEP 52)', async () => {
    const [infoHash, infoHashV2] = [randomHash(), randomBytes(32)]
    await register(tracker(), infoHash, { name: 'hybrid', infoHashV2 })
    expect(await announceBytes(infoHash)).toEqual(success(1, 0, 0))
    expect(await announceBytes(infoHashV2.subarray(0, 20))).toEqual(success(1, 0, 0))
    await ban(tracker(), infoHash, 'both')
    for (const hash of [infoHash, infoHashV2.subarray(0, 20)])
      expect(await announceText(hash)).toBe(failure('torrent banned by this tracker: both'))
  })

  test('over UDP the refusal is the same text, and may be longer than a proven request', async () => {
    using client = await UdpClient.open(tracker().waggle.udp4)
    const id = await client.connectionId()
    const infoHash = await registered()
    const errorOf = async (hash: Buffer, event = 0): Promise<string> => {
      await client.send(encodeAnnounce(id, 0x01020304, { infoHash: hash, event }))
      const reply = await client.receive()
      expect(reply.toString('hex', 0, 8)).toBe('0000000301020304')
      return reply.toString('utf8', 8)
    }
    for (const event of [0, 1, 2, 3]) expect(await errorOf(randomHash(), event)).toBe(unregistered)
    const reason = 'ä'.repeat(80)
    await ban(tracker(), infoHash, reason)
    expect(await errorOf(infoHash)).toBe(`torrent banned by this tracker: ${reason}`)
  })

  test('over UDP nobody is told of torrents who has not proved its address', async () => {
    using client = await UdpClient.open(tracker().waggle.udp4)
    const infoHash = await registered()
    await ban(tracker(), infoHash, 'x'.repeat(100))
    const forged = (await client.connectionId()) ^ 0x1000n
    const requests = [
      encodeAnnounce(forged, 1, { infoHash }),
      encodeAnnounce(forged, 2, { infoHash: randomHash() }),
      encodeScrape(forged, 3, [infoHash]),
    ]
    for (const request of requests)
      for (const answer of await client.answersTo(request)) {
        expect(answer.length).toBeLessThanOrEqual(request.length)
        expect(answer.toString('latin1', 8)).toBe('bad connection id: reconnect')
      }
  })

  test('failures are counted under their codes', async () => {
    const failures = async (code: string): Promise<number> =>
      await readFailures(tracker().waggle, code)
    const infoHash = await registered()
    await ban(tracker(), infoHash, 'no')
    for (const [code, hash] of [
      ['torrent-unregistered', randomHash()],
      ['torrent-banned', infoHash],
    ] as const) {
      const before = await failures(code)
      await announceBytes(hash)
      // Counted when the reply is on its way.
      await vi.waitFor(async () => expect(await failures(code)).toBeGreaterThan(before), untilTrue)
    }
  })
})

async function leechersOf(subject: RegisteredTracker, infoHash: Buffer): Promise<number> {
  using client = await UdpClient.open(subject.waggle.udp4)
  const [entry] = await client.scrape(infoHash)
  return entry?.leechers ?? 0
}

test('a table that does not fit the memory that can be shared is refused, with its key', async () => {
  const line = await failedStart({
    settings: {
      mode: 'registered',
      'data.directory': join(freshDirectory(), 'data'),
      'site.enabled': 'false',
      'tracker.udp': '127.0.0.1:0',
      'tracker.http': '[]',
      'tracker.peers_max': '1000',
      'tracker.torrents_max': '20000000',
    },
  })
  expect(line).toMatch(/^tracker\.torrents_max = 20000000: .*GiB.*; lower it$/m)
})

describe('a registered tracker with short intervals', () => {
  const settings = { 'tracker.interval_seconds': '2', 'tracker.min_interval_seconds': '1' }
  const tracker = useTracker({ driver: 'linux', engine: 'sqlite', postgres, settings })

  test('forgets a peer that has not come back within both of them', async () => {
    const infoHash = randomHash()
    await register(tracker(), infoHash, { name: 'brief' })
    const target = announceTarget(infoHash, { left: 1 })
    await httpGet(tracker().waggle.http4, target)
    expect(await leechersOf(tracker(), infoHash)).toBe(1)
    await vi.waitFor(async () => expect(await leechersOf(tracker(), infoHash)).toBe(0), {
      timeout: 20_000,
      interval: 200,
    })
  })
})
