/*
 * Waggle as an operator runs it: `bin/waggle.js serve` with its settings on the command line, in a
 * network of its own, known to be up by its "ready" line and to be down well by exit status 0.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { host } from './host.ts'
import type { Network } from './network.ts'
import type { Program } from './program.ts'

export interface TrackerOptions {
  readonly network: Network
  /** Kept over a restart: it holds the key of the connection ids. */
  readonly dataDirectory: string
  /** Further `--set` keys and values. */
  readonly settings: Readonly<Record<string, string>>
}

export interface Tracker {
  log(): string
  /** SIGTERM; fails unless the exit status is 0 in time, and the log free of errors. */
  stop(): Promise<void>
  /** Stops it and starts it again on the same data directory. */
  restart(): Promise<void>
  /** The same after a SIGKILL, which leaves it no time to save anything. */
  crashAndRestart(): Promise<void>
  /** Runs `waggle` with these words and its settings; gives what it printed. Fails unless the exit status is 0. */
  command(...words: readonly string[]): Promise<readonly string[]>
}

const port = 6969
const { ipv4, ipv6 } = host(1)

/** The addresses at which clients reach it. */
export const announceUrls = {
  http: `http://${ipv4}:${port}/announce`,
  udp: `udp://${ipv4}:${port}/announce`,
  httpIpv6: `http://[${ipv6}]:${port}/announce`,
  udpIpv6: `udp://[${ipv6}]:${port}/announce`,
} as const

const waggle = fileURLToPath(new URL('../../bin/waggle.js', import.meta.url))
const readyMs = 20_000
const stopMs = 10_000

export async function startTracker(options: TrackerOptions): Promise<Tracker> {
  let program = await serve(options)
  const stop = async () => {
    const { status, signal } = await program.end('SIGTERM', stopMs)
    if (status !== 0) throw program.failure(`SIGTERM ended it with ${status ?? signal}, not 0`)
    const error = program.lines.find((line) => /"level":"(error|fatal)"/.test(line))
    if (error !== undefined) throw program.failure(`logged an error: ${error}`)
  }
  return {
    log: () => program.log(),
    stop,
    async restart() {
      await stop()
      program = await serve(options)
    },
    async crashAndRestart() {
      await program.end('SIGKILL')
      program = await serve(options)
    },
    async command(...words) {
      const run = start(options, words)
      const { status } = await run.ended
      if (status !== 0) throw run.failure('failed')
      return run.lines
    },
  }
}

async function serve(options: TrackerOptions): Promise<Program> {
  const program = start(options, ['serve'])
  await program.line('ready', readyMs, (line) => (isReady(line) ? true : undefined))
  return program
}

function start(options: TrackerOptions, words: readonly string[]): Program {
  const { network, dataDirectory, settings } = options
  const addresses = JSON.stringify([`${ipv4}:${port}`, `[${ipv6}]:${port}`])
  const all = {
    'data.directory': dataDirectory,
    'site.listen': '127.0.0.1:8080',
    'tracker.udp': addresses,
    'tracker.http': addresses,
    ...settings,
  }
  const sets = Object.entries(all).flatMap(([key, value]) => ['--set', `${key}=${value}`])
  const command = [process.execPath, waggle, ...words, ...sets] as const
  const name = ['waggle', ...words.slice(0, 2)].join(' ')
  return network.start(name, command, join(dataDirectory, '..'))
}

function isReady(line: string): boolean {
  try {
    const entry: unknown = JSON.parse(line)
    return (
      typeof entry === 'object' && entry !== null && 'event' in entry && entry.event === 'ready'
    )
  } catch {
    return false
  }
}
