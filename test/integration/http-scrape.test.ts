/**
 * Scrapes over HTTP (conformance 1.7, H1 to H11): raw keys, zeros for what is unknown, and no effect on any swarm.
 */
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { announceTarget, escapeBytes, scrapeTarget } from '../support/announce-url.ts'
import { decodeBencodeDictionary, dictionaryAt } from '../support/bencode.ts'
import { drivers } from '../support/drivers.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { emptyEntry, expectedScrape, readScrape } from '../support/scrape-reply.ts'
import { useWaggle } from '../support/use-waggle.ts'

describe.for(drivers)('HTTP scrape on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test('H1: a scrape of one torrent is byte exact', async () => {
    const infoHash = Buffer.from('123456789abcdef123456789abcdef1234567890', 'hex')
    await announce(waggle().http4, infoHash)
    const response = await httpGet(waggle().http4, scrapeTarget(infoHash))
    const key = infoHash.toString('latin1')
    expect(response.body.toString('latin1')).toBe(
      `d5:filesd20:${key}d8:completei1e10:downloadedi0e11:downloadersi0e10:incompletei0eee5:flagsd20:min_request_intervali900eee`,
    )
    expect(response.headers.get('content-type')).toMatch(/^text\/plain(;|$)/)
  })

  test('H1: seeds, leechers, downloaders and completions are counted', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    await announce(waggle().http4, infoHash, { port: 7001, left: 1 })
    await announce(waggle().http4, infoHash, { port: 7002, left: 1, event: 'paused' })
    await announce(waggle().http6, infoHash, { port: 7003, left: 1 })
    await announce(waggle().http4, infoHash, { port: 7004, left: 1 })
    await announce(waggle().http4, infoHash, { port: 7004, left: 0, event: 'completed' })
    const entry = { complete: 2, downloaded: 1, downloaders: 2, incomplete: 3 }
    const response = await httpGet(waggle().http4, scrapeTarget(infoHash))
    expect(response.body).toEqual(expectedScrape([[infoHash, entry]]))
  })

  const awkward: readonly [name: string, hash: Buffer][] = [
    ['NUL bytes', Buffer.alloc(20)],
    ['bytes of 0xff', Buffer.alloc(20, 0xff)],
    ['letters that bencode uses', Buffer.from('d5:filesd20:i1e0:lee')],
    ['bytes that are UTF-8', Buffer.from('c3a9e282acf09f908dc3a9c3a9c3a9c3a9c3a90a', 'hex')],
    ['bytes that are no UTF-8', Buffer.from('80feff80c0af80bf'.repeat(3).slice(0, 40), 'hex')],
  ]

  test.for(awkward)('H2: a hash of %s is its own raw key', async ([, infoHash]) => {
    const response = await httpGet(waggle().http4, scrapeTarget(infoHash))
    expect(response.body).toEqual(expectedScrape([[infoHash, {}]]))
  })

  test('H3: an unknown torrent is there with zeros', async () => {
    const infoHash = randomHash()
    const response = await httpGet(waggle().http4, scrapeTarget(infoHash))
    expect(response.body).toEqual(expectedScrape([[infoHash, {}]]))
  })

  test('H4: several torrents are sorted bytewise and listed once', async () => {
    const hashes = Array.from({ length: 20 }, randomHash)
    const [known] = hashes
    if (known === undefined) throw new Error('no hash')
    await announce(waggle().http4, known)
    const asked = [...hashes, ...hashes.toReversed(), known]
    const response = await httpGet(waggle().http4, scrapeTarget(...asked))
    const entries = hashes.map((hash) => [hash, { complete: hash === known ? 1 : 0 }] as const)
    expect(response.body).toEqual(expectedScrape(entries))
  })

  test.for([74, 100, 128])('H4: %i torrents are answered in one reply', async (count) => {
    const hashes = Array.from({ length: count }, randomHash)
    const response = await httpGet(waggle().http4, scrapeTarget(...hashes))
    expect(response.body).toEqual(expectedScrape(hashes.map((hash) => [hash, {}])))
  })

  test('H4: more torrents than a reply holds are cut or refused, never a crash', async () => {
    const hashes = Array.from({ length: 220 }, randomHash)
    const response = await httpGet(waggle().http4, scrapeTarget(...hashes))
    if (response.body.includes('failure')) expect(readFailure(response)).not.toBe('')
    else expect(readScrape(response).size).toBeGreaterThanOrEqual(100)
  })

  const bad = [
    '',
    'short',
    'x'.repeat(21),
    'ab'.repeat(20),
    '%zz'.repeat(20),
    '%',
    '%41'.repeat(32),
  ]

  test.for(bad)('H5: a bad hash "%s" among good ones fails the whole scrape', async (spelling) => {
    const good = scrapeTarget(randomHash(), randomHash())
    for (const target of [`${good}&info_hash=${spelling}`, `/scrape?info_hash=${spelling}`]) {
      expect(readFailure(await httpGet(waggle().http4, target))).toMatch(/info_hash|escape|encod/)
    }
  })

  test.for(['/scrape', '/scrape?', '/scrape?passkey=abc', '/scrape?hash=x'])(
    'H6: "%s" asks for every torrent and is refused by default',
    async (target) => {
      expect(readFailure(await httpGet(waggle().http4, target))).toMatch(/scrape/)
    },
  )

  test('H8: a scrape makes no torrent and no peer, whatever it names', async () => {
    const infoHash = randomHash()
    const target = announceTarget(infoHash, { event: 'started' }).replace('/announce', '/scrape')
    for (let count = 0; count < 2; count++) {
      const response = await httpGet(waggle().http4, target)
      expect(response.body).toEqual(expectedScrape([[infoHash, {}]]))
    }
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('H9: nothing is said about the name of a torrent that has none', async () => {
    const response = await httpGet(waggle().http4, scrapeTarget(randomHash()))
    const files = dictionaryAt(decodeBencodeDictionary(response.body), 'files')
    for (const entry of files.values()) {
      if (!(entry instanceof Map)) throw new Error('an entry that is no dictionary')
      expect([...entry.keys()]).toEqual(['complete', 'downloaded', 'downloaders', 'incomplete'])
    }
  })

  test('H10: completions are remembered when all peers are gone', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { left: 1 })
    await announce(waggle().http4, infoHash, { event: 'completed' })
    await announce(waggle().http4, infoHash, { event: 'stopped' })
    expect(await scrape(waggle().http4, infoHash)).toEqual({ ...emptyEntry, downloaded: 1 })
  })

  test('H11: a scrape over IPv6 is the same as over IPv4', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash)
    await announce(waggle().http6, infoHash, { left: 1 })
    const [over4, over6] = await Promise.all(
      [waggle().http4, waggle().http6].map((endpoint) => httpGet(endpoint, scrapeTarget(infoHash))),
    )
    expect(over4?.body).toEqual(
      expectedScrape([[infoHash, { complete: 1, incomplete: 1, downloaders: 1 }]]),
    )
    expect(over6?.body).toEqual(over4?.body)
  })

  test('T3: scrapes and announces share a connection', async () => {
    using connection = await HttpConnection.open(waggle().http4)
    const infoHash = randomHash()
    const requests = [announceTarget(infoHash), scrapeTarget(infoHash), announceTarget(infoHash)]
    await connection.send(requests.map((target) => requestText(target)).join(''))
    await connection.response()
    const expected = expectedScrape([[infoHash, { complete: 1 }]])
    expect((await connection.response()).body).toEqual(expected)
    expect((await connection.response()).status).toBe(200)
  })

  test('Q1, Q6: scrapes decode their query as announces do', async () => {
    const infoHash = randomHash()
    const target = `/scrape?&info%5Fhash=${escapeBytes(infoHash)}&&x=%zz&compact=1`
    const response = await httpGet(waggle().http4, target)
    expect(response.body).toEqual(expectedScrape([[infoHash, {}]]))
  })
})

