/**
 * Paths and query strings (conformance 1.2, Q1 to Q14): percent-escapes become bytes, bytes stay bytes, and whatever
 * else a URL can hold is harmless. Which torrent a spelling named is seen by scraping it fully escaped.
 */
import { describe, expect, test } from 'vitest'
import { expectedReply } from '../support/announce-reply.ts'
import {
  announceTarget,
  baseParameters,
  basePeerId,
  escapeBytes,
  type Parameters,
  queryText,
  scrapeTarget,
} from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet } from '../support/http-request.ts'
import { announce, announceFailure, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { emptyEntry, expectedScrape } from '../support/scrape-reply.ts'
import { useWaggle } from '../support/use-waggle.ts'

const aloneSeeding = expectedReply({ complete: 1 })
const escapeText = (text: string): string => escapeBytes(Buffer.from(text))

describe.for(drivers)('query decoding on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  /** Announces with the info-hash spelt as given, and expects the torrent `infoHash` to have it. */
  async function expectSpelling(infoHash: Buffer, spelling: string): Promise<void> {
    const target = announceTarget(infoHash, { info_hash: spelling })
    expect((await httpGet(waggle().http4, target)).body, spelling).toEqual(aloneSeeding)
    expect((await scrape(waggle().http4, infoHash)).complete, spelling).toBe(1)
  }

  const paths = [
    { kind: 'plain', announcePath: '/announce', scrapePath: '/scrape' },
    { kind: 'with a slash at the end', announcePath: '/announce/', scrapePath: '/scrape/' },
    { kind: 'of a PHP tracker', announcePath: '/announce.php', scrapePath: '/scrape.php' },
  ]

  test.for(paths)('Q1: announce and scrape $kind go together', async (path) => {
    const { announcePath, scrapePath } = path
    const infoHash = randomHash()
    const query = announceTarget(infoHash).replace('/announce', '')
    const announced = await httpGet(waggle().http4, announcePath + query)
    const scrapeQuery = scrapeTarget(infoHash).replace('/scrape', '')
    const scraped = await httpGet(waggle().http4, scrapePath + scrapeQuery)
    expect(scraped.status).toBe(announced.status)
    if (announced.status === 404 && path.kind !== 'plain') return
    expect(announced.body).toEqual(aloneSeeding)
    expect(scraped.body).toEqual(expectedScrape([[infoHash, { complete: 1 }]]))
  })

  test('Q2: a key after /announce is not served, since clients cannot scrape it', async () => {
    const target = announceTarget(randomHash()).replace('?', '/0123456789abcdef?')
    expect((await httpGet(waggle().http4, target)).status).toBe(404)
  })

  test('Q3: a second "?" before info_hash separates parameters', async () => {
    const infoHash = randomHash()
    const target = announceTarget(infoHash).replace('?', '?passkey=abc?')
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
    expect((await scrape(waggle().http4, infoHash)).complete).toBe(1)
  })

  test('Q4: the query starts at the first "?" and later ones belong to values', async () => {
    const target = announceTarget(randomHash(), { trackerid: '?a?b=c?' })
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
  })

  test('Q4: a fragment is cut off', async () => {
    const target = `${announceTarget(randomHash(), { numwant: 10, left: undefined })}&left=0`
    const response = await httpGet(waggle().http4, `${target}#fragment&left=7`)
    expect(response.body).toEqual(aloneSeeding)
  })

  const separators: readonly [name: string, change: (query: string) => string][] = [
    ['empty pairs between', (query) => query.replaceAll('&', '&&&')],
    ['empty pairs around', (query) => `&&${query}&`],
    ['a name without a value', (query) => `event&${query}&numwant`],
    ['a value without a name', (query) => `=1&${query}&=`],
    ['a value with "="', (query) => `trackerid=a=b=c&${query}`],
    ['a value with ";"', (query) => `trackerid=a;port=1;left=9&${query}`],
    ['names that only begin alike', (query) => `info_hash_=x&lef=9&leftt=9&por=0&${query}`],
    ['names in other cases', (query) => `INFO_HASH=x&Left=9&PORT=0&${query}`],
  ]

  test.for(separators)('Q5: %s leave an announce as it is', async ([, change]) => {
    const query = queryText(baseParameters(randomHash()))
    const response = await httpGet(waggle().http4, `/announce?${change(query)}`)
    expect(response.body).toEqual(aloneSeeding)
  })

  test('Q5: ";" does not separate parameters', async () => {
    const reason = await announceFailure(waggle().http4, randomHash(), { port: '6881;x=1' })
    expect(reason).toMatch(/port/)
  })

  test('Q5: a peer id may hold "="', async () => {
    const reply = await announce(waggle().http4, randomHash(), { peer_id: '-XX0001-=a=b=c=d=e==' })
    expect(reply.complete).toBe(1)
  })

  test('Q6: lower, upper and mixed hex digits are the same byte', async () => {
    const infoHash = Buffer.from('1fabcdef'.repeat(5), 'hex')
    const lower = escapeBytes(infoHash)
    const mixed = '%1f%AB%cD%eF'.repeat(5)
    for (const spelling of [lower, lower.toUpperCase(), mixed]) {
      await expectSpelling(infoHash, spelling)
    }
  })

  test('Q6: escaped letters and escaped parameter names are decoded', async () => {
    const infoHash = randomHash()
    const query = Object.entries({ ...baseParameters(infoHash), peer_id: escapeText(basePeerId) })
      .map(([name, value]) => `${escapeText(name)}=${value}`)
      .join('&')
    const response = await httpGet(waggle().http4, `/announce?${query}`)
    expect(response.body).toEqual(aloneSeeding)
    const partly = queryText(baseParameters(randomHash())).replace('info_hash', 'info%5Fhash')
    expect((await httpGet(waggle().http4, `/announce?${partly}`)).body).toEqual(aloneSeeding)
  })

  test('Q6: escaped digits are decoded in numbers', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: '%37%30%30%30', left: '%30' })
    const reply = await announce(waggle().http4, infoHash, { port: 7001, left: 1 })
    expect(reply.peers).toEqual(['127.0.0.1:7000'])
    expect(reply.complete).toBe(1)
  })

  test('Q7: unreserved characters and sub-delimiters stay what they are', async () => {
    for (const literal of ["-_.~!*'(),;:@/$aZ09?", '"<>|^{}`\\[]aB-_.~!*()']) {
      const infoHash = Buffer.from(literal.slice(0, 20).padEnd(20, 'x'), 'latin1')
      await expectSpelling(infoHash, infoHash.toString('latin1'))
    }
  })

  test('Q7: the mixed spelling of Transmission is read', async () => {
    const infoHash = Buffer.from(`c5396a25615600ff${'41'.repeat(12)}`, 'hex')
    await expectSpelling(infoHash, `%c59j%25aV%00%FF${'A'.repeat(12)}`)
  })

  test('Q8: "+" is the byte 0x2b and no space', async () => {
    const withPlus = Buffer.from('+++++12345abcde+++++')
    const withSpace = Buffer.from('     12345abcde     ')
    await expectSpelling(withPlus, '+++++12345abcde+++++')
    expect(await scrape(waggle().http4, withSpace)).toEqual(emptyEntry)
    await expectSpelling(withSpace, '%20'.repeat(5) + '12345abcde' + '%20'.repeat(5))
  })

  const badEscapes = ['%', '%1', '%zz', '%g0', '%0g', '%u0041', '%%41', '% 41', '%-1', '%+1']
  const hashes = badEscapes.map((escape) => [escape, escape.replace(' ', '+')] as const)

  test.for(hashes)(
    'Q9: the bad escape "%s" in info_hash or peer_id is refused',
    async ([, bad]) => {
      for (const prefix of ['%41'.repeat(19), '%41'.repeat(18), '%41'.repeat(17)]) {
        const inHash = await announceFailure(waggle().http4, randomHash(), {
          info_hash: prefix + bad,
        })
        expect(inHash).toMatch(/info_hash|escape|encod/i)
        const inPeerId = await announceFailure(waggle().http4, randomHash(), {
          peer_id: prefix + bad,
        })
        expect(inPeerId).toMatch(/peer_id|escape|encod/i)
      }
    },
  )

  const harmless = badEscapes
    .map((escape) => escape.replace(' ', '+'))
    .flatMap((bad) => [`trackerid=${bad}`, `foo=${bad}`, `event=${bad}`, `key=${bad}`, `${bad}=1`])

  test('Q9: a bad escape in another parameter or in a name is harmless', async () => {
    for (const pair of harmless) {
      const target = `${announceTarget(randomHash())}&${pair}`
      expect((await httpGet(waggle().http4, target)).body, pair).toEqual(aloneSeeding)
    }
  })

  const everyByte = Array.from({ length: 13 }, (_, row) =>
    Buffer.from(Array.from({ length: 20 }, (__, column) => (row * 20 + column) & 0xff)),
  )

  test('Q10: every byte value is kept', async () => {
    const all = [Buffer.alloc(20), Buffer.alloc(20, 0xff), ...everyByte]
    for (const infoHash of all) await announce(waggle().http4, infoHash)
    const response = await httpGet(waggle().http4, scrapeTarget(...all))
    expect(response.body).toEqual(expectedScrape(all.map((hash) => [hash, { complete: 1 }])))
  })

  test('Q10: bytes are not collapsed as text', async () => {
    const utf8 = Buffer.from('c3a9'.repeat(10), 'hex')
    const latin1 = Buffer.from('e9'.repeat(20), 'hex')
    const replacement = Buffer.from('efbfbd'.repeat(7).slice(0, 40), 'hex')
    await announce(waggle().http4, utf8)
    for (const other of [latin1, replacement]) {
      expect(await scrape(waggle().http4, other)).toEqual(emptyEntry)
    }
  })

  test('Q11: a second info_hash is refused, equal or not', async () => {
    const infoHash = randomHash()
    for (const second of [infoHash, randomHash()]) {
      const target = `${announceTarget(infoHash)}&info_hash=${escapeBytes(second)}`
      expect(readFailure(await httpGet(waggle().http4, target))).toMatch(/info_hash/)
      expect(await scrape(waggle().http4, second)).toEqual(emptyEntry)
    }
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('Q12: of other repeated parameters the first counts', async () => {
    const infoHash = randomHash()
    const target = `${announceTarget(infoHash, { port: 7000 })}&port=7001&left=5&peer_id=x`
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
    const reply = await announce(waggle().http4, infoHash, { port: 7002, left: 1 })
    expect(reply.peers).toEqual(['127.0.0.1:7000'])
  })

  test('Q12: addresses and keys that clients repeat are harmless', async () => {
    const repeated = 'ipv4=1.2.3.4&ipv4=5.6.7.8&ipv6=::1&ipv6=::2&passkey=a&passkey=b&key=1&key=2'
    const response = await httpGet(waggle().http4, `${announceTarget(randomHash())}&${repeated}`)
    expect(response.body).toEqual(aloneSeeding)
  })

  const large: readonly [name: string, extra: string][] = [
    ['64 KiB', `x=${'y'.repeat(65_536)}`],
    ['10 000 empty pairs', '&'.repeat(10_000)],
    ['7 000 parameters', 'a&'.repeat(7000)],
    ['a name of 8 KiB', `${'n'.repeat(8192)}=1`],
    ['a value of 8 KiB of escapes', `x=${'%41'.repeat(2700)}`],
    ['a name of 8 KiB of escapes', `${'%41'.repeat(2700)}=1`],
  ]

  test.for(large)('Q13: a query with %s succeeds or is refused', async ([, extra]) => {
    const response = await httpGet(waggle().http4, `${announceTarget(randomHash())}&${extra}`)
    if (response.status !== 200) return expect([400, 414, 431]).toContain(response.status)
    if (!response.body.equals(aloneSeeding)) expect(readFailure(response)).not.toBe('')
    return expect((await announce(waggle().http4, randomHash())).complete).toBe(1)
  })

  test('Q13: names that every object has are harmless', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length']
    const extra = Object.fromEntries(names.map((name) => [name, '1']))
    const target = `/announce?${queryText(extra)}&${queryText(baseParameters(randomHash()))}`
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
    expect((await httpGet(waggle().http4, target.replace('?', '?__proto__=2&'))).status).toBe(200)
  })

  const unknown: Parameters = {
    azudp: 6881,
    hide: 1,
    azver: 3,
    azq: 1,
    cryptoport: 6881,
    supportcrypto: 1,
    requirecrypto: 1,
    corrupt: 0,
    redundant: 0,
    sc: 1,
    natmapped: 1,
    ttl: 60,
    localip: '10.0.0.1',
    testParam: 'x',
    redirect: 0,
    trackerid: 'abc',
    passkey: 'p',
    ipv6: '[2001:db8::1]:6881',
  }

  test('Q14: parameters that no tracker knows are ignored', async () => {
    const response = await httpGet(waggle().http4, announceTarget(randomHash(), unknown))
    expect(response.body).toEqual(aloneSeeding)
  })
})
