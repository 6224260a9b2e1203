/** Clocks that are ahead and are set right, threads that note in the same second, and copies that come late. */
import { beforeEach, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import { useDatabases } from '../storage/databases.ts'
import { type Catalogue, fillCatalogue } from './catalogue.ts'
import { nothingMoved, type Reported, TrackerRun } from './tracker-run.ts'

const databases = useDatabases()
const { clock } = databases
const month = 30 * 86_400

let database: Database
let catalogue: Catalogue
let [member, torrentId, sizeBytes] = [0, 0, 0]
beforeEach(async () => {
  clock.now = 1_800_000_000
  const address = await databases.newAddress('sqlite')
  database = await databases.open('sqlite', address)
  catalogue = await fillCatalogue(database, address, { members: 5, torrents: 6 })
  ;[, , member = 0] = catalogue.memberIds
  const torrent = catalogue.torrents.find(({ uploaderId }) => uploaderId !== member)
  ;({ id: torrentId, sizeBytes } = torrent ?? { id: 0, sizeBytes: 0 })
})

const startRun = (monotonicSeconds = () => clock.now): Promise<TrackerRun> =>
  TrackerRun.start({
    database,
    clock,
    intervalSeconds: 1800,
    minIntervalSeconds: 900,
    ordered: (items) => items,
    monotonicSeconds,
  })
const report = (more: Partial<Reported> = {}): Reported => ({
  ...nothingMoved,
  torrentId,
  memberId: member,
  left: sizeBytes,
  ...more,
})
const remembered = async () => (await database.accounting.marksAfter(undefined, 0, 10)).marks.length
const downloaded = async () => (await database.statistics.memberSums(member))?.downloaded

test('what was noted before the clock was set back holds nothing up', async () => {
  const run = await startRun()
  clock.now += month
  run.hear(0, clock.now, report({ event: 'started' }))
  await run.store()
  // Noted, and not taken yet.
  run.hear(0, clock.now, report({ downloaded: 10 }))
  clock.now -= month
  await run.store()
  clock.now += 1800
  const end = { event: 'completed', downloaded: sizeBytes, left: 0 } as const
  run.hear(0, clock.now, report(end))
  await run.store()
  expect(await downloaded()).toBe(sizeBytes)
  expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({
    completedAt: clock.now,
  })
})

test('nor does what waited for the database then', async () => {
  const run = await startRun()
  clock.now += month
  run.hear(0, clock.now, report({ event: 'started' }))
  run.ledger.take()
  clock.now -= month
  await run.ledger.settled()
  clock.now += 1800
  run.hear(0, clock.now, report({ downloaded: 10 }))
  await run.store()
  expect(await downloaded()).toBe(10)
})

test('a client that was heard by a clock that was ahead is live for as long as any', async () => {
  const run = await startRun()
  clock.now += month
  run.hear(0, clock.now, report({ event: 'started' }))
  await run.settle()
  clock.now -= month
  await run.settle()
  expect(run.live.sessionsOf(member, clock.now)).toMatchObject([{ nextAt: clock.now + 1800 }])
  clock.now += 3660
  await run.settle()
  expect(run.live.sessionsOf(member, clock.now)).toEqual([])
})

test('a clock that is ahead for a moment has nothing forgotten', async () => {
  let monotonic = 100
  const run = await startRun(() => monotonic)
  run.hear(0, clock.now, report())
  await run.store()
  clock.now += month
  monotonic += 60
  await run.ledger.forget()
  expect(await remembered()).toBe(1)
  clock.now -= month
  await run.ledger.forget()
  expect(await remembered()).toBe(1)
  clock.now += month
  monotonic += month
  await run.ledger.forget()
  expect(await remembered()).toBe(0)
})

test('of what threads note in the same second all counts, however busy each is', async () => {
  const run = await startRun()
  for (let number = 10; number < 40; number++)
    run.hear(0, clock.now, report({ peerId: `-qB5000-abcdefghij${number}` }))
  run.hear(1, clock.now, report({ event: 'started' }))
  await run.store()
  clock.now += 10
  run.hear(0, clock.now, report({ downloaded: 5 }))
  await run.settle()
  run.hear(1, clock.now, report({ event: 'completed', downloaded: sizeBytes, left: 0 }))
  await run.store()
  expect(await downloaded()).toBe(sizeBytes)
  expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({
    completedAt: clock.now,
  })
})
