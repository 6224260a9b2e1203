/**
 * The section on restarts: how long a server full of peers takes to store and to read its snapshot, how long requests wait
 * during a hand-over, and how long nobody answers after the death of its thread.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { handOver } from '../../src/operate/api/handover-route.ts'
import { createSocketClient } from '../../src/operate/api/socket-client.ts'
import { type Ceilings, LivingSwarms } from '../../test/serve/living-swarms.ts'
import { announceTarget } from '../../test/support/announce-url.ts'
import type { Endpoint } from '../../test/support/endpoint.ts'
import { httpGet } from '../../test/support/http-request.ts'
import { announce, announceCrowd } from '../../test/support/http-tracker.ts'
import { randomHash } from '../../test/support/random-hash.ts'
import type { Bench } from '../bench-options.ts'
import type { Latency } from '../load/open-loop.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { hundredths, median, whole } from '../report/statistics.ts'
import { temporaryDirectory } from '../trackers/server-process.ts'
import { siteMetric } from '../trackers/site-metric.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { startWaggle, waggle } from '../trackers/waggle.ts'
import { type UdpSession, withUdpSession } from './udp-session.ts'

/** After six within a minute the program ends. */
const deaths = 5
/** Of 40 leechers the first list is broken (../../test/serve/living-swarms.ts). */
const leechers = 40
const requestsPerSecond = 10_000
const handOverAfterMs = 1000
const patientSeconds = 10

type Server = Awaited<ReturnType<typeof startWaggle>>

type Results = {
  readonly peers: number
  readonly snapshotBytes: number
  readonly storeSeconds: number
  readonly loadSeconds: number
  readonly emptyStartSeconds: number
  readonly emptyStopSeconds: number
  /** Milliseconds from each death of a thread to the first answer. */
  readonly silences: readonly number[]
  readonly handOver: Latency
}

export async function restartsSection(bench: Bench): Promise<Section> {
  const millions = bench.isQuick ? 1 : 10
  bench.say(`Restarts, ${millions} million peers`)
  const results = await measure(bench, millions * 1_000_000)
  return {
    title: 'Restarts',
    lines: [...introduction(results), ...rows(results), ''],
    gates: gatesOf(results),
  }
}

function introduction({ peers, snapshotBytes }: Results): string[] {
  return [
    `A server with ${whole(peers)} peers (zipf over a tenth as many torrents) and one thread is made to fail an assertion under a lock ${deaths} times, hands over while`,
    `${whole(requestsPerSecond)} announces a second come over UDP, is ended by SIGTERM, and started again from its snapshot of ${whole(snapshotBytes / 1024 ** 2)} MiB, which the system’s cache holds.`,
    '',
  ]
}

function rows(results: Results): string[] {
  const { silences, handOver: waits } = results
  return table(
    ['what', 'result'],
    [
      ['SIGTERM to the end of the process, with all peers, s', hundredths(results.storeSeconds)],
      ['the same without peers, s', hundredths(results.emptyStopSeconds)],
      ['start to `ready`, with all peers, s', hundredths(results.loadSeconds)],
      ['the same without peers, s', hundredths(results.emptyStartSeconds)],
      ['death of a thread to the next answer, median, ms', whole(median(silences))],
      ['the longest of them, ms', whole(Math.max(...silences))],
      ['announces sent around the hand-over', whole(waits.sent)],
      ['unanswered', whole(waits.sent - waits.answered)],
      ['median wait, ms', hundredths(waits.p50 / 1000)],
      ['p99.9, ms', hundredths(waits.p999 / 1000)],
      ['longest, ms', hundredths(waits.max / 1000)],
    ],
  )
}

function gatesOf({ storeSeconds, loadSeconds, silences, handOver: waits }: Results): Gate[] {
  return [
    { name: 'snapshot stored, s', needed: 5, atMost: true, measured: storeSeconds },
    { name: 'snapshot loaded, s', needed: 5, atMost: true, measured: loadSeconds },
    {
      name: 'longest silence after a death, ms',
      needed: 1000,
      atMost: true,
      measured: Math.max(...silences),
    },
    {
      name: 'announces unanswered at a hand-over',
      needed: 0,
      atMost: true,
      measured: waits.sent - waits.answered,
    },
  ]
}

