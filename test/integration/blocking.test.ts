/**
 * Who is refused: networks, clients and info-hashes, over every protocol, on every driver, and from the very next
 * request on in every thread.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type ApiAnswer, atControlSocket } from '../operate/api-caller.ts'
import { RunningConfig, reload } from '../serve/running-config.ts'
import { announceTarget, type Parameters, scrapeTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet } from '../support/http-request.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { readFailures, readMetric } from '../support/read-metric.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce, encodeConnect, encodeScrape } from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'

const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const networkText = 'your network is blocked here'
const clientText = 'this client is blocked by this tracker: use another one'

type Given = { readonly kind?: string; readonly target: string; readonly ends_at?: number }

async function block(waggle: Waggle, given: Given): Promise<void> {
  const body = { reason: 'a test', ...given }
  const { status } = await atControlSocket(waggle)('/blocks', { method: 'POST', body })
  expect([200, 201]).toContain(status)
}

async function lift(waggle: Waggle, { kind = 'network', target }: Given): Promise<ApiAnswer> {
  const query = `kind=${kind}&target=${encodeURIComponent(target)}`
  return await atControlSocket(waggle)(`/blocks?${query}`, { method: 'DELETE' })
}

/** What an announce over HTTP from this address is told: `good`, or why not. */
async function told(
  { http4 }: Waggle,
  localAddress: string,
  parameters: Parameters = {},
  infoHash = randomHash(),
): Promise<string> {
  const response = await httpGet(http4, announceTarget(infoHash, parameters), { localAddress })
  return response.body.includes('failure reason') ? readFailure(response) : 'good'
}

/** What as many clients of this address are told as every thread has some of: each different thing once. */
async function toldEverywhere(waggle: Waggle, localAddress: string): Promise<string[]> {
  const overHttp = Array.from({ length: 16 }, () => told(waggle, localAddress))
  return [...new Set(await Promise.all(overHttp))]
}

/** Clients of one address with good connection ids, enough that every thread has some. */
async function openClients(waggle: Waggle, localAddress: string): Promise<UdpClient[]> {
  const opening = Array.from({ length: 8 }, () => UdpClient.open(waggle.udp4, { localAddress }))
  const clients = await Promise.all(opening)
  await Promise.all(clients.map((client) => client.connectionId()))
  return clients
}

async function toldOverUdp(clients: readonly UdpClient[]): Promise<string[]> {
  const answers = clients.map(async (client) => {
    const id = await client.connectionId()
    const packet = encodeAnnounce(id, client.nextTransaction(), { infoHash: randomHash() })
    const reply = await client.exchange(packet)
    return reply.kind === 'error' ? reply.text : 'good'
  })
  return [...new Set(await Promise.all(answers))]
}

