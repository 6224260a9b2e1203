/**
 * Scrapes of a tracker that serves registered torrents only (BEP 48, BEP 15): byte for byte, on every driver and
 * database. All registered torrents at once: prepared, shared, in gzip on request, once for each address.
 */
import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { fullScrapesPerSourceMax } from '#base/limits'
import { type RegisteredTracker, useTracker } from '../operate/registered-tracker.ts'
import { announceTarget, escapeBytes, scrapeTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { usePostgres } from '../support/postgres.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import {
  ban,
  combinations,
  register,
  registerAll,
  remove,
} from '../support/registered-catalogue.ts'
import { UdpClient } from '../support/udp-client.ts'
import { untilTrue } from '../support/until-true.ts'

const postgres = usePostgres()

type Entry = {
  readonly hash: Buffer
  readonly name: string
  readonly complete?: number
  readonly downloaded?: number
  readonly incomplete?: number
}

/** The one right reply with these entries, which the caller gives in any order. */
function expectedFiles(entries: readonly Entry[]): Buffer {
  const files = entries
    .toSorted((one, other) => Buffer.compare(one.hash, other.hash))
    .flatMap(({ hash, name, complete = 0, downloaded = 0, incomplete = 0 }) => {
      const counts = `d8:completei${complete}e10:downloadedi${downloaded}e10:incompletei${incomplete}e`
      const text = `${counts}4:name${Buffer.byteLength(name)}:${name}e`
      return [Buffer.from('20:'), hash, Buffer.from(text)]
    })
  const end = Buffer.from('e5:flagsd20:min_request_intervali400eee')
  return Buffer.concat([Buffer.from('d5:filesd'), ...files, end])
}

function expectedFailure(reason: string, retryIn: string): string {
  return `d14:failure reason${reason.length}:${reason}8:intervali800e12:min intervali400e8:retry in${retryIn}e`
}

const none = 'this tracker serves none of the torrents that were asked for'
const tooSoon = 'too many full scrapes from this address: try again later'

async function seed(tracker: RegisteredTracker, infoHash: Buffer): Promise<void> {
  const { http4, http6 } = tracker.waggle
  await httpGet(http4, announceTarget(infoHash))
  await httpGet(http4, announceTarget(infoHash, { port: 7000, left: 5 }))
  await httpGet(http6, announceTarget(infoHash, { port: 7001, left: 5 }))
  await httpGet(http4, announceTarget(infoHash, { port: 7002, left: 5 }))
  await httpGet(http4, announceTarget(infoHash, { port: 7002, event: 'completed' }))
}

