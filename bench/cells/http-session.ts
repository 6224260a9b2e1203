/** The HTTP load of one kind and the servers that it asks in turn, each filled with every peer of the law. */
import type { Bench } from '../bench-options.ts'
import type { Measured } from '../load/closed-loop.ts'
import type { HttpJob } from '../load/http-job.ts'
import type { LawSize } from '../load/law.ts'
import { type HttpLoad, startHttpLoad } from '../load-process.ts'
import {
  loopback,
  type RunningTracker,
  type StartOptions,
  type Tracker,
} from '../trackers/tracker.ts'
import type { Contestant } from './alternate.ts'

/** Clients, each with one announce under way. */
export const httpClients = 64

export type HttpSessionOptions = {
  readonly bench: Bench
  readonly size: LawSize
  readonly family: 4 | 6
  readonly keepsAlive: boolean
  readonly want: number
  /** Whether one of the trackers serves members. */
  readonly hasPaths?: boolean
}

export class HttpSession {
  readonly #options: HttpSessionOptions
  readonly #load: HttpLoad
  readonly #servers: RunningTracker[] = []

  constructor(options: HttpSessionOptions, load: HttpLoad) {
    this.#options = options
    this.#load = load
  }

  /** Starts a tracker and has every peer announce once. */
  async add(tracker: Tracker): Promise<void> {
    const { family, size } = this.#options
    const options: StartOptions = { family, size, workers: 1, protocol: 'http' }
    const server = { ...(await tracker.start(options)), name: tracker.name }
    this.#servers.push(server)
    await this.#run(server, { kind: 'pass' })
  }

  contestants(): Contestant[] {
    const { seconds } = this.#options.bench
    return this.#servers.map((server) => ({
      name: server.name,
      run: () => this.#run(server, { kind: 'closed', seconds }),
    }))
  }

  async end(): Promise<void> {
    for (const server of this.#servers) await server.stop()
    await this.#load.stop()
  }

  async #run(
    { name, pid, threads, host, httpPort, isPersonal = false, rest }: RunningTracker,
    how: { readonly kind: 'pass' } | { readonly kind: 'closed'; readonly seconds: number },
  ): Promise<Measured> {
    const target = { host, port: httpPort, family: this.#options.family }
    const job: HttpJob = { tracker: name, target, server: { pid, threads }, isPersonal, ...how }
    const result = await this.#load.run<Measured>(job)
    await rest?.()
    return result
  }
}

/** A session that ends whatever `use` does. */
export async function withHttpSession<Result>(
  options: HttpSessionOptions,
  use: (session: HttpSession) => Promise<Result>,
): Promise<Result> {
  const { size, keepsAlive, want, family, hasPaths = false } = options
  const host = loopback(family)
  const load = await startHttpLoad({ size, clients: httpClients, keepsAlive, host, want, hasPaths })
  const session = new HttpSession(options, load)
  try {
    return await use(session)
  } finally {
    await session.end()
  }
}
