/** Waggle itself, started as an operator starts it, on the linux driver. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cores, ServerProcess, temporaryDirectory } from './server-process.ts'
import { loopback, type RunningTracker, type StartOptions, type Tracker } from './tracker.ts'

const ownRoot = join(import.meta.dirname, '../..')

export const waggle = waggleAt(ownRoot, 'Waggle')

/** The Waggle of another working tree, to compare with. */
export function waggleAt(root: string, name: string): Tracker {
  const version = `${packageVersion(root)}, Node ${process.versions.node}`
  return {
    name,
    families: [4, 6],
    available: async () => ({ version }),
    start: (options) => startWaggle({ ...options, root }),
  }
}

export type WaggleOptions = StartOptions & {
  readonly root?: string
  readonly settings?: Readonly<Record<string, string>>
  /** Kept when it ends; without it, a fresh one is made and removed. */
  readonly dataDirectory?: string
  /** Further options of Node. */
  readonly nodeOptions?: readonly string[]
  /** Is given each line of its output once it is ready. */
  readonly onLine?: (line: string) => void
}

export async function startWaggle(
  options: WaggleOptions,
): Promise<RunningTracker & { readonly site: string }> {
  const directory =
    options.dataDirectory === undefined
      ? temporaryDirectory()
      : { path: options.dataDirectory, remove: () => {} }
  const host = loopback(options.family)
  const endpoint = options.family === 4 ? `["${host}:0"]` : `["[${host}]:0"]`
  const settings = {
    'data.directory': directory.path,
    'site.listen': '127.0.0.1:0',
    'tracker.udp': options.protocol === 'udp' ? endpoint : '[]',
    'tracker.http': options.protocol === 'http' ? endpoint : '[]',
    'tracker.driver': 'linux',
    'tracker.workers': String(options.workers),
    'limits.per_prefix': 'false',
    ...options.settings,
  }
  const given = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])
  const program = join(options.root ?? ownRoot, 'bin/waggle.js')
  const command = [process.execPath, ...(options.nodeOptions ?? []), program, 'serve', ...given]
  const server = new ServerProcess(command, cores.server)
  const ready = JSON.parse(await server.line((line) => line.includes('"event":"ready"'))) as {
    readonly udp: string | readonly string[]
    readonly http: string | readonly string[]
    readonly site: string
  }
  if (options.onLine !== undefined) server.onLine(options.onLine)
  return {
    name: 'Waggle',
    pid: server.pid,
    host,
    udpPort: portOf(ready.udp),
    httpPort: portOf(ready.http),
    connects: true,
    site: ready.site,
    stop: async () => {
      await server.stop()
      directory.remove()
    },
  }
}

function portOf(addresses: string | readonly string[]): number {
  return Number([addresses].flat()[0]?.split(':').at(-1) ?? 0)
}

function packageVersion(root: string): string {
  const text = readFileSync(join(root, 'package.json'), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
