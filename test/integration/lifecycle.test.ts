/**
 * The program as a service (design, sections 3, 11 and 13): it starts, says so in one line, is watched, reloads,
 * ends when it is told to, and comes back knowing what it knew.
 */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { expectedReply } from '../support/announce-reply.ts'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { serveCommand } from '../support/failed-start.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { ProcessRun } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'
import {
  baseSettings,
  freshDirectory,
  readyLine,
  settingArguments,
  startWaggle,
  Waggle,
} from '../support/waggle.ts'

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

function keptDirectory(): string {
  const directory = freshDirectory()
  directories.push(directory)
  return directory
}

/** A stack, or a warning of Node's. */
const troubled = /Error|Warning|\bat .*:\d+:\d+/
const endedWell = { status: 0, signal: null }
const untilTrue = { timeout: 40_000, interval: 100 }

describe.for(drivers)('a running program on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test('it says in one line where it listens', () => {
    const ready = waggle()
      .run.stdout.split('\n')
      .filter((line) => line.includes('"ready"'))
    expect(ready).toHaveLength(1)
    const endpoints = [...waggle().udp, ...waggle().http, waggle().siteEndpoint]
    expect(endpoints).toHaveLength(5)
    expect(waggle().run.stderr).not.toMatch(troubled)
  })

  test('each line that it logs is a JSON object', () => {
    const lines = waggle().run.stdout.split('\n').slice(0, -1)
    for (const line of lines) expect(JSON.parse(line)).toBeTypeOf('object')
  })

  test('/healthz answers 200', async () => {
    const response = await httpGet(waggle().siteEndpoint, '/healthz')
    expect(response.status).toBe(200)
  })

  test('/metrics is Prometheus text, and an announce moves something in it', async () => {
    const before = await metrics()
    await announce(waggle().http4, randomHash())
    await vi.waitFor(async () => expect(await metrics()).not.toEqual(before), untilTrue)
  })

  test('/metrics is not for those whom a proxy speaks for', async () => {
    const headers = ['X-Forwarded-For: 203.0.113.7']
    const response = await httpGet(waggle().siteEndpoint, '/metrics', { headers })
    expect(response.status).toBe(403)
  })

  test('the site does not announce, and says where the tracker is', async () => {
    const response = await httpGet(waggle().siteEndpoint, announceTarget(randomHash()))
    expect(response.status).toBe(404)
    expect(response.body.toString('utf8').trimEnd()).toMatch(/^[^\n]*tracker[^\n]*$/i)
  })

  test('no address, info-hash or peer id of an announce is logged', async () => {
    const infoHash = randomHash()
    const peerId = '-TS0001-secretsecret'
    const origin = { localAddress: '127.0.0.77' }
    await announce(waggle().http4, infoHash, { peer_id: peerId }, origin)
    await httpGet(waggle().http4, announceTarget(infoHash, { peer_id: peerId, port: 0 }), origin)
    using udp = await UdpClient.open(waggle().udp4, origin)
    await udp.announce({ infoHash, peerId: Buffer.from(peerId) })
    const logged = waggle().run.stdout + waggle().run.stderr
    for (const secret of ['127.0.0.77', infoHash.toString('hex'), 'secretsecret']) {
      expect(logged).not.toContain(secret)
    }
  })

  /** The samples of /metrics; throws on a line that is no Prometheus text. */
  async function metrics(): Promise<string[]> {
    const response = await httpGet(waggle().siteEndpoint, '/metrics')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    const lines = response.body.toString('utf8').trimEnd().split('\n')
    const label = String.raw`[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"`
    const sample = new RegExp(
      String.raw`^[a-zA-Z_:][\w:]*(?:\{(?:${label}(?:,${label})*)?\})? (?:[-+]?[\d.]+(?:e[-+]?\d+)?|[+-]Inf|NaN)$`,
    )
    const samples = lines.filter((line) => !line.startsWith('# ') && line !== '')
    for (const line of samples) expect(line).toMatch(sample)
    return samples.filter((line) => /announce/.test(line))
  }
})

