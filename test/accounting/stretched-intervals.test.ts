/**
 * What members are credited while an overloaded tracker tells longer intervals than it is configured to, and when it tells
 * shorter ones again: their clients do as they were told, and lose nothing by it.
 */
import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { openRegion } from '#base/region'
import { loadConfig } from '#config/load'
import type { Database } from '#index/storage/database'
import { JournalKeeper } from '#journal-keeper'
import { OverloadKeeper } from '#overload-keeper'
import { StatisticsKeeper } from '#statistics-keeper'
import { createLog } from '#telemetry/log'
import { JournalWriter } from '#tracker/accounting/journal-writer'
import { Announce } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { settingsOf } from '#tracker-plan'
import { useDatabases } from '../storage/databases.ts'
import { fillCatalogue } from './catalogue.ts'

const databases = useDatabases()
const log = createLog({ level: 'silent' })
const configOf = (intervalSeconds: number) =>
  loadConfig({ overrides: ['mode=gallery', `tracker.interval_seconds=${intervalSeconds}`] })
const config = configOf(1800)

/** The statistics of a tracker with one thread, which is as busy as a test says. */
class Flooded {
  readonly overload: OverloadKeeper
  readonly statistics: StatisticsKeeper
  readonly #writer: JournalWriter
  readonly #request = new Announce()
  #seconds = 0
  #busySeconds = 0

  constructor(database: Database) {
    const journals = new JournalKeeper(1)
    this.#writer = new JournalWriter({ region: openRegion(journals.setup), slot: 0 })
    this.overload = new OverloadKeeper({
      settings: settingsOf(config),
      stretchMax: config.tracker.intervalStretchMax,
      busySeconds: () => [this.#busySeconds],
      monotonicSeconds: () => this.#seconds,
      isPeerTimeoutPossible: () => true,
      holds: [],
      note: () => {},
      apply: () => {},
      log,
    })
    this.statistics = new StatisticsKeeper({
      database,
      journal: journals.reader,
      current: () => config,
      told: () => this.overload.told,
      log,
      onFailure: (error) => {
        throw error
      },
    })
  }

  pass(seconds: number, busyRatio: number): void {
    for (let second = 0; second < seconds; second++) {
      this.#seconds++
      this.#busySeconds += busyRatio
      this.overload.tick()
    }
  }

  /** A member who has everything is heard then. */
  async hear(at: number, memberId: number, torrentId: number, uploaded = 0): Promise<void> {
    const { ledger } = this.statistics
    this.#writer.nowSeconds = at
    Object.assign(this.#request, { uploaded, left: 0 })
    this.#writer.note(this.#request, torrentId, memberId, Failure.none, 1, false)
    this.#writer.publish()
    while (ledger.take());
    await ledger.settled()
  }
}

let database: Database
let flooded: Flooded
let [member, torrentId] = [0, 0]
beforeEach(async () => {
  const address = await databases.newAddress('sqlite')
  database = await databases.open('sqlite', address)
  const { memberIds, torrents } = await fillCatalogue(database, address, {
    members: 2,
    torrents: 1,
  })
  ;[, member = 0] = memberIds
  torrentId = torrents[0]?.id ?? 0
  flooded = new Flooded(database)
  flooded.pass(4000, 1)
})

test('who is told to come back after three times the interval has seeded all the time, and is live until then', async () => {
  const { overload, statistics } = flooded
  expect(overload.told.intervalSeconds).toBe(5400)
  const now = systemClock.nowSeconds()
  await flooded.hear(now - 5400, member, torrentId)
  await flooded.hear(now, member, torrentId)
  expect(statistics.live.sessionsOf(member, now + 5400)).toMatchObject([{ nextAt: now + 5400 }])
  await statistics.end()
  expect(await database.statistics.memberSums(member)).toMatchObject({ seedSeconds: 5400 })
})

test('so has who comes back when the flood is over, or after a reload to a shorter interval', async () => {
  const { overload, statistics } = flooded
  const now = systemClock.nowSeconds()
  await flooded.hear(now - 20_000, member, torrentId)
  flooded.pass(5500, 0.1)
  expect(overload.told.intervalSeconds).toBe(3600)
  overload.configure(settingsOf(configOf(300)), 1)
  expect(overload.told.intervalSeconds).toBe(300)
  await flooded.hear(now - 14_600, member, torrentId)
  // By then everybody is back who was told a longer one.
  flooded.pass(10_000, 0.1)
  await flooded.hear(now - 14_000, member, torrentId)
  await flooded.hear(now - 13_000, member, torrentId)
  await statistics.end()
  expect(await database.statistics.memberSums(member)).toMatchObject({ seedSeconds: 6000 })
})

test('counters that went back are believed after the minimum interval as it is configured', async () => {
  const now = systemClock.nowSeconds()
  const { minIntervalSeconds } = config.tracker
  await flooded.hear(now - 10_000, member, torrentId, 100)
  await flooded.hear(now - 9000, member, torrentId, 50)
  await flooded.hear(now - 9000 + minIntervalSeconds, member, torrentId, 60)
  await flooded.hear(now, member, torrentId, 75)
  await flooded.statistics.end()
  expect(await database.statistics.memberSums(member)).toMatchObject({ uploaded: 15 })
})
