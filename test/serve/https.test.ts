/** Announces over HTTPS: the same tracker, with a certificate that can be renewed. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget, scrapeTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { type Endpoint, parseEndpoint } from '../support/endpoint.ts'
import { failedStart } from '../support/failed-start.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import type { HttpResponse } from '../support/raw-http.ts'
import { readScrape } from '../support/scrape-reply.ts'
import { type Settings, startWaggle, type Waggle } from '../support/waggle.ts'
import { reload } from './running-config.ts'
import { type SelfSigned, selfSigned } from './self-signed.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-tls-'))
const certificateFile = join(directory, 'certificate.pem')
const keyFile = join(directory, 'key.pem')
const settings: Settings = {
  'tracker.https': '["127.0.0.1:0"]',
  'tracker.tls_certificate': certificateFile,
  'tracker.tls_key': keyFile,
}
const first = selfSigned('first')
afterAll(() => rmSync(directory, { recursive: true }))

function install({ certificate, key }: SelfSigned): void {
  writeFileSync(certificateFile, certificate)
  writeFileSync(keyFile, key)
}

function httpsOf(waggle: Waggle): Endpoint {
  const line = waggle.run.stdout.split('\n').find((text) => text.includes('"event":"ready"')) ?? ''
  const { https } = JSON.parse(line) as { https: string[] }
  return parseEndpoint(https[0] ?? '')
}

/** One request over a connection of its own that trusts `certificate` alone. */
async function get(waggle: Waggle, path: string, certificate: string): Promise<HttpResponse> {
  const { host, port } = httpsOf(waggle)
  const sent = request({ host, port, path, ca: certificate, agent: false })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const body = Buffer.concat(await response.toArray())
  const headers = Object.entries(response.headers).map(
    ([name, value]) => [name, String(value)] as const,
  )
  const { httpVersion, statusCode = 0 } = response
  return { version: httpVersion, status: statusCode, headers: new Map(headers), body }
}

/** The common name of the certificate that new connections are shown. */
async function shownName(waggle: Waggle): Promise<string> {
  const socket: TLSSocket = connect({ ...httpsOf(waggle), rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { CN } = socket.getPeerCertificate().subject
  socket.destroy()
  return String(CN)
}

describe.for(drivers)('HTTPS beside the %s driver', (driver) => {
  let waggle: Waggle
  beforeAll(async () => {
    install(first)
    waggle = await startWaggle({ driver, settings })
  })
  afterAll(async () => {
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })

  test('an announce is answered as over HTTP, in the same swarm', async () => {
    const infoHash = randomHash()
    await announce(waggle.http4, infoHash, { port: 7000 })
    const target = announceTarget(infoHash, { port: 7001, left: 1 })
    const reply = readAnnounceReply(await get(waggle, target, first.certificate))
    expect(reply).toMatchObject({ complete: 1, incomplete: 1, peers: ['127.0.0.1:7000'] })
    expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 1, incomplete: 1 })
  })

  test('a scrape is answered too', async () => {
    const infoHash = randomHash()
    await announce(waggle.http4, infoHash)
    const entries = readScrape(await get(waggle, scrapeTarget(infoHash), first.certificate))
    expect(entries.get(infoHash.toString('hex'))).toMatchObject({ complete: 1 })
  })

  test('a client that speaks HTTP to it is turned away, and the others are served', async () => {
    const socket = connectTcp(httpsOf(waggle))
    socket.on('error', () => {})
    socket.write('GET /announce HTTP/1.1\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
    expect(await shownName(waggle)).toBe('first')
  })

  test('a renewed certificate is shown after a reload', async () => {
    const second = selfSigned('second')
    install(second)
    expect(await shownName(waggle)).toBe('first')
    expect(await reload(waggle)).toMatchObject({ event: 'reloaded' })
    expect(await shownName(waggle)).toBe('second')
    const target = announceTarget(randomHash())
    const { complete } = readAnnounceReply(await get(waggle, target, second.certificate))
    expect(complete).toBe(1)
    install(first)
    await reload(waggle)
    expect(await shownName(waggle)).toBe('first')
  })

  test('a certificate that is broken or of another key changes nothing, and is logged', async () => {
    const other = selfSigned('other')
    for (const broken of [
      { ...first, certificate: 'broken' },
      { ...first, certificate: other.certificate },
      { ...first, key: '' },
    ]) {
      install(broken)
      const line = await reload(waggle)
      expect(line).toMatchObject({ event: 'reload_refused' })
      expect(line['msg']).toContain('tracker.tls_')
      expect(await shownName(waggle)).toBe('first')
    }
    install(first)
    expect(await reload(waggle)).toMatchObject({ event: 'reloaded' })
    expect(waggle.run.stdout).not.toContain('thread_died')
  })
})

describe.for(drivers)('a start with HTTPS on the %s driver', (driver) => {
  const base = {
    'data.directory': join(directory, 'data'),
    'site.enabled': 'false',
    'tracker.udp': '[]',
    'tracker.http': '[]',
    'tracker.driver': driver,
  }

  test('that lacks a key file names it', async () => {
    install(first)
    const missing = join(directory, 'missing.pem')
    const line = await failedStart({
      settings: { ...base, ...settings, 'tracker.tls_key': missing },
    })
    expect(line).toMatch(/^tracker\.tls_key = ".*missing\.pem": cannot be read/)
  })

  test('with a certificate of another key names both', async () => {
    install({ ...first, certificate: selfSigned('other').certificate })
    const line = await failedStart({ settings: { ...base, ...settings } })
    expect(line).toContain('tracker.tls_certificate')
    expect(line).toContain(certificateFile)
    expect(line).toContain('tracker.tls_key')
  })

  test('ends in time although a client never began its handshake', async () => {
    install(first)
    const waggle = await startWaggle({ driver, settings })
    const socket = connectTcp(httpsOf(waggle))
    socket.on('error', () => {})
    await once(socket, 'connect')
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
    socket.destroy()
  })
})
