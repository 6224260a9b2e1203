/** bittorrent-tracker, the other tracker in JavaScript, in the version that this workspace's lock file names. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { cores, ServerProcess } from './server-process.ts'
import {
  type Availability,
  loopback,
  type RunningTracker,
  type StartOptions,
  type Tracker,
} from './tracker.ts'

const manifest = join(import.meta.dirname, '../../node_modules/bittorrent-tracker/package.json')

export const bittorrentTracker: Tracker = { name: 'bittorrent-tracker', available, start }

async function available(): Promise<Availability> {
  if (!existsSync(manifest)) return { missing: 'bittorrent-tracker is not installed (npm install)' }
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }
  return { version }
}

async function start({ family, protocol }: StartOptions): Promise<RunningTracker> {
  const host = loopback(family)
  const port = await freePort(host)
  const entry = join(import.meta.dirname, 'bittorrent-tracker-server.ts')
  const command = [process.execPath, entry, host, String(port), protocol]
  const server = new ServerProcess(command, cores.server)
  await server.line((line) => line === 'ready')
  return {
    name: bittorrentTracker.name,
    pid: server.pid,
    host,
    udpPort: port,
    httpPort: port,
    connects: true,
    stop: () => server.stop('SIGKILL'),
  }
}