describe.for(drivers)('blocks on the %s driver', (driver) => {
  const settings = { 'tracker.workers': '2', 'tracker.trusted_proxies': '["127.0.0.99"]' }
  const waggle = useWaggle({ driver, settings })

  test('hold for a network from the very next announce on, in every thread, until they are lifted', async () => {
    const inside = await openClients(waggle(), '127.0.0.9')
    const outside = await openClients(waggle(), '127.0.0.7')
    const expectAll = async (inNetwork: string): Promise<void> => {
      expect(await toldEverywhere(waggle(), '127.0.0.9')).toEqual([inNetwork])
      expect(await toldOverUdp(inside)).toEqual([inNetwork])
      expect(await toldEverywhere(waggle(), '127.0.0.7')).toEqual(['good'])
      expect(await toldOverUdp(outside)).toEqual(['good'])
    }
    for (let round = 0; round < 3; round++) {
      await expectAll('good')
      await block(waggle(), { target: '127.0.0.8/29' })
      await expectAll(networkText)
      expect((await lift(waggle(), { target: '127.0.0.8/29' })).status).toBe(200)
    }
    await expectAll('good')
    for (const client of [...inside, ...outside]) client[Symbol.dispose]()
  })

  test('hold for IPv6 as well', async () => {
    const announceOverIpv6 = async (): Promise<string> => {
      const response = await httpGet(waggle().http6, announceTarget(randomHash()))
      return response.body.includes('failure reason') ? readFailure(response) : 'good'
    }
    using client = await UdpClient.open(waggle().udp6)
    await client.connectionId()
    expect([await announceOverIpv6(), await toldOverUdp([client])]).toEqual(['good', ['good']])
    await block(waggle(), { target: '::/16' })
    expect([await announceOverIpv6(), await toldOverUdp([client])]).toEqual([
      networkText,
      [networkText],
    ])
    await lift(waggle(), { target: '::/16' })
    expect([await announceOverIpv6(), await toldOverUdp([client])]).toEqual(['good', ['good']])
  })

  test('are told over HTTP byte for byte, for announces and every scrape, and not for the root', async () => {
    await block(waggle(), { target: '127.0.0.20' })
    const get = async (target: string): Promise<string> => {
      const { body } = await httpGet(waggle().http4, target, { localAddress: '127.0.0.20' })
      return body.toString()
    }
    const failure = `d14:failure reason28:${networkText}8:intervali1800e12:min intervali900e8:retry in5:nevere`
    const hash = randomHash()
    const requests = [announceTarget(hash), '/announce', scrapeTarget(hash), '/scrape']
    for (const request of requests) expect(await get(request), request).toBe(failure)
    expect(await get('/')).toContain('This is a BitTorrent tracker')
    await lift(waggle(), { target: '127.0.0.20' })
  })

  test('are told over UDP in no more bytes than were sent, or not at all', async () => {
    using client = await UdpClient.open(waggle().udp4, { localAddress: '127.0.0.30' })
    const id = await client.connectionId()
    await block(waggle(), { target: '127.0.0.30' })
    const before = await readFailures(waggle(), 'network-blocked')
    const hash = randomHash()
    // A connect is shorter than any error: the first datagram that comes back is for what follows.
    await client.send(encodeConnect(1))
    const requests = [
      encodeScrape(id, 2, [hash]),
      encodeScrape(id ^ 0x1000n, 3, [hash]),
      encodeAnnounce(id, 4, { infoHash: hash }),
      encodeAnnounce(id ^ 0x1000n, 5, { infoHash: hash, event: 3 }),
    ]
    for (const [index, request] of requests.entries()) {
      await client.send(request)
      const answer = await client.receive()
      expect(answer.length).toBeLessThanOrEqual(request.length)
      expect(answer.toString('hex', 0, 8)).toBe(`000000030000000${index + 2}`)
      expect(answer.toString('latin1', 8)).toBe(networkText)
    }
    expect(await readFailures(waggle(), 'network-blocked')).toBe(before + 5)
    await lift(waggle(), { target: '127.0.0.30' })
  })

  test('let who was there expire: a blocked peer is told to others until then, and cannot come back', async () => {
    const hash = randomHash()
    const leecher = { left: 1, port: 7001 }
    expect(await told(waggle(), '127.0.0.40', leecher, hash)).toBe('good')
    await block(waggle(), { target: '127.0.0.40' })
    expect(await told(waggle(), '127.0.0.40', leecher, hash)).toBe(networkText)
    const { peers } = await announce(waggle().http4, hash, { left: 1, port: 7002 })
    expect(peers).toEqual(['127.0.0.40:7001'])
    await lift(waggle(), { target: '127.0.0.40' })
  })

  test('hold for clients by what their peer ids begin with, and leave their scrapes alone', async () => {
    const before = await readFailures(waggle(), 'client-blocked')
    const given = { kind: 'client', target: String.raw`-XL00\x31` }
    await block(waggle(), given)
    const as = (peer_id: string): Promise<string> => told(waggle(), '127.0.0.1', { peer_id })
    expect(await as('-XL0012-000000000001')).toBe(clientText)
    expect(await as('-XL0022-000000000001')).toBe('good')
    expect(await as('-xl0012-000000000001')).toBe('good')
    using client = await UdpClient.open(waggle().udp4)
    const peerId = Buffer.from('-XL0013-000000000001')
    const request = { infoHash: randomHash(), peerId }
    const packet = encodeAnnounce(await client.connectionId(), 1, request)
    expect(await client.exchange(packet)).toMatchObject({ kind: 'error', text: clientText })
    await client.scrape(randomHash())
    expect(await readFailures(waggle(), 'client-blocked')).toBe(before + 2)
    await lift(waggle(), given)
    expect((await client.exchange(packet)).kind).toBe('announce')
  })

  test('hold for no info-hash while an open tracker names no list of them', async () => {
    const body = { kind: 'info_hash', target: randomHash().toString('hex'), reason: 'a test' }
    const refused = await atControlSocket(waggle())('/blocks', { method: 'POST', body })
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'info_hashes_served' } } })
  })

  test('end by themselves', async () => {
    const ends_at = Math.floor(Date.now() / 1000) + 2
    await block(waggle(), { target: '127.0.0.50', ends_at })
    expect(await told(waggle(), '127.0.0.50')).toBe(networkText)
    await vi.waitFor(async () => expect(await told(waggle(), '127.0.0.50')).toBe('good'), {
      timeout: 20_000,
      interval: 100,
    })
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(ends_at)
    expect((await lift(waggle(), { target: '127.0.0.50' })).status).toBe(404)
  })

  test('hold for whom a trusted proxy names, and not for the proxy', async () => {
    await block(waggle(), { target: '203.0.113.0/24' })
    const from = async (client: string): Promise<string> => {
      const headers = [`X-Forwarded-For: ${client}`]
      const options = { headers, localAddress: '127.0.0.99' }
      const response = await httpGet(waggle().http4, announceTarget(randomHash()), options)
      return response.body.includes('failure reason') ? readFailure(response) : 'good'
    }
    expect(await from('203.0.113.9')).toBe(networkText)
    expect(await from('203.0.114.9')).toBe('good')
    await lift(waggle(), { target: '203.0.113.0/24' })
  })

  test('are in no line of the log', async () => {
    await block(waggle(), { target: '127.0.0.60' })
    expect(await told(waggle(), '127.0.0.60')).toBe(networkText)
    await lift(waggle(), { target: '127.0.0.60' })
    expect(waggle().run.stdout).not.toContain('127.0.0.60')
    expect(waggle().run.stderr).not.toContain('127.0.0.60')
  })
})