describe.for(combinations)('scrapes of a registered tracker ($driver, $engine)', (combination) => {
  const tracker = useTracker({ ...combination, postgres })

  const scrapeBytes = async (...hashes: readonly Buffer[]): Promise<Buffer> => {
    const response = await httpGet(tracker().waggle.http4, scrapeTarget(...hashes))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain')
    return response.body
  }

  test('a torrent without a swarm has zeros, its completions and its name', async () => {
    const entry = { hash: randomHash(), name: 'Ein größeres Iso', downloaded: 12 }
    await register(tracker(), entry.hash, { name: entry.name, completed: 12 })
    expect(await scrapeBytes(entry.hash)).toEqual(expectedFiles([entry]))
  })

  test('a torrent with a swarm has its counts', async () => {
    const hash = randomHash()
    await register(tracker(), hash, { name: 'x' })
    await seed(tracker(), hash)
    const counts = { complete: 2, downloaded: 1, incomplete: 2 }
    expect(await scrapeBytes(hash)).toEqual(expectedFiles([{ hash, name: 'x', ...counts }]))
  })

  test('of several, those that are unknown, banned or removed are left out', async () => {
    const hashes = Array.from({ length: 8 }, randomHash)
    const [banned = randomHash(), removed = randomHash(), ...known] = hashes
    for (const hash of hashes) await register(tracker(), hash, { name: hash.toString('hex', 0, 4) })
    await ban(tracker(), banned, 'no')
    await remove(tracker(), removed)
    const entries = known.map((hash) => ({ hash, name: hash.toString('hex', 0, 4) }))
    const asked = [...hashes.toReversed(), randomHash(), ...known]
    expect(await scrapeBytes(...asked)).toEqual(expectedFiles(entries))
  })

  test('when none is left there is a failure reason', async () => {
    const banned = randomHash()
    await register(tracker(), banned, { name: 'x' })
    await ban(tracker(), banned, 'no')
    const expected = expectedFailure(none, '5:never')
    for (const hashes of [[banned], [randomHash()], [randomHash(), banned, randomHash()]])
      expect((await scrapeBytes(...hashes)).toString()).toBe(expected)
  })

  test('as many torrents as a request may name have their longest names in one reply', async () => {
    const entries = Array.from({ length: 128 }, (_, index) => ({
      hash: randomHash(),
      name: `${index} ${'n'.repeat(255)}`.slice(0, 255),
    }))
    await registerAll(tracker(), entries)
    expect(await scrapeBytes(...entries.map(({ hash }) => hash))).toEqual(expectedFiles(entries))
  })

  test('a bad hash among good ones fails the whole scrape', async () => {
    const hash = randomHash()
    await register(tracker(), hash, { name: 'x' })
    const target = `/scrape?info_hash=${escapeBytes(hash)}&info_hash=short`
    const { body } = await httpGet(tracker().waggle.http4, target)
    expect(body.toString()).toContain('info_hash must be exactly 20 bytes')
  })

  test('a scrape registers nothing and makes no swarm', async () => {
    const hash = randomHash()
    await scrapeBytes(hash)
    await register(tracker(), hash, { name: 'x' })
    await scrapeBytes(hash)
    expect(await scrapeBytes(hash)).toEqual(expectedFiles([{ hash, name: 'x' }]))
  })

  test('over UDP what is unknown or banned has zeros, in the order asked (BEP 15)', async () => {
    const [known, banned] = [randomHash(), randomHash()]
    await register(tracker(), known, { name: 'x', completed: 3 })
    await register(tracker(), banned, { name: 'y', completed: 9 })
    for (const hash of [known, banned]) await seed(tracker(), hash)
    await ban(tracker(), banned, 'no')
    using client = await UdpClient.open(tracker().waggle.udp4)
    const zeros = { seeders: 0, completed: 0, leechers: 0 }
    const counts = { seeders: 2, completed: 4, leechers: 2 }
    expect(await client.scrape(banned, known, randomHash(), known)).toEqual([
      zeros,
      counts,
      zeros,
      counts,
    ])
  })
})

type Whole = { readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/** `GET /scrape` as it comes, however long it is. */
async function fullScrape(
  tracker: RegisteredTracker,
  headers: Readonly<Record<string, string>> = {},
  localAddress = '127.0.0.1',
): Promise<Whole> {
  const endpoint = tracker.waggle.http4
  const sent = request({ ...endpoint, path: '/scrape', headers, localAddress, agent: false })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  expect(response.statusCode).toBe(200)
  expect(response.headers['content-type']).toBe('text/plain')
  return { headers: response.headers, body: Buffer.concat(pieces) }
}

describe.for(combinations)('the scrape of all torrents ($driver, $engine)', (combination) => {
  const tracker = useTracker({ ...combination, postgres })

  test('has every torrent that is not banned, the same for all within an interval', async () => {
    const entries = Array.from({ length: 300 }, (_, index) => ({
      hash: randomHash(),
      name: `Torrent ${index} ${'é'.repeat(index % 100)}`,
    }))
    const [busy, banned, removed] = [randomHash(), randomHash(), randomHash()]
    await registerAll(tracker(), entries)
    for (const hash of [busy, banned, removed]) await register(tracker(), hash, { name: 'z' })
    await seed(tracker(), busy)
    await ban(tracker(), banned, 'no')
    await remove(tracker(), removed)
    const counts = { complete: 2, downloaded: 1, incomplete: 2 }
    const expected = expectedFiles([...entries, { hash: busy, name: 'z', ...counts }])
    const plain = await fullScrape(tracker())
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body).toEqual(expected)
    await register(tracker(), randomHash(), { name: 'too late' })
    for (const refusal of ['gzip;q=0', 'identity', 'gzip;q=0, *;q=0', 'br'])
      expect((await fullScrape(tracker(), { 'accept-encoding': refusal })).body).toEqual(expected)
    for (const wish of ['gzip', 'br;q=1.0, gzip;q=0.8, *;q=0.1', 'GZIP']) {
      const { headers, body } = await fullScrape(tracker(), { 'accept-encoding': wish })
      expect(headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(body)).toEqual(expected)
    }
  })
})

