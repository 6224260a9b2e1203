/**
 * Waggle in the registered mode: a table of the torrents of the load, from a database that is filled before the server
 * starts. Everything else is as in the open mode, so that what differs is the cost of looking torrents up and counting.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHashes, hashBytes } from '../load/law.ts'
import { temporaryDirectory } from './server-process.ts'
import type { RunningTracker, StartOptions, Tracker } from './tracker.ts'
import { startWaggle, waggle } from './waggle.ts'

export const registeredWaggle: Tracker = {
  name: 'Waggle, registered',
  families: [4, 6],
  available: () => waggle.available(),
  start,
}

const program = join(import.meta.dirname, '../../bin/waggle.js')

async function start(options: StartOptions): Promise<RunningTracker> {
  const directory = temporaryDirectory()
  const settings = {
    mode: 'registered',
    'data.directory': directory.path,
    // As in the open mode, in which the other server runs.
    'tracker.interval_seconds': '1800',
    'tracker.min_interval_seconds': '900',
  }
  const list = join(directory.path, 'torrents.jsonl')
  writeFileSync(list, registrations(options.size.torrents))
  const given = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])
  execFileSync(process.execPath, [program, 'torrent', 'import', list, ...given])
  const server = await startWaggle({ ...options, settings })
  const stop = async (): Promise<void> => {
    await server.stop()
    directory.remove()
  }
  return { ...server, stop }
}

/** One JSON object on each line. */
function registrations(torrents: number): string {
  const hashes = Buffer.from(createHashes(torrents).buffer)
  const lines = Array.from({ length: torrents }, (_, index) => {
    const hash = hashes.toString('hex', index * hashBytes, (index + 1) * hashBytes)
    return `${JSON.stringify({ info_hash: hash, name: `Torrent ${index} of the load` })}\n`
  })
  return lines.join('')
}
