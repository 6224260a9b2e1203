/**
 * What clients may expect of a tracker behind any proxy: they are counted under their own addresses, and every
 * byte of what they ask and are answered arrives. The test of each proxy runs this.
 */
import { expect, test } from 'vitest'
import { expectedReply, readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget, escapeBytes, scrapeTarget } from '../support/announce-url.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { readScrape } from '../support/scrape-reply.ts'
import type { WebServer } from './web-server.ts'

const client = { localAddress: '127.0.0.7' }
const otherClient = { localAddress: '127.0.0.8' }
const reader = { localAddress: '127.0.0.9' }

export function testBehindProxy(proxy: () => WebServer): void {
  test('a peer is stored under the address of its client, and not of the proxy', async () => {
    const infoHash = randomHash()
    await announce(proxy().http4, infoHash, { port: 7001 }, client)
    await announce(proxy().http4, infoHash, { port: 7002 }, otherClient)
    await announce(proxy().http6, infoHash, { port: 7003 })
    const reply = await announce(proxy().http4, infoHash, { left: 1 }, reader)
    expect(reply.peers.toSorted()).toEqual(['127.0.0.7:7001', '127.0.0.8:7002'])
    expect(reply.peers6).toEqual(['[::1]:7003'])
    expect(reply.externalIp).toBe('127.0.0.9')
  })

  test('a reply arrives byte for byte', async () => {
    const response = await httpGet(proxy().http4, announceTarget(randomHash()), {
      ...client,
      headers: ['Accept-Encoding: gzip, deflate, br'],
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain(;|$)/)
    expect(response.headers.has('content-encoding')).toBe(false)
    const externalIp = Buffer.from([127, 0, 0, 7])
    expect(response.body).toEqual(expectedReply({ complete: 1, externalIp }))
  })

  test('clients that take turns on their own connections stay themselves', async () => {
    using one = await HttpConnection.open(proxy().http4, client)
    using other = await HttpConnection.open(proxy().http4, otherClient)
    for (let turn = 0; turn < 5; turn++) {
      for (const [connection, { localAddress }] of [
        [one, client],
        [other, otherClient],
      ] as const) {
        const response = await connection.exchange(requestText(announceTarget(randomHash())))
        expect(readAnnounceReply(response).externalIp).toBe(localAddress)
      }
    }
  })

  const forged = [
    'X-Forwarded-For: 203.0.113.7',
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-For: 203.0.113.7, 127.0.0.1',
    'X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 127.0.0.1',
    'x-forwarded-for:203.0.113.7\r\nConnection: X-Forwarded-For',
    'X-Real-IP: 203.0.113.7\r\nForwarded: for=203.0.113.7',
  ]

  test.for(forged)('a client that writes %j itself is not believed', async (lines) => {
    const headers = lines.split('\r\n')
    const reply = await announce(proxy().http4, randomHash(), {}, { ...client, headers })
    expect(reply.externalIp).toBe('127.0.0.7')
  })

  test('a scrape is answered', async () => {
    const infoHash = randomHash()
    await announce(proxy().http4, infoHash, {}, client)
    await announce(proxy().http4, infoHash, { left: 1 }, otherClient)
    const counts = await scrape(proxy().http4, infoHash)
    expect(counts).toMatchObject({ complete: 1, incomplete: 1 })
  })

  test('a scrape of as many torrents as the tracker takes is answered', async () => {
    const hashes = Array.from({ length: 128 }, () => randomHash())
    const entries = readScrape(await httpGet(proxy().http4, scrapeTarget(...hashes), client))
    expect([...entries.keys()].toSorted()).toEqual(
      hashes.map((hash) => hash.toString('hex')).toSorted(),
    )
  })

  test('info-hashes of every byte arrive as they are', async () => {
    for (let first = 0; first < 260; first += 20) {
      const infoHash = Buffer.from(Array.from({ length: 20 }, (_, index) => first + index))
      for (const text of [escapeBytes(infoHash), asClientsWrite(infoHash)]) {
        await announce(proxy().http4, infoHash, { info_hash: text }, client)
        const counts = await scrape(proxy().http4, infoHash)
        expect(counts.complete, text).toBe(1)
      }
    }
  })

  test('a client of HTTP/1.0 that names no host is answered', async () => {
    const target = announceTarget(randomHash())
    const response = await httpGet(proxy().http4, target, { ...client, version: '1.0' })
    expect(readAnnounceReply(response).externalIp).toBe('127.0.0.7')
  })
}

/** Escaped where it must be and nowhere else. */
function asClientsWrite(bytes: Buffer): string {
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[0-9A-Za-z._~-]/.test(character) ? character : escapeBytes(Buffer.of(byte))
    })
    .join('')
}
