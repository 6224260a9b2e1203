/**
 * Whatever clients and crashes do, what is credited is what clients have moved: never more, and less by what a crash or
 * the network has swallowed for good and nothing else.
 */
import { describe, expect, test } from 'vitest'
import { createReconcile } from '#index/accounting/reconcile'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from '../storage/databases.ts'
import { type Catalogue, fillCatalogue } from './catalogue.ts'
import type { SimulatedSwarm } from './simulated-swarm.ts'
import { simulate } from './simulation.ts'

const databases = useDatabases()

async function expectTrue(database: Database, swarm: SimulatedSwarm): Promise<void> {
  let [moved, credited, certain] = [0, 0, 0]
  let [seeding, seeded] = [0, 0]
  for (const [pair, bounds] of swarm.bounds(databases.clock.now)) {
    const { most, least, mayComplete, mustComplete, seedSeconds, seedErrorSeconds } = bounds
    const [memberId = 0, torrentId = 0] = pair.split('/').map(Number)
    const found = await database.statistics.memberTorrent(memberId, torrentId)
    const {
      uploaded = 0,
      downloaded = 0,
      seedSeconds: seededSeconds = 0,
      completedAt,
    } = found ?? {}
    expect(seededSeconds, `seeding of ${pair}`).toBeLessThanOrEqual(seedSeconds + seedErrorSeconds)
    seeding += seedSeconds
    seeded += seededSeconds
    expect(uploaded, `uploaded of ${pair}`).toBeLessThanOrEqual(most.uploaded)
    expect(downloaded, `downloaded of ${pair}`).toBeLessThanOrEqual(most.downloaded)
    expect(uploaded, `uploaded of ${pair}`).toBeGreaterThanOrEqual(least.uploaded)
    expect(downloaded, `downloaded of ${pair}`).toBeGreaterThanOrEqual(least.downloaded)
    if (completedAt !== undefined) expect(mayComplete, `completion of ${pair}`).toBe(true)
    if (mustComplete) expect(completedAt, `completion of ${pair}`).toBeDefined()
    moved += most.uploaded + most.downloaded
    credited += uploaded + downloaded
    certain += least.uploaded + least.downloaded
  }
  // It would mean nothing if hardly anything had to be credited.
  expect(certain / moved).toBeGreaterThan(0.8)
  expect(credited / moved).toBeGreaterThan(0.8)
  // Of what lies between the first and the last announce that were heard, hardly anything is lost.
  expect(seeded / seeding).toBeGreaterThan(0.8)
}

async function expectReconciled(database: Database): Promise<void> {
  const report = await createReconcile({ repository: database.statistics }).run()
  expect(report).toMatchObject({ differing: 0, differences: [] })
  expect(report.compared).toBeGreaterThan(0)
}

/** What uploaders have is what others have completed of their torrents. */
async function expectCompletes(database: Database, { torrents }: Catalogue): Promise<void> {
  const completions = await database.statistics.completionsAfter(0, 10_000)
  const pairs = completions.map(({ memberId, torrentId }) => `${memberId}/${torrentId}`)
  expect(new Set(pairs).size).toBe(pairs.length)
  expect(pairs.length).toBeGreaterThan(0)
  const uploaders = new Set(torrents.map(({ uploaderId }) => uploaderId))
  for (const uploaderId of uploaders) {
    const own = new Set(torrents.filter((one) => one.uploaderId === uploaderId).map(({ id }) => id))
    const expected = completions.filter(({ torrentId }) => own.has(torrentId)).length
    const sums = await database.statistics.memberSums(uploaderId)
    expect(sums?.torrentCompletes ?? 0).toBe(expected)
  }
}

describe.for(engines)('on %s', (engine) => {
  test('a week of a swarm, with crashes', { timeout: 120_000 }, async () => {
    const seed = Date.now() % 1_000_000
    const address = await databases.newAddress(engine)
    let database = await databases.open(engine, address)
    const catalogue = await fillCatalogue(database, address, { members: 12, torrents: 9 })
    const { swarm, announces, crashes, lost } = await simulate({
      ...catalogue,
      seed,
      clock: databases.clock,
      clients: 40,
      days: 7,
      announcesPerCrash: 250,
      database: async (crash) => {
        if (crash % 20 !== 19) return database
        await databases.close(database)
        database = await databases.open(engine, address)
        return database
      },
    })
    const story = `seed ${seed}: ${announces} announces, ${crashes} crashes`
    expect(crashes, story).toBeGreaterThan(10)
    expect(lost, story).toBe(0)
    try {
      await expectTrue(database, swarm)
      await expectReconciled(database)
      await expectCompletes(database, catalogue)
    } catch (error) {
      throw new Error(`${story}: ${String(error)}`, { cause: error })
    }
  })
})