describe.for(drivers)('full scrape on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings: { 'tracker.full_scrape': 'true' } })

  test('H6: where it is allowed, a scrape without info_hash lists every torrent', async () => {
    const hashes = Array.from({ length: 300 }, randomHash)
    for (const infoHash of hashes) await announce(waggle().http4, infoHash)
    const plain = await fetchScrape({ 'accept-encoding': 'identity' })
    expect([...readFiles(plain)].toSorted()).toEqual(hashes.map(latin1).toSorted())
  })

  test('H6: a full scrape may be compressed for those who accept it', async () => {
    await announce(waggle().http4, randomHash())
    const compressed = await fetchScrape({ 'accept-encoding': 'gzip' })
    expect(readFiles(compressed).size).toBeGreaterThan(0)
  })

  /** By fetch, since this reply alone may be chunked and compressed. */
  async function fetchScrape(headers: Record<string, string>): Promise<Buffer> {
    const url = `http://127.0.0.1:${waggle().http4.port}/scrape`
    const response = await fetch(url, { headers })
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes
  }
})

const latin1 = (bytes: Buffer): string => bytes.toString('latin1')

/** The keys of `files`, which a full scrape need not sort. */
function readFiles(body: Buffer): Set<string> {
  return new Set(dictionaryAt(decodeBencodeDictionary(body), 'files').keys())
}
