/** A tracker of the demo: the real program as a process of its own, on loopback, with its data in a given directory. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Endpoint, parseEndpoint } from '../../test/support/endpoint.ts'
import type { Trackers } from './announcers.ts'
import type { Level } from './made-day.ts'

/** Configuration keys and their values, written as they are given to `--set`. */
export type Settings = Readonly<Record<string, string>>

export type DemoTrackerOptions = {
  readonly settings: Settings
  /** What the chart is to show of the day before; nothing where it is left out. */
  readonly level?: Level
}

type Ready = { readonly trackers: Trackers; readonly site: Endpoint }

export class DemoTracker implements Ready {
  readonly trackers: Trackers
  readonly site: Endpoint
  readonly #process: ChildProcess

  private constructor(started: ChildProcess, { trackers, site }: Ready) {
    this.#process = started
    this.trackers = trackers
    this.site = site
  }

  /** Resolves when every socket is bound. Rejects with what the program said when it does not start. */
  static async start({ settings, level }: DemoTrackerOptions): Promise<DemoTracker> {
    const words = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])
    const program = join(import.meta.dirname, 'demo-server.ts')
    const started = spawn(process.execPath, [program, 'serve', ...words], {
      // The fourth tells it when we are gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl+C is for the demo, which then ends it.
      detached: true,
      env: {
        ...process.env,
        ...(level === undefined ? {} : { DEMO_LEVEL: JSON.stringify(level) }),
      },
    })
    return new DemoTracker(started, await untilReady(started))
  }

  /** The page at `path` of its site. */
  pageUrl(path: string): string {
    return `http://${this.site.host}:${this.site.port}${path}`
  }

  /** Saves the swarms and ends it. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await ended
  }
}

async function untilReady(started: ChildProcess): Promise<Ready> {
  let out = ''
  let errors = ''
  started.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  return await new Promise((resolve, reject) => {
    started.on('error', reject)
    started.on('exit', () => reject(new Error(`the tracker did not start:\n${errors}`)))
    started.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const line = out.split('\n').find((one) => one.includes('"event":"ready"'))
      if (line === undefined || !out.endsWith('\n')) return
      // What it says later is read, so that it can go on saying it, and thrown away.
      for (const stream of [started.stdout, started.stderr])
        stream?.removeAllListeners('data').resume()
      resolve(readyOf(line))
    })
  })
}

function readyOf(line: string): Ready {
  const { udp, http, site } = JSON.parse(line) as {
    readonly udp: readonly string[]
    readonly http: readonly string[]
    readonly site: string
  }
  const trackers = { udp: udp.map(parseEndpoint), http: http.map(parseEndpoint) }
  return { trackers, site: parseEndpoint(site) }
}