describe.for(drivers)('the scrape of all torrents on the %s driver', (driver) => {
  const limited = { 'limits.per_prefix': 'true' }
  const tracker = useTracker({ driver, engine: 'sqlite', postgres, settings: limited })
  const closed = useTracker({
    driver,
    engine: 'sqlite',
    postgres,
    settings: { 'tracker.full_scrape': 'false' },
  })

  test('is had a few times within an interval by each address', async () => {
    const hash = randomHash()
    await register(tracker(), hash, { name: 'x' })
    const expected = expectedFiles([{ hash, name: 'x' }])
    const refused = expectedFailure(tooSoon, 'i7e')
    for (const source of ['127.0.0.1', '127.0.0.7']) {
      for (let count = 0; count < fullScrapesPerSourceMax; count++)
        expect((await fullScrape(tracker(), {}, source)).body).toEqual(expected)
      expect((await fullScrape(tracker(), {}, source)).body.toString()).toBe(refused)
    }
  })

  test('is refused where the operator says so', async () => {
    await register(closed(), randomHash(), { name: 'x' })
    const reason = 'full scrape not allowed: name the torrents with info_hash'
    expect((await fullScrape(closed())).body.toString()).toBe(expectedFailure(reason, '5:never'))
  })
})

describe.for(drivers)('large scrapes of all torrents on the %s driver', (driver) => {
  const tracker = useTracker({ driver, engine: 'sqlite', postgres })

  test('are sent to 64 clients at once, and who goes away makes room for others', async () => {
    // More than the kernel takes for a client that does not read.
    for (let batch = 0; batch < 16; batch++)
      await registerAll(
        tracker(),
        Array.from({ length: 1000 }, () => ({ hash: randomHash(), name: 'n'.repeat(255) })),
      )
    const waiting: HttpConnection[] = []
    for (let client = 0; client < 64; client++) {
      const connection = await HttpConnection.open(tracker().waggle.http4)
      connection.stopReading()
      await connection.send(requestText('/scrape'))
      waiting.push(connection)
    }
    const reason = 'too many full scrapes are being answered: try again in some minutes'
    const refused = expectedFailure(reason, 'i5e')
    await vi.waitFor(async () => expect(await firstBytes(tracker())).toBe(refused), untilTrue)
    // Announces are answered meanwhile.
    const target = announceTarget(randomHash())
    const { body } = await httpGet(tracker().waggle.http4, target)
    expect(body.toString()).toContain('torrent not registered')
    for (const connection of waiting) connection.reset()
    await vi.waitFor(
      async () => expect(await firstBytes(tracker())).toMatch(/^d5:filesd20:/),
      untilTrue,
    )
  })
})

/** What `GET /scrape` begins with; the rest is not waited for. */
async function firstBytes(tracker: RegisteredTracker): Promise<string> {
  const sent = request({ ...tracker.waggle.http4, path: '/scrape', agent: false })
  sent.on('error', () => {})
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const [bytes] = (await once(response, 'data')) as [Buffer]
  sent.destroy()
  return bytes.toString('latin1')
}
