/**
 * Weeks of a swarm's life against a tracker's announce path and accounting, from a seed: announces come twice, late (also
 * after what the client said next), over HTTP and UDP, from two addresses, to either of two threads whose clocks are a minute
 * apart, or never; counters go back; and now and then all memory is gone.
 */
import type { Database } from '#index/storage/database'
import type { TestClock } from '../storage/databases.ts'
import { seededRandom } from '../support/seeded-random.ts'
import type { Catalogue } from './catalogue.ts'
import {
  intervalSeconds,
  minIntervalSeconds,
  type Sent,
  SimulatedClient,
  SimulatedSwarm,
} from './simulated-swarm.ts'
import { regions, TrackerRun } from './tracker-run.ts'
import { TrackerThreads } from './tracker-threads.ts'

export type SimulationOptions = {
  readonly seed: number
  readonly clock: TestClock
  readonly catalogue: Catalogue
  readonly clients: number
  readonly days: number
  /** One of so many announces is the last before a crash. */
  readonly announcesPerCrash: number
  /** One of so many half minutes ends with everything stored. */
  readonly ticksPerStore: number
  /** Gives the database after a crash: the same, or opened anew. */
  readonly database: (crashes: number) => Promise<Database>
}

export type Simulated = {
  readonly swarm: SimulatedSwarm
  /** What clients sent, and what of it arrived, one way or several. */
  readonly announces: number
  readonly requests: number
  readonly crashes: number
  /** Announces that found no room. */
  readonly lost: number
}

/** Of the second thread's clock. */
const aheadSeconds = 60

/** Between two looks of the tracker at what it has; and how long a journal may go without one. */
const tickSeconds = 30
const settleSeconds = 120

type Late = { readonly at: number; readonly sent: Sent }

export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const { seed, clock, days, announcesPerCrash, ticksPerStore, catalogue, clients } = options
  const random = seededRandom(seed)
  const swarm = new SimulatedSwarm(makeClients(options))
  let [announces, requests, crashes, lost] = [0, 0, 0, 0]
  const threads = new TrackerThreads({
    catalogue,
    intervalSeconds,
    minIntervalSeconds,
    peersMax: 1000 + 8 * clients,
    journals: regions,
  })
  let run = await startRun()
  threads.begin()
  const late: Late[] = []
  const end = clock.now + days * 86_400
  for (; clock.now < end; clock.now += tickSeconds) {
    for (const client of swarm.clients) if (client.nextAt <= clock.now) await send(client)
    deliverLate()
    if (random.below(2) === 0) await run.settleOne()
    if (clock.now % settleSeconds === 0) await run.settle()
    if (random.below(ticksPerStore) === 0) await store()
  }
  await store()
  lost += run.ledger.state.lost
  return { swarm, announces, requests, crashes, lost }

  async function send(client: SimulatedClient): Promise<void> {
    const sent = client.act(clock.now)
    announces++
    const isLost = random.below(20) === 0
    if (!isLost) deliver(sent)
    else if (random.below(2) === 0) delay(sent)
    if (random.below(announcesPerCrash) === 0) await crash()
  }

  function deliver(sent: Sent): void {
    swarm.heard(sent, clock.now)
    hear(sent, 4)
    // Both addresses of a client, at either thread; and what is sent again because no answer came.
    if (random.below(3) === 0) hear(sent, 6)
    // It comes after what the client says next, if that is soon.
    if (random.below(8) === 0) late.push({ at: clock.now + 15, sent })
  }

  function delay(sent: Sent): void {
    swarm.delayed(sent, clock.now)
    late.push({ at: clock.now + 15, sent })
  }

  function deliverLate(): void {
    const due = late.filter(({ at }) => at <= clock.now)
    late.splice(0, late.length, ...late.filter(({ at }) => at > clock.now))
    for (const { sent } of due) hear(sent, 4)
  }

  function hear({ client, peerId, event, ...counters }: Sent, family: 4 | 6): void {
    requests++
    const { memberId, torrent } = client
    const thread = random.below(2)
    const protocol = random.below(2) === 0 ? 'http' : 'udp'
    const said = { torrentId: torrent.id, memberId, peerId, event, protocol, family } as const
    threads.hear(thread, clock.now + (thread === 0 ? 0 : aheadSeconds), { ...said, ...counters })
  }

  async function store(): Promise<void> {
    await run.store()
    swarm.stored()
  }

  async function crash(): Promise<void> {
    crashes++
    if (random.below(2) === 0) await run.settle()
    // Nobody knows whether the last flush came through.
    if (random.below(3) === 0) await run.ledger.flush()
    lost += run.ledger.state.lost
    swarm.crashed()
    run = await startRun()
    threads.begin()
  }

  async function startRun(): Promise<TrackerRun> {
    return await TrackerRun.start({
      database: await options.database(crashes),
      clock,
      intervalSeconds,
      minIntervalSeconds,
      ordered: (items) => random.shuffled(items),
      // So small that marks are forgotten and read again, and a flush has several parts.
      limits: { sessionsMost: 2 * clients, flushSessions: Math.ceil(clients / 6) },
    })
  }
}

function makeClients({
  seed,
  clients,
  catalogue: { memberIds, torrents },
  clock,
}: SimulationOptions): SimulatedClient[] {
  const random = seededRandom(seed + 1)
  return Array.from(
    { length: clients },
    () => new SimulatedClient(random.pick(memberIds), random.pick(torrents), random, clock.now),
  )
}
