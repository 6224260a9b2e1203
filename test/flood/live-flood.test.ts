/**
 * The running program under a flood of garbage, connects, invented torrents and slow connections from 64 networks, half
 * of what one core was just seen to answer: honest clients go on being answered, and memory stays what it was set to.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { planLayout } from '#tracker/swarm/layout'
import { announce as announceHttp } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { readMetric } from '../support/read-metric.ts'
import { UdpClient } from '../support/udp-client.ts'
import { useWaggle } from '../support/use-waggle.ts'
import type { FloodOrder, FloodSent } from './flood-process.ts'

const peersMax = 6000
const torrentsMax = 2000
/** Short, so that honest peers have come back before the flood begins: announces that are two seconds apart count. */
const peerTimeoutSeconds = 32
const capacitySeconds = 3
const floodSeconds = 10
const swarmsCount = 20
const peersOfEach = 3
const pauseMs = 250

const waggle = useWaggle({
  driver: 'linux',
  settings: {
    'limits.per_prefix': 'true',
    'tracker.peers_max': String(peersMax),
    'tracker.torrents_max': String(torrentsMax),
    'tracker.interval_seconds': '20',
    'tracker.peer_timeout_seconds': String(peerTimeoutSeconds),
  },
})
const flooding = fork(new URL('flood-process.ts', import.meta.url))
afterAll(() => void flooding.kill())

async function flood(order: Omit<FloodOrder, 'udp' | 'http'>): Promise<FloodSent> {
  const sent = once(flooding, 'message') as Promise<[FloodSent]>
  flooding.send({ ...order, udp: waggle().udp4, http: waggle().http4 })
  return (await sent)[0]
}

/** A swarm whose peers have a network of their own each, one of them over HTTP. */
class HonestSwarm {
  answered = 0
  asked = 0
  /** Announces whose answer did not tell of everybody in the swarm. */
  incomplete = 0
  readonly #infoHash = randomHash()
  readonly #clients: readonly UdpClient[]
  readonly #httpAddress: string

  private constructor(clients: readonly UdpClient[], httpAddress: string) {
    this.#clients = clients
    this.#httpAddress = httpAddress
  }

  static async open(number: number): Promise<HonestSwarm> {
    const address = (peer: number): string => `127.${200 + peer}.${number}.1`
    const clients = [0, 1].map((peer) =>
      UdpClient.open(waggle().udp4, { localAddress: address(peer) }),
    )
    return new HonestSwarm(await Promise.all(clients), address(2))
  }

  async visit(): Promise<void> {
    const overUdp = this.#clients.map(async (client, peer) =>
      this.#ask(client.announce({ infoHash: this.#infoHash, port: 7000 + peer, left: 1n })),
    )
    const localAddress = this.#httpAddress
    const parameters = { port: 8000, left: 1 }
    const http = announceHttp(waggle().http4, this.#infoHash, parameters, { localAddress })
    const overHttp = this.#ask(http.then(({ incomplete }) => ({ leechers: incomplete })))
    await Promise.all([...overUdp, overHttp])
  }

  async #ask(asked: Promise<{ readonly leechers: number }>): Promise<void> {
    this.asked++
    try {
      const { leechers } = await asked
      this.answered++
      if (leechers !== peersOfEach) this.incomplete++
    } catch {
      // What is not answered in time is counted as that.
    }
  }

  forget(): void {
    this.answered = this.asked = this.incomplete = 0
  }

  close(): void {
    for (const client of this.#clients) client[Symbol.dispose]()
  }
}

function residentBytes(pid: number, name: 'RssAnon' | 'RssShmem'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
}

test('honest clients keep their answers, and the ceilings hold', async () => {
  const swarms = await Promise.all(
    Array.from({ length: swarmsCount }, (_, number) => HonestSwarm.open(number)),
  )
  const visitAll = async (): Promise<void> => {
    await Promise.all(swarms.map((swarm) => swarm.visit()))
  }
  await visitAll()
  const announcesBefore = await announcesAnswered()
  await flood({ kind: 'capacity', seconds: capacitySeconds, perSecond: 0 })
  const capacity = ((await announcesAnswered()) - announcesBefore) / capacitySeconds
  await visitAll()
  for (const swarm of swarms) swarm.forget()
  const anonymousBefore = residentBytes(waggle().run.pid, 'RssAnon')

  const perSecond = Math.floor(capacity / 2)
  const sent = await during(
    flood({ kind: 'hostile', seconds: floodSeconds, perSecond }),
    async () => Promise.all([visitAll(), after(pauseMs)]),
  )

  const sum = (key: 'asked' | 'answered' | 'incomplete'): number =>
    swarms.reduce((total, swarm) => total + swarm[key], 0)
  expect(sent.datagrams).toBeGreaterThan((perSecond * floodSeconds) / 8)
  expect(sent.connections).toBeGreaterThan(500)
  expect(sum('asked')).toBeGreaterThan(swarmsCount * peersOfEach)
  expect(sum('answered') / sum('asked')).toBeGreaterThanOrEqual(0.95)
  expect(sum('incomplete')).toBe(0)

  const evicted = 'waggle_evictions_total{ceiling="torrents",was="never_returned"}'
  expect(await readMetric(waggle(), evicted)).toBeGreaterThan(0)
  expect(await readMetric(waggle(), 'waggle_torrents')).toBeLessThanOrEqual(torrentsMax)
  expect(await peersNow()).toBeLessThanOrEqual(peersMax)
  expect(residentBytes(waggle().run.pid, 'RssShmem')).toBeLessThan(mostSharedBytes())
  const anonymous = residentBytes(waggle().run.pid, 'RssAnon') - anonymousBefore
  expect(anonymous).toBeLessThan(64 * 1024 ** 2)
  for (const swarm of swarms) swarm.close()
})

/** Does `round` again and again until `work` is done, and gives what came of it. */
async function during<Result>(
  work: Promise<Result>,
  round: () => Promise<unknown>,
): Promise<Result> {
  const over = work.then(() => 'over')
  let going = round()
  while ((await Promise.race([over, going])) !== 'over') going = round()
  await going
  return await work
}

async function announcesAnswered(): Promise<number> {
  const labels = 'protocol="udp",family="4",action="announce"'
  return await readMetric(waggle(), `waggle_requests_total{${labels}}`)
}

async function peersNow(): Promise<number> {
  let peers = 0
  for (const family of [4, 6])
    for (const role of ['seeder', 'leecher'])
      peers += await readMetric(waggle(), `waggle_peers{family="${family}",role="${role}"}`)
  return peers
}

/** The swarms, and what else threads share: counters, blocks, and a page of 2 MiB here and there. */
function mostSharedBytes(): number {
  return planLayout(peersMax, torrentsMax).bytes + 64 * 1024 ** 2
}
