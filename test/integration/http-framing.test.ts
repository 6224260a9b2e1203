/**
 * HTTP requests that are no plain GET (conformance 1.1, T7, T8, T10 to T12, T18, T19): other methods, bodies, odd line
 * ends and bytes, requests that are too large, upgrades. None may hang, crash or register a peer.
 */
import { describe, expect, test } from 'vitest'
import { expectedReply, readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget, escapeBytes, scrapeTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection, type HttpResponse } from '../support/raw-http.ts'
import { emptyEntry, readScrape } from '../support/scrape-reply.ts'
import { expectUsableOrEnded } from '../support/usable-connection.ts'
import { useWaggle } from '../support/use-waggle.ts'

const aloneSeeding = expectedReply({ complete: 1 })

/** A refusal that tells nothing about the program. */
function expectPlainRefusal(response: HttpResponse, statuses: readonly number[]): void {
  expect(statuses).toContain(response.status)
  expect(response.body.length).toBeLessThan(1000)
  expect(response.body.toString('latin1')).not.toMatch(/\.[jt]s\b|node:|Error:|\n\s+at /)
}

describe.for(drivers)('HTTP framing on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const connect = async (): Promise<HttpConnection> => await HttpConnection.open(waggle().http4)

  test('T7: HEAD registers nobody and gets no body', async () => {
    using connection = await connect()
    const infoHash = randomHash()
    await connection.send(requestText(announceTarget(infoHash), { method: 'HEAD' }))
    const response = await connection.response({ bodyless: true })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET')
    await expectUsableOrEnded(connection)
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  const bodies: readonly [name: string, headers: readonly string[], body: string][] = [
    ['no body', [], ''],
    ['a body of a stated length', ['Content-Length: 10'], '0123456789'],
    ['a chunked body', ['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\n\r\n'],
    ['a body that never comes', ['Content-Length: 10'], ''],
    ['chunks that never end', ['Transfer-Encoding: chunked'], '5\r\nhel'],
  ]
  const methods = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']
  const refused = methods.flatMap((method) => bodies.map((body) => [method, ...body] as const))

  test.for(refused)('T7: %s with %s is refused at once and registers nobody', async (each) => {
    const [method, , headers, body] = each
    using connection = await connect()
    const infoHash = randomHash()
    const request = requestText(announceTarget(infoHash), { method, headers, body })
    const response = await connection.exchange(request)
    expect(response.headers.get('allow')).toBe('GET')
    expectPlainRefusal(response, [405])
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test.for(methods)(
    'T7: after a %s with its body, the connection is usable or ended',
    async (method) => {
      using connection = await connect()
      const headers = ['Content-Length: 10']
      const request = requestText('/announce', { method, headers, body: '0123456789' })
      expect((await connection.exchange(request)).status).toBe(405)
      await expectUsableOrEnded(connection)
    },
  )

  test.for(bodies.slice(1, 3))('T8: a GET with %s has it ignored', async ([, headers, body]) => {
    using connection = await connect()
    const first = requestText(announceTarget(randomHash()), { headers, body })
    const second = requestText(announceTarget(randomHash(), { left: 1 }))
    await connection.send(first + second)
    expect((await connection.response()).body).toEqual(aloneSeeding)
    expect((await connection.response()).body).toEqual(expectedReply({ incomplete: 1 }))
  })

  test('T8: a body is not taken for a request', async () => {
    using connection = await connect()
    const smuggled = randomHash()
    const body = requestText(announceTarget(smuggled))
    const headers = [`Content-Length: ${body.length}`]
    const request = requestText(announceTarget(randomHash()), { headers, body })
    expect((await connection.exchange(request)).body).toEqual(aloneSeeding)
    await expectUsableOrEnded(connection)
    expect(await scrape(waggle().http4, smuggled)).toEqual(emptyEntry)
  })

  const ambiguous: readonly [name: string, headers: readonly string[]][] = [
    ['a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5']],
    ['two different lengths', ['Content-Length: 5', 'Content-Length: 6']],
    ['a length that is no number', ['Content-Length: 5x']],
    ['a negative length', ['Content-Length: -5']],
  ]

  test.for(ambiguous)('T8: a request with %s is refused', async ([, headers]) => {
    using connection = await connect()
    const body = '0\r\n\r\n'
    const smuggled = randomHash()
    const next = requestText(announceTarget(smuggled))
    const request = requestText(announceTarget(randomHash()), { headers, body })
    expectPlainRefusal(await connection.exchange(request + next), [400])
    await connection.ending()
    expect(connection.unread).toHaveLength(0)
    expect(await scrape(waggle().http4, smuggled)).toEqual(emptyEntry)
  })

  test('T10: lone line feeds as line ends get an answer', async () => {
    using connection = await connect()
    const request = requestText(announceTarget(randomHash())).replaceAll('\r\n', '\n')
    const response = await connection.exchange(request)
    if (response.status === 200) expect(response.body).toEqual(aloneSeeding)
    else expectPlainRefusal(response, [400])
  })

  test('T10: an empty line before a request is skipped', async () => {
    using connection = await connect()
    const response = await connection.exchange(`\r\n${requestText(announceTarget(randomHash()))}`)
    expect(response.body).toEqual(aloneSeeding)
  })

  const rawBytes: readonly [name: string, raw: string][] = [
    ['bytes from 0x80', '\x80\xc3\xa9\xff'],
    ['control characters', '\x01\x1f\x7f'],
    ['NUL', '\0'],
    ['a space', ' '],
    ['a tab', '\t'],
  ]

  test.for(rawBytes)(
    'T11: a target with raw %s is refused plainly or read as it is',
    async (each) => {
      const [, raw] = each
      using connection = await connect()
      const target = announceTarget(randomHash(), { trackerid: `a${raw}b` })
      const response = await connection.exchange(requestText(target))
      if (response.status === 200) {
        expect(response.body).toEqual(aloneSeeding)
        return
      }
      expectPlainRefusal(response, [400, 505])
      await connection.ending()
    },
  )

  test('T11: raw bytes never mix up two info-hashes', async () => {
    const infoHash = Buffer.from(randomHash().map((byte) => byte | 0x80))
    const other = Buffer.from('\ufffd'.repeat(20)).subarray(0, 20)
    const target = announceTarget(infoHash, { info_hash: infoHash.toString('latin1') })
    const response = await httpGet(waggle().http4, target)
    if (response.status === 200) readAnnounceReply(response)
    else expectPlainRefusal(response, [400])
    const expected = response.status === 200 ? 1 : 0
    expect((await scrape(waggle().http4, infoHash)).complete).toBe(expected)
    expect(await scrape(waggle().http4, other)).toEqual(emptyEntry)
  })

  test('T11: raw printable characters are read literally', async () => {
    const raw = '"<>^{}|`\\\'()*!~,;$@:/[]'
    const infoHash = Buffer.concat([Buffer.from(raw.slice(0, 16)), randomHash().subarray(0, 4)])
    const infoHashText = raw.slice(0, 16) + escapeBytes(infoHash.subarray(16))
    const target = announceTarget(infoHash, { info_hash: infoHashText, key: raw })
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
    expect((await scrape(waggle().http4, infoHash)).complete).toBe(1)
  })

  test('T12: a target of 16 KiB and header fields of 15 KiB are answered', async () => {
    const target = announceTarget(randomHash(), { trackerid: '' })
    const full = target.padEnd(16 * 1024, 'x')
    const headers = Array.from({ length: 15 }, (_, index) => `X-${index}: ${'y'.repeat(1000)}`)
    expect((await httpGet(waggle().http4, full, { headers })).body).toEqual(aloneSeeding)
  })

  test.for([60, 100, 128])('T12: a scrape of %i escaped hashes is answered', async (count) => {
    const hashes = Array.from({ length: count }, randomHash)
    const response = await httpGet(waggle().http4, scrapeTarget(...hashes))
    expect([...readScrape(response).keys()]).toHaveLength(count)
  })

  test('T12: a target above 16 KiB is refused with 414 and registers nobody', async () => {
    const infoHash = randomHash()
    const target = announceTarget(infoHash, { trackerid: '' }).padEnd(16 * 1024 + 1, 'x')
    const response = await httpGet(waggle().http4, target)
    expectPlainRefusal(response, [414])
    // Words by which Transmission knows that it asks for too many torrents at once.
    expect(response.body.toString()).toContain('Request-URI Too Long')
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('T12: header fields above 16 KiB are refused with 431 and register nobody', async () => {
    const infoHash = randomHash()
    const headers = Array.from({ length: 17 }, (_, index) => `X-${index}: ${'y'.repeat(1000)}`)
    const response = await httpGet(waggle().http4, announceTarget(infoHash), { headers })
    expectPlainRefusal(response, [431])
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  const endless: readonly [name: string, bytes: string][] = [
    ['target', `GET /announce?${'x'.repeat(1 << 20)} HTTP/1.1\r\n\r\n`],
    ['header field', `GET /announce HTTP/1.1\r\nX: ${'x'.repeat(1 << 20)}\r\n\r\n`],
    ['method', `${'X'.repeat(1 << 20)} /announce HTTP/1.1\r\n\r\n`],
    ['request without a line end', 'GET '.repeat(1 << 18)],
  ]

  test.for(endless)(
    'T12: a %s of a megabyte ends the connection and nothing else',
    async (each) => {
      const [, bytes] = each
      using connection = await connect()
      void connection.send(bytes)
      await connection.ending()
      const response = await httpGet(waggle().http4, announceTarget(randomHash()))
      expect(response.body).toEqual(aloneSeeding)
    },
  )

  test('T12: a megabyte of empty lines is no request, and nothing else happens', async () => {
    using connection = await connect()
    await connection.send('\r\n'.repeat(1 << 19))
    connection.halfClose()
    await connection.ending()
    expect(connection.unread.toString('latin1')).toMatch(/^(HTTP\/1\.1 400 |$)/)
    const response = await httpGet(waggle().http4, announceTarget(randomHash()))
    expect(response.body).toEqual(aloneSeeding)
  })

  const extras: readonly [name: string, headers: readonly string[]][] = [
    ['Expect: 100-continue', ['Expect: 100-continue']],
    [
      'Upgrade: h2c',
      ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAA'],
    ],
    [
      'a WebSocket version that does not exist',
      ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 7'],
    ],
  ]

  test.for(extras)('T18: %s gets an ordinary answer', async ([, headers]) => {
    using connection = await connect()
    await connection.send(requestText(announceTarget(randomHash()), { headers }))
    let response = await connection.response()
    if (response.status === 100) response = await connection.response()
    if (response.status === 200) expect(response.body).toEqual(aloneSeeding)
    else expectPlainRefusal(response, [400, 417, 426])
  })

  test('T12: a target of 64 KiB is refused with a word about it', async () => {
    const response = await httpGet(waggle().http4, '/announce?'.padEnd(64 * 1024, 'x'))
    expectPlainRefusal(response, [414, 431])
    expect(response.body.toString()).toMatch(/^(Request-URI Too Long|Request Header Fields Too L)/)
  })

  test('T18: an unknown expectation changes nothing about the answer', async () => {
    const headers = ['Expect: something']
    const response = await httpGet(waggle().http4, announceTarget(randomHash()), { headers })
    expect(response.body).toEqual(aloneSeeding)
  })

  test('T19: HTTP/0.9 gets an answer of some kind and the end of the connection', async () => {
    using connection = await connect()
    await connection.send(`GET ${announceTarget(randomHash())}\r\n\r\n`)
    await connection.ending()
    expect(connection.unread.toString('latin1')).toMatch(
      /^(HTTP\/1\.1 (200|400|505)|d8:complete|$)/,
    )
  })

  const nonsense: readonly [name: string, bytes: string][] = [
    ['a TLS hello', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'],
    ['the BitTorrent handshake', '\x13BitTorrent protocol\0\0\0\0\0\0\0\0'],
    ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['an unknown version', 'GET /announce HTTP/3.7\r\n\r\n'],
    ['no method', ' /announce HTTP/1.1\r\n\r\n'],
    ['a bad header name', 'GET /announce HTTP/1.1\r\nBad Name: x\r\n\r\n'],
    ['a header line without a colon', 'GET /announce HTTP/1.1\r\nnonsense\r\n\r\n'],
    ['bytes at random', '\xff\xfe\x00\x01\r\n\r\n\r\n'],
  ]

  test.for(nonsense)('T16: %s is refused plainly and ends the connection', async ([, bytes]) => {
    using connection = await connect()
    await connection.send(bytes)
    connection.halfClose()
    await connection.ending()
    const text = connection.unread.toString('latin1')
    expect(text).toMatch(/^(HTTP\/1\.1 (400|405|501|505) |$)/)
    expect(text).not.toMatch(/\.[jt]s\b|node:|Error:|\n\s+at /)
  })
})
