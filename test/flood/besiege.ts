/**
 * A flood against a running server, half of what one core was just seen to answer, while honest clients go on announcing:
 * what was sent, and what became of them.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import type { FloodOrder, FloodSent } from './flood-process.ts'
import { type FloodedServer, HonestSwarm } from './honest-swarm.ts'

/** Short, so that honest peers have come back before the flood begins: announces that are two seconds apart count. */
const peerTimeoutSeconds = 32
export const floodedPeersMax = 6000
export const floodedTorrentsMax = 2000

/** Those of a server that is to be flooded. */
export const floodedSettings = {
  'limits.per_prefix': 'true',
  'tracker.peers_max': String(floodedPeersMax),
  'tracker.torrents_max': String(floodedTorrentsMax),
  'tracker.interval_seconds': '20',
  'tracker.peer_timeout_seconds': String(peerTimeoutSeconds),
}

const capacitySeconds = 3
const floodSeconds = 10
const swarmsCount = 20
const pauseMs = 250

export type Siege = {
  /** Announces a second that one core answered when it had nothing else to do. */
  readonly capacity: number
  /** Datagrams a second that were to be sent, and were. */
  readonly wanted: number
  readonly sent: number
  /** Slow connections. */
  readonly connections: number
  /** Honest announces. */
  readonly asked: number
  readonly answered: number
  /** Answers that did not tell of everybody in the swarm. */
  readonly incomplete: number
}

export type SiegeOptions = FloodedServer & {
  /** How many announces the server has answered over UDP. */
  readonly announcesAnswered: () => Promise<number>
  /** Called when the server rests between the two floods. */
  readonly beforeFlood?: () => void
  /** How the flooding process is started, before the name of Node: `taskset -c 1`. */
  readonly prefix?: readonly string[]
}

export async function besiege(options: SiegeOptions): Promise<Siege> {
  const flooding = startFlooding(options.prefix ?? [])
  const swarms = await Promise.all(
    Array.from({ length: swarmsCount }, (_, number) => HonestSwarm.open(options, number)),
  )
  try {
    return await siege(options, flooding, swarms)
  } finally {
    for (const swarm of swarms) swarm.close()
    flooding.kill()
  }
}

function startFlooding(prefix: readonly string[]): ChildProcess {
  const [execPath, ...execArgv] = [...prefix, process.execPath]
  return fork(new URL('flood-process.ts', import.meta.url), { execPath, execArgv })
}

async function siege(
  { udp, http, announcesAnswered, beforeFlood }: SiegeOptions,
  flooding: ChildProcess,
  swarms: readonly HonestSwarm[],
): Promise<Siege> {
  const flood = async (order: Omit<FloodOrder, 'udp' | 'http'>): Promise<FloodSent> => {
    const sent = once(flooding, 'message') as Promise<[FloodSent]>
    flooding.send({ ...order, udp, http })
    return (await sent)[0]
  }
  const visitAll = async (): Promise<void> => {
    await Promise.all(swarms.map((swarm) => swarm.visit()))
  }
  await visitAll()
  const before = await announcesAnswered()
  await flood({ kind: 'capacity', seconds: capacitySeconds, perSecond: 0 })
  const capacity = ((await announcesAnswered()) - before) / capacitySeconds
  await visitAll()
  for (const swarm of swarms) swarm.forget()
  beforeFlood?.()
  const wanted = Math.floor(capacity / 2)
  const { datagrams, connections } = await during(
    flood({ kind: 'hostile', seconds: floodSeconds, perSecond: wanted }),
    async () => Promise.all([visitAll(), after(pauseMs)]),
  )
  const sum = (key: 'asked' | 'answered' | 'incomplete'): number =>
    swarms.reduce((total, swarm) => total + swarm[key], 0)
  return {
    capacity,
    wanted,
    sent: datagrams / floodSeconds,
    connections,
    asked: sum('asked'),
    answered: sum('answered'),
    incomplete: sum('incomplete'),
  }
}

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
