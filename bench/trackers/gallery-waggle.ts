/**
 * Waggle in the gallery mode, with the members, galleries and torrents of the load in its database: announces are those
 * of members, whose statistics are kept. And the open mode beside it, measured in the same way.
 *
 * Counted is the CPU time of the tracker's threads. What is noted there is settled and stored by others, which has
 * a section of its own; so that no journal fills up, a round begins when everything of the one before is stored. Those
 * others would have a core of their own where a tracker has two: here they run when the tracker's thread sleeps.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../../src/index/storage/open-database.ts'
import { createHashes, hashBytes } from '../load/law.ts'
import { galleries, galleryOf, keyOf, members } from '../load/personal-path.ts'
import { taskName } from '../load/server-cpu.ts'
import { temporaryDirectory } from './server-process.ts'
import { siteMetric } from './site-metric.ts'
import type { RunningTracker, StartOptions, Tracker } from './tracker.ts'
import { startWaggle, waggle } from './waggle.ts'

/** The beginning of the names of its threads. */
const threads = 'tracker'
const openedAt = 1_700_000_000

const intervals = {
  'tracker.interval_seconds': '1800',
  'tracker.min_interval_seconds': '900',
}

export const galleryWaggle: Tracker = {
  name: 'Waggle, members',
  families: [4, 6],
  available: () => waggle.available(),
  start,
}

export const openWaggle: Tracker = {
  ...waggle,
  start: async (options) => leaveCore({ ...(await waggle.start(options)), threads }),
}

async function start(options: StartOptions): Promise<RunningTracker> {
  const directory = temporaryDirectory()
  await fillDatabase(directory.path, options.size.torrents)
  const settings = { mode: 'gallery', 'data.directory': directory.path, ...intervals }
  const server = await startWaggle({ ...options, settings })
  return leaveCore({
    ...server,
    isPersonal: true,
    threads,
    rest: () => untilStored(server.site),
    stop: async () => {
      const lost = await siteMetric(server.site, 'waggle_announces_lost_total')
      process.stdout.write(`  ${lost} announces found no room in a journal\n`)
      await server.stop()
      directory.remove()
    },
  })
}

/** All threads but the tracker's give way to it (SCHED_IDLE). */
function leaveCore(server: RunningTracker): RunningTracker {
  for (const task of readdirSync(`/proc/${server.pid}/task`))
    if (!taskName(server.pid, task).startsWith(threads))
      execFileSync('chrt', ['--idle', '--pid', '0', task])
  return server
}

/** Waits until all announces are settled and stored. */
async function untilStored(site: string): Promise<void> {
  const waiting = ['waggle_unflushed_sessions', 'waggle_unsettled_announces']
  for (let restedTimes = 0; restedTimes < 3; ) {
    await delay(300)
    const counts = await Promise.all(waiting.map((name) => siteMetric(site, name)))
    restedTimes = counts.every((count) => count === 0) ? restedTimes + 1 : 0
  }
}

async function fillDatabase(dataDirectory: string, torrents: number): Promise<void> {
  const clock = { nowSeconds: () => openedAt }
  await (await openDatabase({ url: 'sqlite:waggle.db', dataDirectory, clock })).close()
  const file = new DatabaseSync(join(dataDirectory, 'waggle.db'))
  file.exec('BEGIN')
  addMembers(file)
  addGalleries(file)
  addTorrents(file, torrents)
  file.exec('COMMIT')
  file.close()
}

function addMembers(file: DatabaseSync): void {
  const statement = file.prepare(`INSERT INTO members
    (id, name, name_key, role, torrent_key, created_at) VALUES (?, ?, ?, 'uploader', ?, ?)`)
  for (let id = members.first; id < members.first + members.count; id++)
    statement.run(id, `member${id}`, `member${id}`, keyOf(id), openedAt)
}

function addGalleries(file: DatabaseSync): void {
  const statement = file.prepare(`INSERT INTO galleries (id, key, owner_id, title, original_title,
      category, description, announce_id, current_id, posted_at)
    VALUES (?, 'kkkkkkkkkk', ?, ?, '', 'Misc', '', ?, ?, ?)`)
  for (let id = galleries.first; id < galleries.first + galleries.count; id++)
    statement.run(id, members.first, `gallery ${id}`, id, id, openedAt)
}

function addTorrents(file: DatabaseSync, count: number): void {
  const statement = file.prepare(`INSERT INTO torrents (info_hash, name, size_bytes, is_private,
      added_at, active_up_seconds, completed, gallery_id, announce_id, uploader_id, comment, file_bytes)
    VALUES (?, ?, 1000000, 0, ?, 0, 0, ?, ?, ?, '', 500)`)
  const hashes = createHashes(count)
  for (let torrent = 0; torrent < count; torrent++) {
    const hash = hashes.slice(torrent * hashBytes, (torrent + 1) * hashBytes)
    const galleryId = galleryOf(torrent)
    statement.run(hash, `torrent ${torrent}`, openedAt, galleryId, galleryId, members.first)
  }
}
