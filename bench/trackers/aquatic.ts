/**
 * aquatic_udp of crates.io, built with its defaults (sockets through mio) and the reply limit raised to what
 * the cells ask for. Where cargo is at hand it is built once, into a cache outside of this repository.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { capture } from './capture.ts'
import { freePort } from './free-port.ts'
import { cores, ServerProcess, temporaryDirectory } from './server-process.ts'
import {
  type Availability,
  loopback,
  type RunningTracker,
  type StartOptions,
  type Tracker,
} from './tracker.ts'
import { untilUdpAnswers } from './udp-answers.ts'

const version = '0.9.0'
const cache = join(homedir(), '.cache/waggle-bench/aquatic')
const binary = join(cache, 'bin/aquatic_udp')
const buildMs = 15 * 60 * 1000

export const aquatic: Tracker = { name: 'aquatic_udp', families: [4, 6], available, start }

async function available(): Promise<Availability> {
  if (!existsSync(binary)) {
    if (capture('cargo', ['--version']) === undefined)
      return { missing: 'aquatic_udp: no cargo to build it with' }
    const args = ['install', 'aquatic_udp', '--version', version, '--root', cache]
    const { status, stderr } = spawnSync('cargo', args, { timeout: buildMs, encoding: 'utf8' })
    if (status !== 0) return { missing: `aquatic_udp: cargo install failed (${lastLine(stderr)})` }
  }
  return { version: `${version} of crates.io, mio` }
}

async function start({ family, workers }: StartOptions): Promise<RunningTracker> {
  const directory = temporaryDirectory()
  const host = loopback(family)
  const port = await freePort(host)
  const file = join(directory.path, 'configuration.toml')
  const address = family === 4 ? `${host}:${port}` : `[${host}]:${port}`
  writeFileSync(
    file,
    `socket_workers = ${workers}\n[network]\naddress = "${address}"\n[protocol]\nmax_response_peers = 200\n`,
  )
  const server = new ServerProcess([binary, '-c', file], cores.server)
  await untilUdpAnswers(host, port)
  return {
    name: aquatic.name,
    pid: server.pid,
    host,
    udpPort: port,
    httpPort: 0,
    connects: true,
    stop: async () => {
      await server.stop()
      directory.remove()
    },
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
