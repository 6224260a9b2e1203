/** chihaya through the Go module proxy, with its example's memory store; built once, where go is at hand. */
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

const module = 'github.com/chihaya/chihaya/cmd/chihaya@latest'
const cache = join(homedir(), '.cache/waggle-bench/bin')
const binary = join(cache, 'chihaya')
const buildMs = 5 * 60 * 1000

export const chihaya: Tracker = { name: 'chihaya', families: [4, 6], available, start }

async function available(): Promise<Availability> {
  if (existsSync(binary)) return { version: `built from ${module}` }
  if (capture('go', ['version']) === undefined)
    return { missing: 'chihaya: no go to build it with' }
  const { status, stderr } = spawnSync('go', ['install', module], {
    env: { ...process.env, GOBIN: cache },
    timeout: buildMs,
    encoding: 'utf8',
  })
  const why = stderr.trim().split('\n').at(-1)?.trim() ?? ''
  return status === 0
    ? { version: `built from ${module}` }
    : { missing: `chihaya: go install failed (${why})` }
}

async function start({ family }: StartOptions): Promise<RunningTracker> {
  const directory = temporaryDirectory()
  const host = loopback(family)
  const port = await freePort(host)
  const file = join(directory.path, 'configuration.yaml')
  writeFileSync(file, configuration(family === 4 ? `${host}:${port}` : `[${host}]:${port}`))
  const server = new ServerProcess([binary, '--config', file], cores.server)
  await untilUdpAnswers(host, port)
  return {
    name: chihaya.name,
    pid: server.pid,
    host,
    udpPort: port,
    httpPort: 0,
    connects: true,
    stop: async () => {
      await server.stop('SIGINT')
      directory.remove()
    },
  }
}

function configuration(address: string): string {
  return `chihaya:
  announce_interval: 30m
  min_announce_interval: 15m
  metrics_addr: "127.0.0.1:0"
  udp:
    addr: "${address}"
    max_clock_skew: 10s
    private_key: "a key for a benchmark"
    enable_request_timing: false
    allow_ip_spoofing: false
    max_numwant: 200
    default_numwant: 50
    max_scrape_infohashes: 50
  storage:
    name: memory
    config:
      gc_interval: 3m
      peer_lifetime: 31m
      shard_count: 1024
      prometheus_reporting_interval: 1s
`
}
