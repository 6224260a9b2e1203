/**
 * haproxy in front of the tracker, which is told of clients by the PROXY protocol, set up as
 * docs/guides/behind-a-web-server.md says: the real haproxy, with the very file of docs/examples.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { requestText } from '../support/http-request.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { readMetric } from '../support/read-metric.ts'
import { selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { testBehindProxy } from './behind-proxy-suite.ts'
import { haproxy } from './recipes.ts'
import { useWebServer } from './web-server.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-haproxy-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const { certificate, key } = selfSignedCertificate('tracker')
const certificateFile = join(directory, 'certificate.pem')
const keyFile = join(directory, 'key.pem')
writeFileSync(certificateFile, certificate)
writeFileSync(keyFile, key)

const args = ['--config', 'docs/examples/behind-haproxy.toml']
const settings = {
  'tracker.http': '["127.0.0.1:0"]',
  'tracker.https': '["127.0.0.1:0"]',
  'tracker.tls_certificate': certificateFile,
  'tracker.tls_key': keyFile,
}

describe.for(drivers)('the %s driver behind haproxy', (driver) => {
  const waggle = useWaggle({ driver, args, settings })
  const proxy = useWebServer(haproxy, waggle)

  testBehindProxy(proxy)

  test('a client of HTTPS is stored under its own address', async () => {
    const infoHash = randomHash()
    const plain = connectTcp({ ...proxy().https4, localAddress: '127.0.0.7' })
    const socket = connectTls({ socket: plain, ca: certificate, servername: 'tracker' })
    await once(socket, 'secureConnect')
    const target = announceTarget(infoHash, { port: 7101 })
    socket.write(requestText(target, { headers: ['Connection: close'] }))
    const chunks: Buffer[] = []
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    const { peers } = await announce(proxy().http4, infoHash, { left: 1 })
    expect(peers).toEqual(['127.0.0.7:7101'])
  })

  test('health checks are taken, and nothing that it sends is refused', async () => {
    const series = 'waggle_requests_total{protocol="http",family="4",action="other"}'
    // Every two seconds it asks for the root.
    await vi.waitFor(
      async () => expect(await readMetric(waggle(), series)).toBeGreaterThanOrEqual(3),
      { timeout: 30_000 },
    )
    expect(proxy().run.stderr).not.toContain('DOWN')
    expect(await readMetric(waggle(), 'waggle_dropped_total{protocol="http"}')).toBe(0)
  })

  test('who comes past haproxy without being trusted is not listened to', async () => {
    using connection = await HttpConnection.open(waggle().http4, { localAddress: '127.0.0.9' })
    await connection.send(requestText(announceTarget(randomHash())))
    await connection.ending()
    expect(connection.unread).toHaveLength(0)
  })
})
