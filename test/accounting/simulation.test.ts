/**
 * Whatever clients and crashes do, what is credited is what clients have moved: never more, and less by what a crash or
 * the network has swallowed for good and nothing else. The same in a larger size is measured by `npm run bench`.
 */
import { describe, expect, test } from 'vitest'
import { engines, useDatabases } from '../storage/databases.ts'
import { fillCatalogue } from './catalogue.ts'
import { simulate } from './simulation.ts'
import { reportOf } from './simulation-report.ts'

const databases = useDatabases()

describe.for(engines)('on %s', (engine) => {
  test('a week of a swarm, with crashes', { timeout: 120_000 }, async () => {
    const seed = Date.now() % 1_000_000
    const address = await databases.newAddress(engine)
    let database = await databases.open(engine, address)
    const catalogue = await fillCatalogue(database, address, { members: 12, torrents: 9 })
    const { swarm, announces, crashes, lost } = await simulate({
      catalogue,
      seed,
      clock: databases.clock,
      clients: 40,
      days: 7,
      announcesPerCrash: 250,
      ticksPerStore: 40,
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
    const report = await reportOf(database, swarm, catalogue, databases.clock.now)
    expect(report.differences, story).toEqual([])
    expect(report.completions, story).toBeGreaterThan(0)
    expect(report.reconciled, story).toBeGreaterThan(0)
    // It would mean nothing if hardly anything had to be credited.
    expect(report.certain / report.moved, story).toBeGreaterThan(0.7)
    expect(report.credited / report.moved, story).toBeGreaterThan(0.8)
    // Of what lies between the first and the last announce that were heard, hardly anything is lost.
    expect(report.seeded / report.seeding, story).toBeGreaterThan(0.8)
  })
})