describe.for(drivers)('a program that ends on the %s driver', (driver) => {
  test('SIGTERM ends it with status 0, open connections or not', async () => {
    const waggle = await startWaggle({ driver })
    using idle = await HttpConnection.open(waggle.http4)
    using kept = await HttpConnection.open(waggle.http4)
    await kept.exchange(requestText(announceTarget(randomHash())))
    expect(await waggle.stop()).toEqual(endedWell)
    expect(waggle.run.stderr).not.toMatch(troubled)
    // On the linux driver the kernel keeps a silent connection to itself (TCP_DEFER_ACCEPT) and forgets it with
    // the socket: its client learns of that with its first byte.
    if (driver === 'linux') await idle.send('G')
    for (const connection of [idle, kept]) await connection.ending()
  })

  test.for([
    ['tracker', (waggle: Waggle) => waggle.http4],
    ['site', (waggle: Waggle) => waggle.siteEndpoint],
  ] as const)('half a request to the %s does not keep it from ending well', async (each) => {
    const [, endpointOf] = each
    const waggle = await startWaggle({ driver })
    using half = await HttpConnection.open(endpointOf(waggle))
    await half.exchange(requestText('/robots.txt'))
    using other = await HttpConnection.open(endpointOf(waggle))
    await other.send('GET /robots.txt HTTP/1.1\r\nHost: ')
    using last = await HttpConnection.open(endpointOf(waggle))
    await last.exchange(requestText('/robots.txt'))
    expect(await waggle.stop()).toEqual(endedWell)
    await other.ending()
  })

  test('SIGTERM at the very moment it is ready ends it with status 0', async () => {
    for (let count = 0; count < 3; count++) {
      const waggle = await startWaggle({ driver })
      expect(await waggle.stop()).toEqual(endedWell)
    }
  })

  test('SIGTERM while it starts loses no peers', async () => {
    const dataDirectory = keptDirectory()
    const infoHash = randomHash()
    const first = await startWaggle({ driver, dataDirectory })
    await announce(first.http4, infoHash)
    await first.stop()
    const settings = baseSettings(driver, dataDirectory)
    const early = new ProcessRun(serveCommand({ settings }))
    await early.line((line) => line.includes('snapshot'))
    early.signal('SIGTERM')
    await early.end
    const last = await startWaggle({ driver, dataDirectory })
    expect((await scrape(last.http4, infoHash)).complete).toBe(1)
    expect(await last.stop()).toEqual(endedWell)
  })

  test('no reply is cut off when SIGTERM comes between requests', async () => {
    const waggle = await startWaggle({ driver })
    using connection = await HttpConnection.open(waggle.http4)
    const request = requestText(announceTarget(randomHash()))
    await connection.send(request.repeat(2000))
    await connection.response()
    expect(await waggle.stop()).toEqual(endedWell)
    await connection.ending()
    const text = connection.unread.toString('latin1')
    const heads = text.match(/HTTP\/1\.1 200 /g) ?? []
    const bodies = text.match(/5:peers0:6:peers60:e(?=HTTP|$)/g) ?? []
    expect(bodies).toHaveLength(heads.length)
  })

  test('SIGTERM to npm ends the program too, with status 0', async () => {
    const directory = keptDirectory()
    const settings = settingArguments(baseSettings(driver, directory))
    const run = new ProcessRun({ command: 'npm', args: ['start', '--', ...settings] })
    const waggle = new Waggle(run, await readyLine(run), directory, false)
    await announce(waggle.http4, randomHash())
    expect(await waggle.stop()).toEqual(endedWell)
    await expect(HttpConnection.open(waggle.http4)).rejects.toThrow(/ECONNREFUSED/)
  })

  test('its ports and its directory are free for the next one', async () => {
    const dataDirectory = keptDirectory()
    const first = await startWaggle({ driver, dataDirectory })
    const settings = {
      'tracker.http': `["127.0.0.1:${first.http4.port}"]`,
      'tracker.udp': `["127.0.0.1:${first.udp4.port}"]`,
    }
    await first.stop()
    const second = await startWaggle({ driver, dataDirectory, settings })
    expect(second.http4).toEqual(first.http4)
    expect(await second.stop()).toEqual(endedWell)
  })

  test('U7: connection ids, peers and completions outlive a restart', async () => {
    const dataDirectory = keptDirectory()
    const infoHash = randomHash()
    const first = await startWaggle({ driver, dataDirectory })
    using before = await UdpClient.open(first.udp4)
    await before.announce({ infoHash, port: 7000, left: 1n })
    await before.announce({ infoHash, port: 7001, left: 1n })
    await before.announce({ infoHash, port: 7000, left: 0n, event: 1 })
    const connectionId = await before.connectionId()
    expect(await first.stop()).toEqual(endedWell)

    const second = await startWaggle({ driver, dataDirectory })
    using after = await UdpClient.open(second.udp4)
    const reply = await after.exchange(encodeAnnounce(connectionId, 1, { infoHash, left: 1n }))
    if (reply.kind !== 'announce') throw new Error(`the connection id is not known: ${reply.kind}`)
    expect(reply).toMatchObject({ seeders: 1, leechers: 2 })
    expect(reply.peers.toSorted()).toEqual(['127.0.0.1:7000', '127.0.0.1:7001'])
    expect(await scrape(second.http4, infoHash)).toMatchObject({ downloaded: 1 })
    expect(await second.stop()).toEqual(endedWell)
  })

  test('a data directory that it makes is for its owner only, and so is what is in it', async () => {
    const dataDirectory = join(keptDirectory(), 'made', 'data')
    const waggle = await startWaggle({ driver, dataDirectory })
    await announce(waggle.http4, randomHash())
    expect(await waggle.stop()).toEqual(endedWell)
    const paths = ['.', ...readdirSync(dataDirectory)].map((name) => join(dataDirectory, name))
    for (const path of paths) expect(statSync(path).mode & 0o077, path).toBe(0)
  })

  test('after a crash it starts again in the same directory', async () => {
    const dataDirectory = keptDirectory()
    const first = await startWaggle({ driver, dataDirectory })
    expect(await first.kill()).toEqual({ status: null, signal: 'SIGKILL' })
    const second = await startWaggle({ driver, dataDirectory })
    expect((await announce(second.http4, randomHash())).complete).toBe(1)
    expect(await second.stop()).toEqual(endedWell)
  })
})

