/**
 * bittorrent-tracker of npm, the other tracker in JavaScript. It is installed into a cache outside of this repository,
 * without the native parts of its WebRTC client, which nobody who only runs Waggle should have to build.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
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

const version = '11.2.3'
const cache = join(homedir(), '.cache/waggle-bench/bittorrent-tracker')
const serverModule = join(cache, 'node_modules/bittorrent-tracker/server.js')
const installMs = 5 * 60 * 1000

export const bittorrentTracker: Tracker = {
  name: 'bittorrent-tracker',
  families: [4, 6],
  available,
  start,
}

async function available(): Promise<Availability> {
  if (!existsSync(serverModule)) {
    mkdirSync(cache, { recursive: true })
    const args = ['install', '--prefix', cache, '--ignore-scripts', '--no-audit', '--no-fund']
    const { status } = spawnSync('npm', [...args, `bittorrent-tracker@${version}`], {
      timeout: installMs,
    })
    if (status !== 0) return { missing: 'bittorrent-tracker: npm install failed' }
  }
  return { version }
}

async function start({ family, protocol }: StartOptions): Promise<RunningTracker> {
  const host = loopback(family)
  const port = await freePort(host)
  const entry = join(import.meta.dirname, 'bittorrent-tracker-server.ts')
  const command = [process.execPath, entry, serverModule, host, String(port), protocol]
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
