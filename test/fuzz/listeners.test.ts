/**
 * Fuzzing of the running listeners: a million datagrams and a hundred thousand requests over HTTP, most of them with
 * something wrong, in pieces, from many addresses, and connections that hang. Afterwards the program is as it was: no
 * thread has died, everything that was sent is counted, memory and descriptors are those of before, and honest clients are
 * answered. The seed is in the name of each test; `npm run fuzz` goes on for as long as it is told.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { announceTarget } from '../support/announce-url.ts'
import { type Driver, drivers } from '../support/drivers.ts'
import type { Endpoint } from '../support/endpoint.ts'
import { httpGet } from '../support/http-request.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { useWaggle } from '../support/use-waggle.ts'
import type { Waggle } from '../support/waggle.ts'
import { fuzzPlan, timeoutOf } from './support/fuzz-plan.ts'
import { floodHttp } from './support/http-flood.ts'
import { readVectors } from './support/read-vectors.ts'
import { resourcesOf } from './support/resources.ts'
import { floodUdp } from './support/udp-flood.ts'

const plan = fuzzPlan()
const proxied = '127.0.0.3'
const settings = {
  'tracker.http': `["127.0.0.1:0","[::1]:0","${proxied}:0"]`,
  'tracker.proxy_protocol': `["${proxied}:0"]`,
  'tracker.trusted_proxies': '["127.0.0.0/8","::1"]',
  'tracker.full_scrape': 'true',
  // The site asks this one whether it answers, and not ours: its datagrams would be counted too.
  'tracker.announce_urls': '["http://127.0.0.1:1"]',
  'tracker.peers_max': '2000000',
  'tracker.torrents_max': '500000',
}

/** Growth that is none of the swarms': buffers of sockets and of Node, which come with the first thousands of requests. */
const growthBytesMax = 64 * 1024 ** 2
const hangingConnections = 300

/** Sums of all series whose name and labels begin so. */
async function sums(waggle: Waggle, ...series: readonly string[]): Promise<number[]> {
  const { body } = await httpGet(waggle.siteEndpoint, '/metrics')
  const lines = body.toString().split('\n')
  return series.map((beginning) =>
    lines
      .filter((line) => line.startsWith(beginning))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0),
  )
}

/** Datagrams that the tracker has read, or the system dropped before. */
async function countedDatagrams(waggle: Waggle): Promise<number> {
  const counted = await sums(
    waggle,
    'waggle_requests_total{protocol="udp"',
    'waggle_dropped_total{protocol="udp"',
    'waggle_udp_lost_total',
  )
  return counted.reduce((sum, count) => sum + count, 0)
}

function httpListeners({ http }: Waggle): { endpoint: Endpoint; isProxied: boolean }[] {
  return http.map((endpoint) => ({ endpoint, isProxied: endpoint.host === proxied }))
}

/** Connections that send the beginning of a request and nothing more. */
async function hang({ http4 }: Waggle): Promise<Socket[]> {
  const sockets = Array.from({ length: hangingConnections }, (_, number) =>
    connect({ ...http4, localAddress: `127.0.0.${1 + (number % 64)}` }),
  )
  for (const socket of sockets) {
    await once(socket, 'connect')
    socket.on('error', () => {}).write('GET /announce?info_')
  }
  return sockets
}

async function replayVectors(waggle: Waggle): Promise<void> {
  for (const endpoint of [waggle.udp4, waggle.udp6]) {
    using client = await UdpClient.open(endpoint)
    const id = await client.connectionId()
    const datagrams = readVectors('udp').map(({ bytes }) => {
      // A connect begins with another number, and keeps it.
      if (bytes.length >= 16 && bytes.readInt32BE(8) !== 0) bytes.writeBigUInt64BE(id)
      return bytes
    })
    await client.answersTo(...datagrams)
  }
  for (const { endpoint } of httpListeners(waggle))
    for (const { bytes } of readVectors('http')) {
      const socket = connect(endpoint)
      socket.on('error', () => {}).resume()
      socket.end(bytes)
      await once(socket, 'close')
    }
}

/** A seeder over each protocol and family of one new torrent. */
async function beHonest(waggle: Waggle): Promise<void> {
  const infoHash = randomHash()
  expect((await announce(waggle.http4, infoHash, { port: 1 })).complete).toBe(1)
  expect((await announce(waggle.http6, infoHash, { port: 2 })).complete).toBe(2)
  for (const [at, endpoint] of [waggle.udp4, waggle.udp6].entries()) {
    using client = await UdpClient.open(endpoint)
    expect((await client.announce({ infoHash, port: 3 + at })).seeders).toBe(3 + at)
  }
  const { status } = await httpGet(waggle.http4, announceTarget(infoHash, { event: 'stopped' }))
  expect(status).toBe(200)
}

async function flood(waggle: Waggle, driver: Driver, seed: number, part: number): Promise<void> {
  const before = await countedDatagrams(waggle)
  const datagrams = Math.round(plan.datagrams[driver] * part)
  const sent = await floodUdp(waggle, { seed, datagrams })
  expect(await countedDatagrams(waggle), 'each datagram is counted').toBe(before + sent)
  const listeners = httpListeners(waggle)
  const requests = Math.round((plan.requests[driver] * part) / listeners.length)
  const [answered = 0] = await sums(waggle, 'waggle_requests_total{protocol="http"')
  let begun = 0
  for (const [at, listener] of listeners.entries())
    begun += await floodHttp({ ...listener, requests, seed: seed + at * 1_000_000 })
  const [answeredThen = 0] = await sums(waggle, 'waggle_requests_total{protocol="http"')
  // A flood that goes no further than the first line finds nothing.
  expect(answeredThen - answered).toBeGreaterThan(begun / 3)
}

/** The rest of it, or as much as fits into the time. */
async function floodOn(waggle: Waggle, driver: Driver, seed: number): Promise<void> {
  if (plan.minutes === undefined) return await flood(waggle, driver, seed, 0.9)
  const endMs = performance.now() + (plan.minutes * 60_000) / drivers.length
  for (let round = 1; performance.now() < endMs; round++)
    await flood(waggle, driver, seed + round * 100_000_000, 0.1)
}

describe.for(drivers)('the listeners of the %s driver', (driver) => {
  const running = useWaggle({ driver, settings })

  test('survive what has done harm before', async () => {
    await replayVectors(running())
    await beHonest(running())
  })

  test(`survive a flood of hostile datagrams and requests (seed ${plan.seed})`, {
    timeout: timeoutOf(plan),
  }, async () => {
    const waggle = running()
    const { pid } = waggle.run
    const { seed } = plan
    await flood(waggle, driver, seed, 0.1)
    const before = resourcesOf(pid)
    const [regionBefore = 0] = await sums(waggle, 'waggle_region_used_bytes ')
    const hanging = await hang(waggle)
    await floodOn(waggle, driver, seed + 50_000_000)
    await beHonest(waggle)
    for (const socket of hanging) socket.destroy()
    await vi.waitFor(
      async () => expect(await sums(waggle, 'waggle_connections_open ')).toEqual([0]),
      { timeout: 30_000, interval: 200 },
    )
    const after = resourcesOf(pid)
    const [regionAfter = 0, restarts] = await sums(
      waggle,
      'waggle_region_used_bytes ',
      'waggle_thread_restarts_total ',
    )
    expect(restarts).toBe(0)
    expect(waggle.run.stdout).not.toContain('"level":"error"')
    // The site keeps the connection that is asked over.
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 2)
    const growth = after.residentBytes - before.residentBytes - (regionAfter - regionBefore)
    expect(growth).toBeLessThan(growthBytesMax)
  })
})