describe.for(drivers)('silent peers on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings: { 'tracker.peer_timeout_seconds': '2' } })

  test('S9: a peer that is silent too long is gone, and comes back without an event', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { port: 7000 })
    await announce(waggle().http6, infoHash, { port: 7001, left: 1 })
    expect(await scrape(waggle().http4, infoHash)).toMatchObject({ complete: 1, incomplete: 1 })
    const gone = async (): Promise<void> =>
      expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
    await vi.waitFor(gone, untilTrue)
    const reply = await httpGet(waggle().http4, announceTarget(infoHash))
    expect(reply.body).toEqual(expectedReply({ complete: 1 }))
  })

  test('S9: a peer that keeps announcing stays', async () => {
    const [kept, silent] = [randomHash(), randomHash()]
    await announce(waggle().http4, silent)
    const announceUntilGone = async (): Promise<void> => {
      await announce(waggle().http4, kept)
      await announce(waggle().http4, kept, { port: 7000, left: 1 })
      expect(await scrape(waggle().http4, silent)).toEqual(emptyEntry)
    }
    await vi.waitFor(announceUntilGone, untilTrue)
    expect(await scrape(waggle().http4, kept)).toMatchObject({ complete: 1, incomplete: 1 })
  })
})

describe.for(drivers)('a reload on the %s driver', (driver) => {
  test('SIGHUP brings changed keys into force, and a broken file leaves the old ones', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'waggle-config-'))
    directories.push(directory)
    const file = join(directory, 'waggle.toml')
    const writeInterval = (value: string): void =>
      writeFileSync(file, `[tracker]\ninterval_seconds = ${value}\n`)
    writeInterval('1200')
    const waggle = await startWaggle({ driver, args: ['--config', file] })
    const infoHash = randomHash()
    const interval = async (): Promise<number> => (await announce(waggle.http4, infoHash)).interval
    expect(await interval()).toBe(1200)

    writeInterval('2400')
    waggle.run.signal('SIGHUP')
    await vi.waitFor(async () => expect(await interval()).toBe(2400), untilTrue)

    const lines = waggle.run.stdout.split('\n').length
    writeInterval('"often"')
    waggle.run.signal('SIGHUP')
    await vi.waitFor(() => {
      const added =
        waggle.run.stdout
          .split('\n')
          .slice(lines - 1)
          .join('\n') + waggle.run.stderr
      expect(added).toContain('tracker.interval_seconds')
    }, untilTrue)
    expect(await interval()).toBe(2400)
    expect(await waggle.stop()).toEqual(endedWell)
  })
})