/** Has everything read again, and waits until lists are in force; gives the line that says so. */
async function reloadLists(waggle: Waggle): Promise<unknown> {
  const seen = waggle.run.stdout.length
  await reload(waggle)
  const line = await waggle.run.line(
    (text) => text.includes('"event":"blocks_loaded"') && waggle.run.stdout.includes(text, seen),
  )
  return JSON.parse(line)
}

describe.for(drivers)('lists of blocks on the %s driver', (driver) => {
  test('hold from the start, follow every reload, and stay when a file is no list any more', async () => {
    using config = new RunningConfig()
    const list = join(files, `networks-${driver}.txt`)
    config.write(`[blocks]\nnetworks_file = "${list}"\n`)
    writeFileSync(list, '127.0.0.70 until=2099-01-01 a test\nno network\n')
    const args = ['--config', config.file]
    const waggle = await startWaggle({ driver, args, settings: { 'tracker.workers': '2' } })
    expect(await toldEverywhere(waggle, '127.0.0.70')).toEqual([networkText])
    expect(waggle.run.stdout).toContain('"event":"block_lines_left_out","faults":1,"lines":[2]')

    writeFileSync(list, '127.0.0.71\nA name:127.0.0.72-127.0.0.73\n127.0.0.74 until=2020-01-01\n')
    expect(await reloadLists(waggle)).toMatchObject({ networks: 2, clients: 0, infoHashes: 0 })
    const tellAll = (): Promise<string[][]> =>
      Promise.all([70, 71, 72, 73, 74].map((host) => toldEverywhere(waggle, `127.0.0.${host}`)))
    const all = [['good'], [networkText], [networkText], [networkText], ['good']]
    expect(await tellAll()).toEqual(all)
    expect(await lift(waggle, { target: '127.0.0.71' })).toMatchObject({
      status: 409,
      body: { error: { code: 'listed_block' } },
    })

    for (const spoil of [() => rmSync(list), () => writeFileSync(list, '<html>\n')]) {
      spoil()
      await reloadLists(waggle)
      expect(await tellAll()).toEqual(all)
      const health = await httpGet(waggle.siteEndpoint, '/healthz')
      expect(health.body.toString()).toMatch(
        /^degraded: blocks: blocks\.networks_file = .*; what was read/,
      )
    }
    writeFileSync(list, '# nobody\n')
    expect(await reloadLists(waggle)).toMatchObject({ networks: 0 })
    expect(await tellAll()).toEqual(all.map(() => ['good']))
    expect((await httpGet(waggle.siteEndpoint, '/healthz')).body.toString()).toBe('ready\n')
    expect(waggle.run.stdout).not.toMatch(/127\.0\.0\.7/)
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })
})

test('a list of a million networks holds from the start', { timeout: 120_000 }, async () => {
  const list = join(files, 'million.txt')
  const lines = Array.from({ length: 1_000_000 }, (_, index) => {
    const [high, middle, low] = [(index >> 16) + 11, (index >> 8) & 255, index & 255]
    return `${high}.${middle}.${low}.0/25 rule ${index}`
  })
  writeFileSync(list, `${lines.slice(1).join('\n')}\n127.0.0.9\n`)
  const settings = { 'blocks.networks_file': list }
  const waggle = await startWaggle({ driver: 'linux', settings })
  expect(await readMetric(waggle, 'waggle_blocks{kind="network"}')).toBe(1_000_000)
  expect(await told(waggle, '127.0.0.9')).toBe(networkText)
  expect(await told(waggle, '127.0.0.8')).toBe('good')
  const { body } = await atControlSocket(waggle)('/blocks/preview?target=26.66.63.127')
  const blocked_by = { source: 'list', target: '26.66.63.0/25', reason: 'rule 999999' }
  expect(body).toMatchObject({ blocked_by })
  expect(await waggle.stop()).toEqual({ status: 0, signal: null })
})
