/**
 * Kills the server again and again, with no warning, while members announce to all of its
 * threads. What is credited afterwards is never more than clients have reported, never less than before, and in the end
 * all of it.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { createReconcile } from '#index/accounting/reconcile'
import { openDatabase } from '#index/storage/open-database'
import { RegisteredTracker } from '../operate/registered-tracker.ts'
import { readRows } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts'
import { addressOf, announce, look, type MemberClient, makeClients } from './member-clients.ts'

const postgres = usePostgres()

const setups = [
  ['sqlite', 12],
  ['postgres', 8],
] as const

/** Requests at the same time. */
const lanes = 4
/** Between two of a lane. */
const pauseMs = 4

const settings = {
  mode: 'gallery',
  'tracker.announce_urls': '["http://tracker.example"]',
  'site.enabled': 'false',
}

describe.for(setups)('on %s', ([engine, kills]) => {
  test(`${kills} kills under announces`, { timeout: 600_000 }, async () => {
    const seed = systemClock.nowSeconds()
    const random = seededRandom(seed)
    const tracker = await RegisteredTracker.prepare({ engine, postgres, settings })
    const clients = await makeClients(tracker)
    await tracker.start()
    // A session that is stored once loses nothing in a crash.
    for (const client of clients) await announce(tracker, client, 0)
    await untilStored(tracker, clients.length)
    for (let kill = 1; kill <= kills; kill++) {
      const announcing = announceUntilGone(tracker, clients, random)
      // What is credited is stored every second.
      await waitFor(200 + random.below(1300))
      await tracker.kill()
      await announcing
      await look(tracker, clients, `kill ${kill} of seed ${seed}`)
      await tracker.start()
    }
    // In another second than what came before, and then to the end.
    await waitFor(1100)
    for (const client of clients) await announce(tracker, client, random.below(1_000_000))
    await tracker.stop()
    await look(tracker, clients, `the end of seed ${seed}`)
    for (const { credited, uploaded } of clients)
      expect(credited, `the end of seed ${seed}`).toBe(uploaded)
    const database = await openDatabase({ ...addressOf(tracker), clock: systemClock })
    expect(await createReconcile({ repository: database.statistics }).run()).toMatchObject({
      differences: [],
    })
    await database.close()
    await tracker.remove()
  })
})

/** Waits for the marks of so many sessions. */
async function untilStored(tracker: RegisteredTracker, sessions: number): Promise<void> {
  const query = 'SELECT count(*) FROM announce_marks'
  while ((await readRows(addressOf(tracker), query))[0]?.[0] !== sessions) await waitFor(50)
}

async function announceUntilGone(
  tracker: RegisteredTracker,
  clients: readonly MemberClient[],
  random: SeededRandom,
): Promise<void> {
  const lane = async (first: number): Promise<void> => {
    for (let turn = first; ; turn += lanes) {
      const client = clients[turn % clients.length]
      if (client === undefined) return
      const isGone = await announce(tracker, client, random.below(1_000_000)).then(
        () => false,
        (error: unknown) => isEnd(error),
      )
      if (isGone) return
      await waitFor(pauseMs)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
}

function isEnd(error: unknown): boolean {
  if (error instanceof Error && ('code' in error || /closed|ended|run/.test(error.message)))
    return true
  throw error
}
