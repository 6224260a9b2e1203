/**
 * Listeners on which a proxy says first whose connection it is (haproxy's proxy-protocol.txt, version 2): whom the
 * tracker takes for the client, and what it does with everything that is no such header.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget, type Parameters } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { type Endpoint, formatEndpoint } from '../support/endpoint.ts'
import { requestText } from '../support/http-request.ts'
import { announce } from '../support/http-tracker.ts'
import { headerFor, proxyHeader, proxySignature, tlv } from '../support/proxy-protocol.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { readMetric } from '../support/read-metric.ts'
import { selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { useWaggle } from '../support/use-waggle.ts'
import type { Waggle } from '../support/waggle.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-proxy-protocol-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const { certificate, key } = selfSignedCertificate('tracker')
const certificateFile = join(directory, 'certificate.pem')
const keyFile = join(directory, 'key.pem')
writeFileSync(certificateFile, certificate)
writeFileSync(keyFile, key)

/** Where clients come themselves, and where proxies come. */
const direct = '127.0.0.1'
const proxied = '127.0.0.3'

const settings = {
  'tracker.http': `["${direct}:0","${proxied}:0","[::1]:0"]`,
  'tracker.https': `["${proxied}:0"]`,
  'tracker.tls_certificate': certificateFile,
  'tracker.tls_key': keyFile,
  'tracker.trusted_proxies': '["127.0.0.1","::1"]',
  'tracker.proxy_protocol': `["${proxied}:0","[::1]:0"]`,
}

function proxiedEndpoint({ http }: Waggle): Endpoint {
  const found = http.find(({ host }) => host === proxied)
  if (found === undefined) throw new Error('the listener for proxies is not bound')
  return found
}

function announceText(
  infoHash: Buffer,
  parameters: Parameters = {},
  headers: string[] = [],
): string {
  return requestText(announceTarget(infoHash, parameters), { headers })
}

