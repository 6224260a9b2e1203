/** The processes that make load, on their own core, seen from the bench: jobs in, results out. */
import { join } from 'node:path'
import type { Measured } from './load/closed-loop.ts'
import type { HttpJob, HttpLoadSetup } from './load/http-job.ts'
import type { Latency } from './load/open-loop.ts'
import type { UdpJob, UdpLoadReady, UdpLoadSetup } from './load/udp-job.ts'
import { cores, ServerProcess } from './trackers/server-process.ts'

const startMs = 120_000
const jobMs = 300_000

/** A process that does one job after another; `Ready` is what it says first. */
export class LoadProcess<Job extends UdpJob | HttpJob, Ready> {
  readonly ready: Ready
  readonly #process: ServerProcess

  constructor(process: ServerProcess, ready: Ready) {
    this.#process = process
    this.ready = ready
  }

  async run<Result extends Measured | Latency>(job: Job): Promise<Result> {
    const answer = this.#process.line((line) => line.startsWith('{'), jobMs)
    this.#process.write(JSON.stringify(job))
    const result = JSON.parse(await answer) as Result | { readonly failure: string }
    if ('failure' in result) throw new Error(`${job.tracker}: ${result.failure}`)
    return result
  }

  stop(): Promise<void> {
    return this.#process.stop()
  }
}

export type UdpLoad = LoadProcess<UdpJob, UdpLoadReady>
export type HttpLoad = LoadProcess<HttpJob, { readonly ready: true }>

export async function startUdpLoad(setup: UdpLoadSetup): Promise<UdpLoad> {
  const [process, ready] = await startLoad('udp-load.ts', setup)
  return new LoadProcess(process, JSON.parse(ready) as UdpLoadReady)
}

export async function startHttpLoad(setup: HttpLoadSetup): Promise<HttpLoad> {
  const [process, ready] = await startLoad('http-load.ts', setup)
  return new LoadProcess(process, JSON.parse(ready) as { readonly ready: true })
}

async function startLoad(
  entry: string,
  setup: UdpLoadSetup | HttpLoadSetup,
): Promise<[ServerProcess, string]> {
  const path = join(import.meta.dirname, 'load', entry)
  const load = new ServerProcess([process.execPath, path, JSON.stringify(setup)], cores.load)
  return [load, await load.line((line) => line.startsWith('{'), startMs)]
}
