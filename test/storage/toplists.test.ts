/** Toplists on both engines: read in small parts, they are what plain sums in memory give. */
import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import type { Scored } from '#index/toplists/best-scores'
import { computeToplists } from '#index/toplists/compute-toplists'
import { type DayRange, dayRanges, type Period, periods } from '#index/toplists/period'
import { type ScoreWeights, scoreOf } from '#index/toplists/score'
import { toplistExport } from '#index/toplists/toplist-export'
import { createToplists } from '#index/toplists/toplists'
import { seededRandom } from '../support/seeded-random.ts'
import { type Address, engines, runStatements, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases
const today = 20_000
const weights: ScoreWeights = {
  completionWeight: 10,
  seedDayWeight: 1,
  ratioExponentPercent: 50,
  ratioMax: 4,
}

type Day = {
  readonly memberId: number
  readonly day: number
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
  readonly torrentCompletes: number
  readonly galleryCompletes: number
}

describe.for(engines)('on %s', (engine) => {
  const open = async (memberCount: number): Promise<[Database, Address]> => {
    const address = await databases.newAddress(engine)
    const database = await databases.open(engine, address)
    for (let id = 1; id <= memberCount; id++)
      await database.members.add({
        name: `member-${id}`,
        nameKey: `member-${id}`,
        role: 'member',
        createdAt: 1,
        torrentKey: `${id}`.padStart(16, 'k'),
        passwordHash: undefined,
      })
    clock.now = today * 86_400 + 3600
    return [database, address]
  }
  test('each list is what the days of its period add up to', async () => {
    const seed = randomInt(2 ** 31)
    const random = seededRandom(seed)
    const [database, address] = await open(12)
    const days: Day[] = []
    for (let memberId = 1; memberId <= 12; memberId++) {
      const ages = new Set(
        Array.from({ length: random.below(9) }, () =>
          random.pick([0, 1, 2, 28, 29, 30, 31, 363, 364, 365, 366, 900]),
        ),
      )
      for (const age of ages)
        days.push({
          memberId,
          day: today - age,
          uploaded: random.below(5),
          downloaded: random.below(3),
          seedSeconds: random.below(4) * 43_200,
          torrentCompletes: random.below(2),
          galleryCompletes: random.below(2),
        })
    }
    await runStatements(address, statements(days))
    // Kept out, and gone: neither is in a list.
    await runStatements(
      address,
      `UPDATE members SET banned_at = 5, ban_reason = '', ban_is_public = 0 WHERE id = 3;
       UPDATE members SET state = 'suspended' WHERE id = 4`,
    )
    const isListed = ({ memberId }: Day): boolean => memberId !== 3 && memberId !== 4
    const expected = expectedLists(days.filter(isListed))
    for (const rowsAtOnce of [1, 5, 1000]) {
      await compute(database, rowsAtOnce)
      for (const period of periods)
        expect(await listed(database, period), `${period}, seed ${seed}`).toEqual(
          expected.get(period),
        )
    }
    const { ranksOf } = createToplists(database.toplists)
    for (let memberId = 1; memberId <= 12; memberId++) {
      const places = periods.map((period) => [period, rankIn(expected.get(period), memberId)])
      const { ranks, computedAt } = await ranksOf(memberId)
      expect(ranks.map(({ period, rank }) => [period, rank])).toEqual(
        places.filter(([, rank]) => rank !== 0),
      )
      expect(computedAt).toBe(clock.now)
    }
  })

  test('a list takes the place of the one before, and whoever is kept out since is missing', async () => {
    const [database, address] = await open(3)
    const { page, ranksOf } = createToplists(database.toplists)
    expect(await page('all', 1)).toEqual({ rows: [], number: 1, pages: 1, computedAt: undefined })
    await runStatements(address, statements([completing(1, 1), completing(2, 2), completing(3, 3)]))
    await compute(database)
    const exported: object[] = []
    for await (const row of toplistExport(database.toplists).rowsOf(3)) exported.push(row)
    expect(exported).toContainEqual({ period: 'all', rank: 1, score: 30 })
    await runStatements(address, `UPDATE members SET state = 'suspended' WHERE id = 2`)
    const shown = async () => (await page('year', 9)).rows.map(({ rank, name }) => [rank, name])
    expect(await shown()).toEqual([
      [1, 'member-3'],
      [3, 'member-1'],
    ])
    await compute(database)
    expect(await shown()).toEqual([
      [1, 'member-3'],
      [2, 'member-1'],
    ])
    const remains = { name: 'gone', torrentKey: 'x'.repeat(16) }
    await database.members.remove(3, remains, ['administrator'])
    expect((await ranksOf(3)).ranks).toEqual([])
    expect(await database.check()).toEqual([])
  })

  test('a thousand of each list are kept, and a page has a hundred', async () => {
    const [database] = await open(1)
    const scores = Array.from({ length: 250 }, (_, index) => ({ memberId: 1, score: 1000 - index }))
    await database.toplists.replace(new Map([['month', scores]]), clock.now)
    const { page } = createToplists(database.toplists)
    const last = await page('month', 3)
    expect(last).toMatchObject({ number: 3, pages: 3, computedAt: clock.now })
    expect(last.rows.map(({ rank }) => rank)).toEqual(
      Array.from({ length: 50 }, (_, index) => 201 + index),
    )
    expect((await page('month', 99)).number).toBe(3)
  })

  test('a stop in the middle leaves the lists as they were', async () => {
    const [database] = await open(1)
    await database.toplists.replace(new Map([['all', [{ memberId: 1, score: 5 }]]]), 7)
    const stopping = new AbortController()
    const options = { repository: database.toplists, weights: () => weights, clock }
    const rest = async (): Promise<void> => stopping.abort()
    await computeToplists({ ...options, rest })(stopping.signal)
    expect(await listed(database, 'all')).toEqual([{ memberId: 1, score: 5 }])
    expect(await database.toplists.computedAt()).toBe(7)
  })
})

async function compute({ toplists }: Database, rowsAtOnce = 5): Promise<void> {
  const options = { repository: toplists, weights: () => weights, clock, rowsAtOnce }
  const run = computeToplists({ ...options, rest: async () => {} })
  await run(new AbortController().signal)
}

async function listed({ toplists }: Database, period: Period): Promise<Scored[]> {
  return (await toplists.list(period, 1, 1000)).map(({ memberId, score }) => ({ memberId, score }))
}

/** A day with completions alone. */
function completing(memberId: number, torrentCompletes: number): Day {
  const nothing = { uploaded: 0, downloaded: 0, seedSeconds: 0 }
  return { memberId, day: today, ...nothing, torrentCompletes, galleryCompletes: 0 }
}

function statements(days: readonly Day[]): string {
  const rows = days.map((one) => `(${Object.values(one).join(', ')})`)
  const sums = 'uploaded, downloaded, seed_seconds, torrent_completes, gallery_completes'
  return `INSERT INTO member_days (member_id, day, ${sums}) VALUES ${rows.join(', ')};
    INSERT INTO member_totals (member_id, ${sums})
    SELECT member_id, sum(uploaded), sum(downloaded), sum(seed_seconds), sum(torrent_completes),
      sum(gallery_completes) FROM member_days GROUP BY member_id`
}

function expectedLists(days: readonly Day[]): ReadonlyMap<Period, readonly Scored[]> {
  const ranges: Readonly<Record<Period, DayRange>> = {
    all: { firstDay: 0, lastDay: today },
    ...dayRanges(today),
  }
  return new Map(periods.map((period) => [period, expectedList(days, ranges[period])]))
}

function expectedList(days: readonly Day[], { firstDay, lastDay }: DayRange): readonly Scored[] {
  const within = days.filter(({ day }) => day >= firstDay && day <= lastDay)
  const ids = [...new Set(within.map(({ memberId }) => memberId))].toSorted((one, two) => one - two)
  const scored = ids.map((memberId) => {
    const own = within.filter((one) => one.memberId === memberId)
    const sum = (read: (one: Day) => number): number =>
      own.reduce((total, one) => total + read(one), 0)
    const sums = {
      completes: sum((one) => one.torrentCompletes + one.galleryCompletes),
      uploadedBytes: sum(({ uploaded }) => uploaded),
      downloadedBytes: sum(({ downloaded }) => downloaded),
      seedSeconds: sum(({ seedSeconds }) => seedSeconds),
    }
    return { memberId, score: scoreOf(sums, weights) }
  })
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((one, two) => two.score - one.score || one.memberId - two.memberId)
}

function rankIn(list: readonly Scored[] | undefined, memberId: number): number {
  return (list?.findIndex((one) => one.memberId === memberId) ?? -1) + 1
}