async function measure(bench: Bench, peers: number): Promise<Results> {
  const directory = temporaryDirectory()
  const ceilings = { peersMax: peers * 1.2, torrentsMax: peers / 5 }
  const start = () => startFor(ceilings, directory.path)
  try {
    const empty = await timed(start)
    const emptyStop = await timed(empty.result.stop)
    const filled = await measureFilled({ bench, peers, ceilings, dataDirectory: directory.path })
    const snapshotBytes = statSync(join(directory.path, 'swarms.snapshot')).size
    const loaded = await timed(start)
    const taken = await siteMetric(loaded.result.site, 'waggle_snapshot_peers')
    await loaded.result.stop()
    return {
      ...filled,
      peers: taken,
      snapshotBytes,
      loadSeconds: loaded.seconds,
      emptyStartSeconds: empty.seconds,
      emptyStopSeconds: emptyStop.seconds,
    }
  } finally {
    directory.remove()
  }
}

type ToFill = {
  readonly bench: Bench
  readonly peers: number
  readonly ceilings: Ceilings
  readonly dataDirectory: string
}

async function measureFilled({
  bench,
  peers,
  ceilings,
  dataDirectory,
}: ToFill): Promise<Pick<Results, 'silences' | 'handOver' | 'storeSeconds'>> {
  const size = { torrents: peers / 10, peers }
  const patient = { ...bench, seconds: patientSeconds }
  return withUdpSession({ bench: patient, size, family: 4 }, async (session) => {
    const server = await startFor(ceilings, dataDirectory)
    const full: Tracker = { ...waggle, start: async () => server }
    await session.add(full)
    bench.say(`  ${whole(await siteMetric(server.site, 'waggle_peers'))} peers`)
    const silences = await measureDeaths(server, new LivingSwarms(server.pid, ceilings))
    const waits = await handOverUnderLoad(session, dataDirectory)
    const { seconds } = await timed(server.stop)
    return { silences, handOver: waits, storeSeconds: seconds }
  })
}

async function startFor(
  { peersMax, torrentsMax }: Ceilings,
  dataDirectory: string,
): Promise<Server> {
  return await startWaggle({
    protocol: 'udp',
    family: 4,
    size: { torrents: 1, peers: 1 },
    workers: 1,
    dataDirectory,
    settings: {
      'tracker.http': '["127.0.0.1:0"]',
      'tracker.peers_max': `${peersMax}`,
      'tracker.torrents_max': `${torrentsMax}`,
    },
  })
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: number }> {
  const began = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - began) / 1000 }
}

async function measureDeaths(server: Server, swarms: LivingSwarms): Promise<number[]> {
  const endpoint = { host: server.host, port: server.httpPort }
  const silences: number[] = []
  while (silences.length < deaths) {
    const infoHash = randomHash()
    await announceCrowd(endpoint, infoHash, { count: leechers, firstPort: 7000 })
    swarms.breakLeechers(infoHash)
    const stopping = announceTarget(infoHash, { port: 7000, left: 1, event: 'stopped' })
    const died = await httpGet(endpoint, stopping).then(
      () => undefined,
      () => performance.now(),
    )
    if (died === undefined) throw new Error('the thread did not die')
    silences.push((await untilAnswered(endpoint)) - died)
  }
  return silences
}

async function untilAnswered(endpoint: Endpoint): Promise<number> {
  for (;;) {
    const isAnswered = await announce(endpoint, randomHash()).then(
      () => true,
      () => false,
    )
    if (isAnswered) return performance.now()
  }
}

async function handOverUnderLoad(session: UdpSession, dataDirectory: string): Promise<Latency> {
  const client = createSocketClient(join(dataDirectory, 'control.sock'))
  const waits = session.latency(waggle.name, requestsPerSecond)
  await new Promise((resolve) => setTimeout(resolve, handOverAfterMs))
  await client.call(handOver, {})
  await client.close()
  return await waits
}
