/**
 * HTTP as a transport (conformance 1.1, T1 to T6, T9, T16, T17, T20): what a reply looks like, connections that
 * stay and connections that end, and what is answered on paths that are no announce.
 */
import { describe, expect, test } from 'vitest'
import { expectedReply, readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { expectUsableOrEnded } from '../support/usable-connection.ts'
import { useWaggle } from '../support/use-waggle.ts'

const aloneSeeding = expectedReply({ complete: 1 })

describe.for(drivers)('HTTP transport on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const connect = async (): Promise<HttpConnection> => await HttpConnection.open(waggle().http4)

  test('T1: an announce is answered with exactly one dictionary of the stated length', async () => {
    using connection = await connect()
    const response = await connection.exchange(requestText(announceTarget(randomHash())))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain(;|$)/)
    expect(response.body).toEqual(aloneSeeding)
    expect(connection.unread).toHaveLength(0)
  })

  test('T1: the reply of a fresh tracker to the canonical announce is byte exact', async () => {
    const infoHash = Buffer.from('123456789abcdef123456789abcdef123456789a', 'hex')
    const escaped = '%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A'
    const target = announceTarget(infoHash, { info_hash: escaped, event: 'started' })
    const response = await httpGet(waggle().http4, target)
    expect(response.body.toString('latin1')).toBe(
      'd8:completei1e10:downloadedi0e11:external ip4:\x7f\0\0\x0110:incompletei0e8:intervali1800e12:min intervali900e5:peers0:6:peers60:e',
    )
  })

  test('T2: an announce reply is neither chunked nor compressed', async () => {
    const response = await httpGet(waggle().http4, announceTarget(randomHash()), {
      headers: ['Accept-Encoding: gzip, deflate, br', 'TE: trailers'],
    })
    expect(response.headers.has('transfer-encoding')).toBe(false)
    expect(response.headers.has('content-encoding')).toBe(false)
    expect(response.body).toEqual(aloneSeeding)
  })

  test('T3: requests one after the other on one connection are each answered', async () => {
    using connection = await connect()
    const request = requestText(announceTarget(randomHash()))
    for (let count = 0; count < 5; count++) {
      expect((await connection.exchange(request)).body).toEqual(aloneSeeding)
    }
  })

  test('T3: pipelined requests are answered in order', async () => {
    using connection = await connect()
    const infoHash = randomHash()
    const ports = Array.from({ length: 20 }, (_, index) => 7000 + index)
    const requests = ports.map((port) =>
      requestText(announceTarget(infoHash, { port, left: 1, numwant: 0 })),
    )
    await connection.send(requests.join(''))
    for (let incomplete = 1; incomplete <= ports.length; incomplete++) {
      expect((await connection.response()).body).toEqual(expectedReply({ incomplete }))
    }
  })

  test('T3: a request split at any byte is answered as if it came whole', async () => {
    using connection = await connect()
    const request = requestText(announceTarget(randomHash()))
    for (let split = 1; split < request.length; split++) {
      await connection.send(request.slice(0, split))
      await new Promise((resolve) => setImmediate(resolve))
      const response = await connection.exchange(request.slice(split))
      expect(response.body, `split at ${split}`).toEqual(aloneSeeding)
    }
  })

  test('T3: a request that comes byte by byte is answered', async () => {
    using connection = await connect()
    for (const byte of requestText(announceTarget(randomHash()))) await connection.send(byte)
    expect((await connection.response()).body).toEqual(aloneSeeding)
  })

  test('T3: a reply does not wait for the rest of the next request', async () => {
    using connection = await connect()
    const request = requestText(announceTarget(randomHash()))
    const half = request.length >> 1
    expect((await connection.exchange(request + request.slice(0, half))).body).toEqual(aloneSeeding)
    expect((await connection.exchange(request.slice(half))).body).toEqual(aloneSeeding)
  })

  test.for(['close', 'Close', 'close, TE'])(
    'T4: "Connection: %s" gets the reply and then the end of the connection',
    async (value) => {
      using connection = await connect()
      const request = requestText(announceTarget(randomHash()), {
        headers: [`Connection: ${value}`],
      })
      expect((await connection.exchange(request)).body).toEqual(aloneSeeding)
      expect(await connection.ending()).toBe('end')
      expect(connection.unread).toHaveLength(0)
    },
  )

  test('T4: a client that ends its side after the request still gets the reply', async () => {
    using connection = await connect()
    await connection.send(requestText(announceTarget(randomHash())))
    connection.halfClose()
    expect((await connection.response()).body).toEqual(aloneSeeding)
    expect(await connection.ending()).toBe('end')
  })

  test('T5: HTTP/1.0 without Host is answered and the connection ends', async () => {
    using connection = await connect()
    const request = requestText(announceTarget(randomHash()), { version: '1.0' })
    expect((await connection.exchange(request)).body).toEqual(aloneSeeding)
    expect(await connection.ending()).toBe('end')
  })

  test('T5: HTTP/1.1 without Host is answered', async () => {
    using connection = await connect()
    const target = announceTarget(randomHash())
    const response = await connection.exchange(`GET ${target} HTTP/1.1\r\n\r\n`)
    expect(response.body).toEqual(aloneSeeding)
  })

  test('T6: HTTP/1.0 with keep-alive gets a stated length, and its connection stays or ends', async () => {
    using connection = await connect()
    const request = requestText(announceTarget(randomHash()), {
      version: '1.0',
      headers: ['Connection: keep-alive'],
    })
    const response = await connection.exchange(request)
    expect(response.body).toEqual(aloneSeeding)
    const stays = /keep-alive/i.test(response.headers.get('connection') ?? '')
    if (stays) expect((await connection.exchange(request)).body).toEqual(aloneSeeding)
    else expect(await connection.ending()).toBe('end')
  })

  test('T9: an absolute target is handled as its path and query', async () => {
    const authority = formatEndpoint(waggle().http4)
    const target = `http://${authority}${announceTarget(randomHash())}`
    expect((await httpGet(waggle().http4, target)).body).toEqual(aloneSeeding)
  })

  test('T16: a failure of the tracker has status 200', async () => {
    const response = await httpGet(waggle().http4, announceTarget(randomHash(), { port: 0 }))
    expect(readFailure(response)).toMatch(/port/)
  })

  const unknownPaths = [
    '/favicon.ico',
    '/robots.txt',
    '/unknown',
    '/Announce',
    '/ANNOUNCE',
    '/announcement',
    '/announc',
    '/announce/0123456789abcdef/more',
    '/scraped',
    '/Scrape',
    '/announce%00',
    '/../announce/x',
    '/%61nnounc',
  ]

  test.for(unknownPaths)('T16, T17: "%s" is not found', async (path) => {
    const query = announceTarget(randomHash()).replace('/announce', '')
    for (const target of [path, path + query]) {
      const response = await httpGet(waggle().http4, target)
      expect(response.status, target).toBe(404)
      expect(response.headers.get('content-type')).toMatch(/^text\/(plain|html)/)
      expect(response.body.length).toBeLessThan(1000)
      expect(response.body.toString('latin1')).not.toMatch(/^d\d/)
    }
  })

  test('T16: after a path that is not found the connection is usable or ended', async () => {
    using connection = await connect()
    expect((await connection.exchange(requestText('/unknown'))).status).toBe(404)
    await expectUsableOrEnded(connection)
  })

  test('T17: the root answers a small text and no announce reply', async () => {
    const response = await httpGet(waggle().http4, '/')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/(plain|html)/)
    expect(response.body.length).toBeGreaterThan(0)
    expect(response.body.length).toBeLessThan(2000)
    expect(response.body.toString('latin1')).not.toMatch(/^d\d/)
  })

  test('R13: HTTP/1.0 and 1.1, IPv4 and IPv6 get the same content', async () => {
    const { http4, http6 } = waggle()
    for (const version of ['1.0', '1.1'] as const) {
      const over4 = await httpGet(http4, announceTarget(randomHash()), { version })
      expect(over4.body).toEqual(aloneSeeding)
      const over6 = await httpGet(http6, announceTarget(randomHash()), { version })
      const { externalIp, ...rest } = readAnnounceReply(over6)
      expect({ ...rest, externalIp: '127.0.0.1' }).toEqual(readAnnounceReply(over4))
      expect(externalIp).toBe('::1')
    }
  })
})

describe.for(drivers)('HTTP transport with a site address on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings: { 'site.url': 'https://tracker.example' } })

  test('T17, T20: the root redirects to the site with an absolute address', async () => {
    const response = await httpGet(waggle().http4, '/')
    expect([301, 302, 303, 307, 308]).toContain(response.status)
    expect(response.headers.get('location')).toMatch(/^https:\/\/tracker\.example\/?$/)
    expect(response.body.length).toBeLessThan(1000)
  })

  test('T20: an announce is not redirected', async () => {
    const response = await httpGet(waggle().http4, announceTarget(randomHash()))
    expect(response.body).toEqual(aloneSeeding)
  })
})
