/**
 * Kills the server again and again, with no warning, while it imports, counts and flushes. Whatever was answered is in
 * the database afterwards; whatever was stored of counts stays stored, and is stored once; and the database is sound.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { openDatabase } from '#index/storage/open-database'
import { type Address, readRows } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { freshDirectory } from '../support/waggle.ts'
import { atControlSocket } from './api-caller.ts'
import { Completions } from './completions.ts'
import { listAt, numberAt } from './json.ts'
import { RegisteredTracker } from './registered-tracker.ts'
import { continuation, hashTexts, listFile } from './torrent-list.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

/** Torrents whose downloads are counted, and those that are imported meanwhile. */
const countedTorrents = 20
const importedTorrents = 400_000

const setups = [
  ['sqlite', 12],
  ['postgres', 8],
] as const

describe.for(setups)('on %s', ([engine, kills]) => {
  test(`${kills} kills in the middle of imports and flushes`, async () => {
    const seed = Date.now()
    const random = seededRandom(seed)
    const file = join(files, `${engine}.jsonl`)
    listFile(file, 1_000_000, importedTorrents)
    const tracker = await RegisteredTracker.prepare({ engine, postgres })
    const hashes = hashTexts(0, countedTorrents)
    const completions = new Completions(hashes.map((hash) => Buffer.from(hash, 'hex')))
    const torrents = hashes.map((hash) => ({ info_hash: hash, name: 'counted' }))
    let position = 0
    for (let kill = 1; kill <= kills; kill++) {
      const about = `kill ${kill} of seed ${seed}`
      await tracker.start()
      const api = atControlSocket(tracker)
      await api('/torrents/bulk', { method: 'POST', body: { torrents } })
      const begun = await completedOf(tracker)
      const before = completions.confirmed
      await completions.downloadEach(tracker.waggle)
      const stored = begun + completions.confirmed - before
      await untilStored(tracker, stored)

      const words = ['torrent', 'import', file, '--continue', `${position}`]
      const run = tracker.operator.start(...words)
      const downloading = completions.downloadUntilGone(tracker.waggle)
      await untilImporting(tracker)
      await waitFor(random.below(900))
      await tracker.kill()
      await downloading
      const { status } = await run.end
      expect(status, `${about}: the import was cut short: ${run.stdout}`).toBe(1)
      position = continuation(run.stderr)

      expect(await faultsOf(tracker), about).toEqual([])
      const live = await liveIn(tracker)
      expect(live, `${about}: what was answered`).toBeGreaterThanOrEqual(position + countedTorrents)
      // The batch that is stored and the one that is on its way.
      expect(live, about).toBeLessThanOrEqual(position + countedTorrents + 2000)
      const after = await completedOf(tracker)
      expect(after, `${about}: what was stored`).toBeGreaterThanOrEqual(stored)
      expect(after, `${about}: nothing twice`).toBeLessThanOrEqual(
        begun + completions.sent - before,
      )
    }
    expect(position).toBeGreaterThan(0)
    await tracker.remove()
  }, 600_000)
})

function addressOf({ settings, dataDirectory }: RegisteredTracker): Address {
  return { url: settings['database.url'] ?? '', dataDirectory }
}

/** What `waggle db check` would say, in this process. */
async function faultsOf(tracker: RegisteredTracker): Promise<readonly string[]> {
  const database = await openDatabase({ ...addressOf(tracker), clock: systemClock })
  try {
    return await database.check()
  } finally {
    await database.close()
  }
}

async function liveIn(tracker: RegisteredTracker): Promise<number> {
  const query = `SELECT count(*) FROM torrents WHERE state = 'live'`
  return (await readRows(addressOf(tracker), query))[0]?.[0] ?? 0
}

/** Downloads of the counted torrents that the database knows of: no others have any. */
async function completedOf(tracker: RegisteredTracker): Promise<number> {
  const query = 'SELECT coalesce(sum(completed), 0) FROM torrents'
  return (await readRows(addressOf(tracker), query))[0]?.[0] ?? 0
}

function sumOf(torrents: readonly unknown[]): number {
  return torrents.reduce<number>((sum, one) => sum + numberAt(one, 'completed'), 0)
}

/** Waits until a torrent that was not there is: the import is under way. */
async function untilImporting(tracker: RegisteredTracker): Promise<void> {
  const before = await liveOf(tracker)
  while ((await liveOf(tracker)) === before) await waitFor(20)
}

async function liveOf(tracker: RegisteredTracker): Promise<number> {
  const { body } = await atControlSocket(tracker)('/statistics')
  return numberAt(body, 'torrents', 'live')
}

/** Waits for the flush that stores so many downloads; the test's own time-out is the limit. */
async function untilStored(tracker: RegisteredTracker, wanted: number): Promise<void> {
  const api = atControlSocket(tracker)
  for (;;) {
    const query = `order=completed&limit=${countedTorrents}`
    const { body } = await api(`/torrents?${query}`)
    const stored = sumOf(listAt(body, 'torrents'))
    if (stored >= wanted) return
    await waitFor(50)
  }
}
