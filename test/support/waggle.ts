/**
 * Starts the real program as an outside test does: a fresh data directory, every socket on a port that
 * the kernel chooses, and the addresses taken from the `ready` line that it prints.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from './drivers.ts'
import { type Endpoint, endpointOfFamily, parseEndpoint } from './endpoint.ts'
import { ProcessRun, type RunEnd } from './process-run.ts'

/** Configuration keys and their values, written as they are given to `--set`. */
export type Settings = Readonly<Record<string, string>>

export interface WaggleOptions {
  readonly driver: Driver
  readonly settings?: Settings
  /** Kept when the program ends; without it, a fresh one is made and removed. */
  readonly dataDirectory?: string
  /** Further arguments, such as `--config FILE`. */
  readonly args?: readonly string[]
}

/** The addresses of the `ready` line. */
interface ReadyLine {
  readonly udp: readonly string[]
  readonly http: readonly string[]
  readonly https: readonly string[]
  readonly site: string | undefined
}

const bothFamilies = '["127.0.0.1:0","[::1]:0"]'

/** The settings of every test's program, before the test's own. */
export function baseSettings(driver: Driver, dataDirectory: string): Settings {
  return {
    'data.directory': dataDirectory,
    'site.listen': '127.0.0.1:0',
    'tracker.udp': bothFamilies,
    'tracker.http': bothFamilies,
    'tracker.driver': driver,
    'limits.per_prefix': 'false',
    // A busy machine would make a busy tracker of it, and intervals would not be those that a test expects.
    'tracker.interval_stretch_max': '1',
  }
}

/** `--set key=value` for each of `settings`. */
export function settingArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])
}

/** A new empty directory under the system's temporary one. */
export function freshDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'waggle-test-'))
}

export class Waggle {
  readonly run: ProcessRun
  readonly dataDirectory: string
  readonly udp: readonly Endpoint[]
  readonly http: readonly Endpoint[]
  readonly https: readonly Endpoint[]
  readonly site: Endpoint | undefined
  readonly #ownsDirectory: boolean

  constructor(run: ProcessRun, ready: ReadyLine, dataDirectory: string, ownsDirectory: boolean) {
    this.run = run
    this.dataDirectory = dataDirectory
    this.udp = ready.udp.map(parseEndpoint)
    this.http = ready.http.map(parseEndpoint)
    this.https = ready.https.map(parseEndpoint)
    this.site = ready.site === undefined ? undefined : parseEndpoint(ready.site)
    this.#ownsDirectory = ownsDirectory
  }

  get http4(): Endpoint {
    return endpointOfFamily(this.http, 4)
  }

  get http6(): Endpoint {
    return endpointOfFamily(this.http, 6)
  }

  get https4(): Endpoint {
    return endpointOfFamily(this.https, 4)
  }

  get udp4(): Endpoint {
    return endpointOfFamily(this.udp, 4)
  }

  get udp6(): Endpoint {
    return endpointOfFamily(this.udp, 6)
  }

  get siteEndpoint(): Endpoint {
    if (this.site === undefined) throw new Error('the ready line names no site')
    return this.site
  }

  /** Asks it to end as a service manager does. */
  async stop(): Promise<RunEnd> {
    this.run.signal('SIGTERM')
    return await this.#end()
  }

  /** Ends it without asking. */
  async kill(): Promise<RunEnd> {
    this.run.signal('SIGKILL')
    return await this.#end()
  }

  async #end(): Promise<RunEnd> {
    const end = await this.run.end
    if (this.#ownsDirectory) rmSync(this.dataDirectory, { recursive: true, force: true })
    return end
  }
}

/** The text or texts at `key`; none when there is no such key. */
function addressesAt(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) throw new Error('the ready line is no object')
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value ?? []
  return [found].flat().map(String)
}

/** The `ready` line of `run`; fails with all that was printed if it ends before. */
export async function readyLine(run: ProcessRun): Promise<ReadyLine> {
  const line = await run.line((text) => text.includes('"event":"ready"'))
  const value: unknown = JSON.parse(line)
  return {
    udp: addressesAt(value, 'udp'),
    http: addressesAt(value, 'http'),
    https: addressesAt(value, 'https'),
    site: addressesAt(value, 'site')[0],
  }
}

/** Starts the program and waits until every socket is bound. */
export async function startWaggle(options: WaggleOptions): Promise<Waggle> {
  const dataDirectory = options.dataDirectory ?? freshDirectory()
  const settings = { ...baseSettings(options.driver, dataDirectory), ...options.settings }
  const given = options.args ?? []
  const args = ['bin/waggle.js', 'serve', ...given, ...settingArguments(settings)]
  const run = new ProcessRun({ command: process.execPath, args })
  const ready = await readyLine(run)
  return new Waggle(run, ready, dataDirectory, options.dataDirectory === undefined)
}
