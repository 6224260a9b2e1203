/**
 * Announces over HTTPS (design, section 3: always the portable driver, over the same swarms), the certificate's
 * reload, and starts with certificates that cannot be used.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { compactPeer } from '../support/addresses.ts'
import { expectedReply } from '../support/announce-reply.ts'
import { announceTarget, scrapeTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { failedStart } from '../support/failed-start.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { expectedScrape } from '../support/scrape-reply.ts'
import { selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { baseSettings, type Settings } from '../support/waggle.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-tls-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe.for(drivers)('HTTPS on the %s driver', (driver) => {
  const certificateFile = join(directory, `${driver}-certificate.pem`)
  const keyFile = join(directory, `${driver}-key.pem`)

  function writeCertificate(name: string): string {
    const { certificate, key } = selfSignedCertificate(name)
    writeFileSync(certificateFile, certificate)
    writeFileSync(keyFile, key)
    return certificate
  }

  const ca = writeCertificate('first')
  const settings: Settings = {
    'tracker.https': '["127.0.0.1:0"]',
    'tracker.tls_certificate': certificateFile,
    'tracker.tls_key': keyFile,
  }
  const waggle = useWaggle({ driver, settings })

  async function httpsGet(target: string): Promise<{ status: number; body: Buffer }> {
    const request = get({ ...waggle().https4, path: target, ca })
    const [response] = (await once(request, 'response')) as [
      NodeJS.ReadableStream & { statusCode: number },
    ]
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(Buffer.from(chunk))
    return { status: response.statusCode, body: Buffer.concat(chunks) }
  }

  /** The common name of the certificate that a new connection is shown. */
  async function shownName(): Promise<string> {
    const socket = connect({ ...waggle().https4, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const { CN } = socket.getPeerCertificate().subject
    socket.destroy()
    return [CN].flat().join()
  }

  test('an announce and a scrape are answered as over HTTP', async () => {
    const infoHash = randomHash()
    const announced = await httpsGet(announceTarget(infoHash))
    expect(announced).toEqual({ status: 200, body: expectedReply({ complete: 1 }) })
    const scraped = await httpsGet(scrapeTarget(infoHash))
    expect(scraped.body).toEqual(expectedScrape([[infoHash, { complete: 1 }]]))
  })

  test('HTTPS and HTTP share swarms', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    const { body } = await httpsGet(announceTarget(infoHash, { left: 1 }))
    const peers = compactPeer('127.0.0.1', 7000)
    expect(body).toEqual(expectedReply({ complete: 1, incomplete: 1, peers }))
  })

  test('plain HTTP on the HTTPS port gets no announce', async () => {
    using connection = await HttpConnection.open(waggle().https4)
    await connection.send('GET /announce HTTP/1.1\r\n\r\n')
    await connection.ending()
    expect(connection.unread.toString('latin1')).not.toContain('200')
  })

  test('a reload brings a new certificate into force, and a broken one does not', async () => {
    expect(await shownName()).toBe('first')
    writeCertificate('second')
    waggle().run.signal('SIGHUP')
    await vi.waitFor(async () => expect(await shownName()).toBe('second'), { timeout: 20_000 })
    const { length } = waggle().run.stdout
    writeFileSync(certificateFile, 'broken')
    waggle().run.signal('SIGHUP')
    await vi.waitFor(
      () => expect(waggle().run.stdout.slice(length)).toContain('tracker.tls_certificate'),
      { timeout: 20_000 },
    )
    expect(await shownName()).toBe('second')
  })

  const unusable: readonly [name: string, change: Settings, key: string][] = [
    ['no certificate', { 'tracker.tls_certificate': '' }, 'tracker.tls_certificate'],
    ['no key', { 'tracker.tls_key': '' }, 'tracker.tls_key'],
    [
      'a certificate that is not there',
      { 'tracker.tls_certificate': '/none.pem' },
      'tracker.tls_certificate',
    ],
    ['a key that is not there', { 'tracker.tls_key': '/none.pem' }, 'tracker.tls_key'],
    [
      'a certificate that is none',
      { 'tracker.tls_certificate': keyFile },
      'tracker.tls_certificate',
    ],
    ['a key that is none', { 'tracker.tls_key': join(directory, 'other.pem') }, 'tracker.tls_key'],
  ]

  test.for(unusable)('a start with %s is refused and the key is named', async (each) => {
    const [, change, key] = each
    writeCertificate('third')
    writeFileSync(join(directory, 'other.pem'), 'no key')
    const base = baseSettings(driver, mkdtempSync(join(directory, 'data-')))
    const line = await failedStart({ settings: { ...base, ...settings, ...change } })
    expect(line).toContain(key)
    if (change[key] !== '') expect(line).toContain(change[key])
  })

  test('a start with the key of another certificate is refused and the keys are named', async () => {
    writeCertificate('fourth')
    writeFileSync(keyFile, selfSignedCertificate('fifth').key)
    const base = baseSettings(driver, mkdtempSync(join(directory, 'data-')))
    const line = await failedStart({ settings: { ...base, ...settings } })
    expect(line).toMatch(/tracker\.tls_/)
  })
})
