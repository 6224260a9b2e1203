/**
 * Kills the server again and again, with no warning, while it imports, counts and flushes. Whatever was answered is in
 * the database afterwards; whatever was stored of counts stays stored, and is stored once; and the database is sound.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
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
      await waitFor(random.below(1500))
      await tracker.kill()
      await downloading
      const { status } = await run.end
      expect(status, `${about}: the import was cut short: ${run.stdout}`).toBe(1)
      position = continuation(run.stderr)

      expect(await tracker.operator.good('db', 'check'), about).toBe('the database is good\n')
      const [numbers] = await tracker.operator.json('stats')
      const live = numberAt(numbers, 'torrents', 'live')
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

/** Downloads of the counted torrents that the database knows of. */
async function completedOf(tracker: RegisteredTracker): Promise<number> {
  const words = ['torrent', 'list', '--order', 'completed', '--limit', `${countedTorrents}`]
  const torrents = await tracker.operator.json(...words)
  return sumOf(torrents)
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
