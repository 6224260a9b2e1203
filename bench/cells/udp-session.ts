/**
 * The load and the servers of one law and family: all of them run at once, each filled with every peer of
 * the law, and are asked in turn. Who is not asked sleeps.
 */
import type { Bench } from '../bench-options.ts'
import type { Mood } from '../load/announce-packets.ts'
import type { Measured } from '../load/closed-loop.ts'
import type { LawSize } from '../load/law.ts'
import type { Latency } from '../load/open-loop.ts'
import { residentBytes } from '../load/server-cpu.ts'
import type { UdpJob } from '../load/udp-job.ts'
import { startUdpLoad, type UdpLoad } from '../load-process.ts'
import type { RunningTracker, StartOptions, Tracker } from '../trackers/tracker.ts'
import type { Contestant } from './alternate.ts'

/** Sockets of the load, each from a source address of its own (IPv6 has one address on loopback). */
const lanes = 16
/** Announces on their way for each; 192 in all fit the smallest receive buffer among the trackers. */
const window = 12

export type SessionOptions = {
  readonly bench: Bench
  readonly size: LawSize
  readonly family: 4 | 6
  /** Whether one of the trackers serves members. */
  readonly hasPaths?: boolean
}

type Wish = { readonly want: number; readonly mood: Mood }

export class UdpSession {
  readonly #bench: Bench
  readonly #family: 4 | 6
  readonly #load: UdpLoad
  readonly #size: LawSize
  readonly #servers: RunningTracker[] = []

  constructor({ bench, family, size }: SessionOptions, load: UdpLoad) {
    this.#bench = bench
    this.#family = family
    this.#size = size
    this.#load = load
  }

  get meanAnswer30(): number {
    return this.#load.ready.meanAnswer30
  }

  /** Starts a tracker under `name` and has every peer announce once: the figures of that pass. */
  async add(tracker: Tracker, name = tracker.name, workers = 1): Promise<Measured> {
    return this.#fill(await this.#start(tracker, name, workers))
  }

  /** Does the same, and gives the bytes of its memory that were in RAM before and after. */
  async addAndWeigh(tracker: Tracker): Promise<{ before: number; after: number }> {
    const server = await this.#start(tracker, tracker.name, 1)
    const before = residentBytes(server.pid)
    await this.#fill(server)
    return { before, after: residentBytes(server.pid) }
  }

  async #start(tracker: Tracker, name: string, workers: number): Promise<RunningTracker> {
    const size = this.#size
    const options: StartOptions = { family: this.#family, size, workers, protocol: 'udp' }
    const server = { ...(await tracker.start(options)), name }
    this.#servers.push(server)
    return server
  }

  #fill(server: RunningTracker): Promise<Measured> {
    return this.#run<Measured>(server, { want: 30, mood: 'arriving' }, { kind: 'pass' })
  }

  /** Those to alternate between in a cell, by name; all of them where none are named. */
  contestants(wish: Wish, names?: readonly string[]): Contestant[] {
    const { seconds } = this.#bench
    return this.#servers
      .filter(({ name }) => names === undefined || names.includes(name))
      .map((server) => ({
        name: server.name,
        run: () => this.#run<Measured>(server, wish, { kind: 'closed', seconds }),
      }))
  }

  /** Round trips of `name` while announces come at a fixed rate. */
  async latency(name: string, ratePerSecond: number): Promise<Latency> {
    const server = this.#servers.find((one) => one.name === name)
    if (server === undefined) throw new Error(`${name} does not run`)
    const { seconds } = this.#bench
    const how = { kind: 'open', seconds, ratePerSecond } as const
    return this.#run<Latency>(server, { want: 30, mood: 'returning' }, how)
  }

  async end(): Promise<void> {
    for (const server of this.#servers) await server.stop()
    await this.#load.stop()
  }

  async #run<Result extends Measured | Latency>(
    server: RunningTracker,
    { want, mood }: Wish,
    how: JobKind,
  ): Promise<Result> {
    const job: UdpJob = {
      tracker: server.name,
      target: { host: server.host, port: server.udpPort, family: this.#family },
      server: { pid: server.pid, threads: server.threads },
      isPersonal: server.isPersonal ?? false,
      connects: server.connects,
      want,
      mood,
      window,
      ...how,
    }
    const result = await this.#load.run<Result>(job)
    await server.rest?.()
    return result
  }
}

type JobKind =
  | { readonly kind: 'pass' }
  | { readonly kind: 'closed'; readonly seconds: number }
  | { readonly kind: 'open'; readonly seconds: number; readonly ratePerSecond: number }

/** A session that ends whatever `use` does. */
export async function withUdpSession<Result>(
  options: SessionOptions,
  use: (session: UdpSession) => Promise<Result>,
): Promise<Result> {
  const { size, family, hasPaths = false } = options
  const session = new UdpSession(options, await startUdpLoad({ size, lanes, family, hasPaths }))
  try {
    return await use(session)
  } finally {
    await session.end()
  }
}