describe.for(drivers)('the PROXY protocol on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings })
  const connect = async (localAddress = '127.0.0.1'): Promise<HttpConnection> =>
    await HttpConnection.open(proxiedEndpoint(waggle()), { localAddress })
  const refusals = async (reason: string): Promise<number> =>
    await readMetric(waggle(), `waggle_proxy_protocol_refused_total{reason="${reason}"}`)

  /** Whom the tracker takes for the client of a connection that begins with `header`. */
  async function clientOf(header: Buffer): Promise<string> {
    using connection = await connect()
    await connection.send(Buffer.concat([header, Buffer.from(announceText(randomHash()))]))
    return readAnnounceReply(await connection.response()).externalIp
  }

  test('the client that the header names is stored, and not the proxy', async () => {
    const infoHash = randomHash()
    for (const address of ['203.0.113.7', '2001:db8::7', '203.0.113.7']) {
      using connection = await connect()
      await connection.send(headerFor(address))
      await connection.exchange(announceText(infoHash))
    }
    const { http4 } = waggle()
    const reply = await announce(http4, infoHash, { left: 1 })
    expect(reply.peers).toEqual(['203.0.113.7:6881'])
    expect(reply.peers6).toEqual(['[2001:db8::7]:6881'])
  })

  const named: readonly [what: string, header: Buffer, client: string][] = [
    ['an IPv4 client', headerFor('203.0.113.7'), '203.0.113.7'],
    ['an IPv6 client', headerFor('2001:db8::7'), '2001:db8::7'],
    ['an IPv4 client that is mapped into IPv6', headerFor('::ffff:cb00:7107'), '203.0.113.7'],
    ['a client with TLVs behind it', headerFor('203.0.113.7', tlv(40)), '203.0.113.7'],
    ['a header of the most bytes', headerFor('203.0.113.7', tlv(536 - 28 - 3)), '203.0.113.7'],
    ['a health check', proxyHeader({ versionAndCommand: 0x20 }), '127.0.0.1'],
    ['an unknown client', proxyHeader({ familyAndProtocol: 0, body: tlv(4) }), '127.0.0.1'],
    [
      'a client on a UNIX socket',
      proxyHeader({ familyAndProtocol: 0x31, body: Buffer.alloc(216, 0x2f) }),
      '127.0.0.1',
    ],
  ]

  test.for(named)(
    'of %s the address counts that the header has, or the connection',
    async (one) => {
      const [, header, client] = one
      expect(await clientOf(header)).toBe(client)
    },
  )

  test('over IPv6 a proxy names clients of both families', async () => {
    for (const address of ['203.0.113.7', '2001:db8::7']) {
      using connection = await HttpConnection.open(waggle().http6)
      await connection.send(headerFor(address))
      const response = await connection.exchange(announceText(randomHash()))
      expect(readAnnounceReply(response).externalIp).toBe(address)
    }
  })

  test('every request of the connection is the client’s, and no other header is looked at', async () => {
    // 127.0.0.1 is trusted: over another listener its X-Forwarded-For would count.
    using connection = await connect()
    await connection.send(headerFor('127.0.0.1'))
    for (const headers of [[], ['X-Forwarded-For: 198.51.100.9'], ['X-Forwarded-For: ::1']]) {
      const response = await connection.exchange(announceText(randomHash(), {}, headers))
      expect(readAnnounceReply(response).externalIp).toBe('127.0.0.1')
    }
  })

  test('a header that names nobody makes no other header count', async () => {
    using connection = await connect()
    await connection.send(proxyHeader({ familyAndProtocol: 0 }))
    const headers = ['X-Forwarded-For: 198.51.100.9']
    const response = await connection.exchange(announceText(randomHash(), {}, headers))
    expect(readAnnounceReply(response).externalIp).toBe('127.0.0.1')
  })

  test('two connections at the same time have their own clients', async () => {
    using one = await connect()
    using other = await connect()
    await one.send(headerFor('203.0.113.1'))
    await other.send(headerFor('203.0.113.2'))
    for (const [connection, address] of [
      [one, '203.0.113.1'],
      [other, '203.0.113.2'],
      [one, '203.0.113.1'],
    ] as const) {
      const response = await connection.exchange(announceText(randomHash()))
      expect(readAnnounceReply(response).externalIp).toBe(address)
    }
  })

  test('header and pipelined requests may come in one piece', async () => {
    using connection = await connect()
    const infoHash = randomHash()
    const requests = [7001, 7002, 7003].map((port) => announceText(infoHash, { port, left: 1 }))
    await connection.send(Buffer.concat([headerFor('203.0.113.7'), Buffer.from(requests.join(''))]))
    for (const incomplete of [1, 2, 3]) {
      const reply = readAnnounceReply(await connection.response())
      expect(reply).toMatchObject({ incomplete, externalIp: '203.0.113.7' })
    }
  })

  test('header and request may be cut at any byte', async () => {
    const header = headerFor('203.0.113.7', tlv(2))
    const bytes = Buffer.concat([header, Buffer.from(announceText(randomHash()))])
    for (let cut = 1; cut < header.length + 8; cut++) {
      using connection = await connect()
      await connection.send(bytes.subarray(0, cut))
      await new Promise((resolve) => setImmediate(resolve))
      await connection.send(bytes.subarray(cut))
      const reply = readAnnounceReply(await connection.response())
      expect(reply.externalIp, `cut at ${cut}`).toBe('203.0.113.7')
    }
  })

  test('header and request may come byte by byte', async () => {
    using connection = await connect()
    for (const byte of headerFor('203.0.113.7')) await connection.send(Buffer.of(byte))
    for (const byte of announceText(randomHash())) await connection.send(byte)
    expect(readAnnounceReply(await connection.response()).externalIp).toBe('203.0.113.7')
  })

  test('who is no trusted proxy is not listened to', async () => {
    const before = await refusals('untrusted')
    using connection = await connect('127.0.0.9')
    await connection.send(headerFor('203.0.113.7'))
    await connection.send(announceText(randomHash()))
    await connection.ending()
    expect(connection.unread).toHaveLength(0)
    expect(await refusals('untrusted')).toBe(before + 1)
  })

  const tooLong = headerFor('203.0.113.7', tlv(536 - 28 - 2))
  const refused: readonly [what: string, bytes: Buffer | string, reason: string][] = [
    ['a request without a header', announceText(randomHash()), 'missing'],
    ['bytes of any kind', Buffer.alloc(40, 0xff), 'missing'],
    ['a header of version 1', 'PROXY TCP4 203.0.113.7 192.0.2.1 54321 80\r\n', 'version_1'],
    ['another version', proxyHeader({ versionAndCommand: 0x31 }), 'malformed'],
    ['another command', proxyHeader({ versionAndCommand: 0x22 }), 'malformed'],
    ['another family', proxyHeader({ familyAndProtocol: 0x41 }), 'malformed'],
    ['a header that is too short', proxyHeader({ body: Buffer.alloc(11) }), 'malformed'],
    ['a header that is too long', tooLong, 'too_long'],
  ]

  test.for(refused)('%s closes the connection without an answer', async ([, bytes, reason]) => {
    const before = await refusals(reason)
    const dropped = await readMetric(waggle(), 'waggle_dropped_total{protocol="http"}')
    using connection = await connect()
    await connection.send(bytes)
    await connection.send(announceText(randomHash()))
    await connection.ending()
    expect(connection.unread).toHaveLength(0)
    expect(await refusals(reason)).toBe(before + 1)
    expect(await readMetric(waggle(), 'waggle_dropped_total{protocol="http"}')).toBe(dropped + 1)
  })

  test('a header or a request that does not come in time closes the connection', async () => {
    const before = await refusals('late')
    using withoutHeader = await connect()
    using withoutRequest = await connect()
    await withoutHeader.send(proxySignature)
    await withoutRequest.send(headerFor('203.0.113.7'))
    await withoutRequest.send('GET /announce')
    await Promise.all([withoutHeader.ending(), withoutRequest.ending()])
    expect(withoutHeader.unread).toHaveLength(0)
    expect(withoutRequest.unread.toString('latin1')).toMatch(/^$|^HTTP\/1\.1 408 /)
    expect(await refusals('late')).toBe(before + 1)
  })

  test('a connection that ends before its header harms nobody', async () => {
    using begun = await connect()
    await begun.send(proxySignature)
    begun.halfClose()
    await begun.ending()
    using broken = await connect()
    await broken.send(proxySignature)
    broken.reset()
    expect(await clientOf(headerFor('203.0.113.7'))).toBe('203.0.113.7')
  })

  test('on the other listeners a header is malformed and clients come themselves', async () => {
    using connection = await HttpConnection.open(waggle().http4)
    await connection.send(headerFor('203.0.113.7'))
    await connection.send(announceText(randomHash()))
    await connection.ending()
    expect(connection.unread.toString('latin1')).not.toContain('200 OK')
    const reply = await announce(waggle().http4, randomHash(), {}, { localAddress: '127.0.0.9' })
    expect(reply.externalIp).toBe('127.0.0.9')
  })

  test('over HTTPS the header comes before the handshake', async () => {
    const plain = connectTcp({ ...waggle().https4, localAddress: '127.0.0.1' })
    const header = headerFor('2001:db8::7')
    plain.write(header.subarray(0, 20))
    await new Promise((resolve) => setImmediate(resolve))
    plain.write(header.subarray(20))
    const socket = connectTls({ socket: plain, ca: certificate, servername: 'tracker' })
    await once(socket, 'secureConnect')
    const infoHash = randomHash()
    socket.write(announceText(infoHash, { port: 7100 }, ['Connection: close']))
    const chunks: Buffer[] = []
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    const { peers6 } = await announce(waggle().http4, infoHash, { left: 1 })
    expect(peers6).toEqual(['[2001:db8::7]:7100'])
  })

  test('over HTTPS a handshake without a header is refused', async () => {
    const before = await refusals('missing')
    const plain = connectTcp({ ...waggle().https4, localAddress: '127.0.0.1' })
    const socket = connectTls({ socket: plain, ca: certificate, servername: 'tracker' })
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/disconnected|ECONNRESET|hang up/)
    expect(await refusals('missing')).toBe(before + 1)
  })

  test('the addresses to put into a torrent are those that clients can use', () => {
    const { stderr } = waggle().run
    expect(stderr).toContain(`http://${formatEndpoint(waggle().http4)}/announce`)
    expect(stderr).not.toContain(formatEndpoint(proxiedEndpoint(waggle())))
    expect(stderr).not.toContain(formatEndpoint(waggle().https4))
  })
})
