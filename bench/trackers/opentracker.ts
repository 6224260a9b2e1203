/**
 * opentracker as Debian packages it: `apt-get install opentracker`. That build answers for the torrents of a
 * whitelist only, so the whitelist is filled with the hashes of the load; looking a hash up in it is part
 * of its work here. It speaks IPv4 only. Its own service need not run.
 */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHashes, hashBytes } from '../load/law.ts'
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

const whitelistName = 'whitelist'

export const opentracker: Tracker = { name: 'opentracker', families: [4], available, start }

async function available(): Promise<Availability> {
  const version = capture('dpkg-query', ['-W', '-f', '${Version}', 'opentracker'])
  return version === undefined
    ? { missing: 'opentracker is not installed (apt-get install opentracker)' }
    : { version: `Debian's ${version}, with a whitelist` }
}

async function start({ family, size, workers }: StartOptions): Promise<RunningTracker> {
  const directory = temporaryDirectory()
  const host = loopback(family)
  const port = await freePort(host)
  chmodSync(directory.path, 0o755)
  writeFileSync(join(directory.path, whitelistName), whitelist(size.torrents))
  const configuration = join(directory.path, 'configuration')
  writeFileSync(configuration, workers > 1 ? `listen.udp.workers ${workers}\n` : '')
  const where = ['-i', host, '-p', String(port), '-P', String(port)]
  const list = ['-d', directory.path, '-w', whitelistName, '-u', 'nobody']
  const command = ['opentracker', '-f', configuration, ...where, ...list]
  const server = new ServerProcess(command, cores.server)
  await untilUdpAnswers(host, port)
  return {
    name: opentracker.name,
    pid: server.pid,
    host,
    udpPort: port,
    httpPort: port,
    connects: true,
    stop: async () => {
      await server.stop('SIGINT')
      directory.remove()
    },
  }
}

function whitelist(torrents: number): string {
  const hashes = Buffer.from(createHashes(torrents).buffer)
  const lines = Array.from({ length: torrents }, (_, index) =>
    hashes.toString('hex', index * hashBytes, (index + 1) * hashBytes),
  )
  return `${lines.join('\n')}\n`
}
