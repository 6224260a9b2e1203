/** The ledger between journals and database: what it does while the database is away, full memory, and new runs. */
import { beforeEach, describe, expect, test } from 'vitest'
import { marksPerPairMax } from '#base/limits'
import type { Database } from '#index/storage/database'
import type { LedgerLimits } from '#ledger'
import { type Address, engines, runStatements, useDatabases } from '../storage/databases.ts'
import { failureOf } from '../storage/failure-of.ts'
import { type Catalogue, fillCatalogue } from './catalogue.ts'
import { nothingMoved, type Reported, TrackerRun } from './tracker-run.ts'

const databases = useDatabases()
const { clock } = databases
const intervalSeconds = 1800
const minIntervalSeconds = 900

describe.for(engines)('the ledger on %s', (engine) => {
  let address: Address
  let database: Database
  let catalogue: Catalogue
  let [member, torrentId, sizeBytes] = [0, 0, 0]
  beforeEach(async () => {
    clock.now = 1_800_000_000
    address = await databases.newAddress(engine)
    database = await databases.open(engine, address)
    catalogue = await fillCatalogue(database, address, { members: 5, torrents: 6 })
    ;[, , member = 0] = catalogue.memberIds
    const torrent = catalogue.torrents.find(({ uploaderId }) => uploaderId !== member)
    ;({ id: torrentId, sizeBytes } = torrent ?? { id: 0, sizeBytes: 0 })
  })

  const startRun = async (limits: Partial<LedgerLimits> = {}): Promise<TrackerRun> =>
    await TrackerRun.start({
      database,
      clock,
      intervalSeconds,
      minIntervalSeconds,
      ordered: (items) => items,
      limits,
    })
  const report = (more: Partial<Reported> = {}): Reported => ({
    ...nothingMoved,
    torrentId,
    memberId: member,
    left: sizeBytes,
    ...more,
  })
  const sums = async () => await database.statistics.memberSums(member)

  test('stores what announces are worth, and goes on in the next run', async () => {
    let run = await startRun()
    run.hear(0, clock.now, report({ event: 'started' }))
    await run.store()
    clock.now += 1800
    run.hear(1, clock.now, report({ uploaded: 100, downloaded: 50 }))
    await run.store()
    expect(await sums()).toMatchObject({ uploaded: 100, downloaded: 50 })
    run = await startRun()
    expect(run.ledger.state.sessions).toBe(1)
    clock.now += 1800
    run.hear(0, clock.now, report({ uploaded: 130, downloaded: sizeBytes, left: 0 }))
    await run.store()
    expect(await sums()).toMatchObject({ uploaded: 130, downloaded: sizeBytes })
    expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({
      client: 'qBittorrent 5.0.0',
      firstAt: clock.now - 3600,
      lastAt: clock.now,
      completedAt: clock.now,
    })
  })

  test('adds several announces of a member to one flush', async () => {
    const run = await startRun()
    const others = catalogue.torrents.map(({ id }) => id)
    for (const id of others) run.hear(0, clock.now, report({ torrentId: id, event: 'started' }))
    await run.settle()
    for (const round of [1, 2, 3]) {
      clock.now += 1800
      for (const id of others)
        run.hear(round % 2, clock.now, report({ torrentId: id, uploaded: 10 * round }))
      await run.settle()
    }
    await run.store()
    expect(await sums()).toMatchObject({ uploaded: 30 * others.length })
  })

  test('a known session is settled on while the database is away', async () => {
    const run = await startRun()
    run.hear(0, clock.now, report({ event: 'started' }))
    await run.store()
    await databases.close(database)
    for (let uploaded = 1; uploaded <= 50; uploaded++) {
      clock.now += 1800
      run.hear(0, clock.now, report({ uploaded, left: 0 }))
      await run.settle()
      if (uploaded % 10 === 0) expect(await failureOf(run.ledger.flush())).toBeDefined()
    }
    const state = { unflushed: 2, waiting: 0, lost: 0, failures: 5, ageSeconds: 50 * 1800 }
    expect(run.ledger.state).toMatchObject(state)
  })

  test('announces of unknown sessions wait for the database, and are lost beyond a limit', async () => {
    const run = await startRun({ waitingMost: 3 })
    await databases.close(database)
    for (let number = 0; number < 5; number++)
      run.hear(0, clock.now, report({ peerId: `-qB5000-abcdefghijk${number}` }))
    await run.settle()
    expect(run.ledger.state).toMatchObject({ sessions: 0, waiting: 3, lost: 2 })
  })

  test('marks that memory has no room for are read again', async () => {
    const run = await startRun({ sessionsMost: 4, flushSessions: 2 })
    const peers = Array.from({ length: 20 }, (_, index) => `-qB5000-abcdefghij${10 + index}`)
    for (let uploaded = 0; uploaded < 4; uploaded++) {
      for (const peerId of peers) {
        run.hear(0, clock.now, report({ peerId, uploaded }))
        await run.store()
      }
      clock.now += 1800
    }
    expect(run.ledger.state.sessions).toBeLessThanOrEqual(4)
    expect(run.ledger.state.lost).toBe(0)
    expect(await sums()).toMatchObject({ uploaded: 3 * peers.length })
  })

  test('more sessions than memory has room for announce at once', async () => {
    const run = await startRun({ sessionsMost: 4, flushSessions: 2 })
    const peers = Array.from({ length: 20 }, (_, index) => `-qB5000-abcdefghij${10 + index}`)
    for (let uploaded = 0; uploaded < 4; uploaded++) {
      // Some of them are in memory, and would have to leave it for others before they are settled.
      for (const peerId of peers.toReversed().slice(0, 3 * (4 - uploaded)))
        run.hear(0, clock.now, report({ peerId, uploaded }))
      await run.store()
      clock.now += 1800
    }
    expect(run.ledger.state.lost).toBe(0)
    expect(await sums()).toMatchObject({ uploaded: 3 * 3 + 2 * 3 + 3 })
  })

  test('announces of one session that wait are settled in their order', async () => {
    const run = await startRun()
    for (const uploaded of [0, 10, 20, 30]) {
      run.hear(0, clock.now, report({ uploaded }))
      run.ledger.take()
      clock.now += 1800
    }
    await run.store()
    expect(await sums()).toMatchObject({ uploaded: 30 })
  })

  test('a clock that was ahead holds nothing up', async () => {
    const run = await startRun()
    clock.now += 86_400
    run.hear(0, clock.now, report({ event: 'started' }))
    await run.store()
    clock.now -= 86_400
    run.hear(0, clock.now, report({ uploaded: 10 }))
    clock.now += 1800
    run.hear(0, clock.now, report({ uploaded: 20 }))
    await run.store()
    expect(await sums()).toMatchObject({ uploaded: 20 })
  })

  test('downloads without a key count for the torrent alone', async () => {
    const run = await startRun()
    const nobody = report({ memberId: 0, event: 'completed', left: 0 })
    for (const thread of [0, 1, 0]) run.hear(thread, clock.now, nobody)
    await run.store()
    run.hear(0, clock.now, nobody)
    run.hear(0, clock.now, { ...nobody, peerId: '-TR4060-abcdefghijkl' })
    await run.store()
    expect(await database.statistics.torrentSums([torrentId])).toMatchObject([
      { anonymousCompletes: 2, completes: 0, uploaded: 0 },
    ])
    expect((await database.accounting.marksAfter(undefined, 0, 10)).marks).toEqual([])
  })

  test('downloads without a key that wait for the database are told, and lost beyond a limit', async () => {
    const run = await startRun({ anonymousMost: 3, flushSessions: 2 })
    await databases.close(database)
    for (let number = 0; number < 5; number++) {
      const peerId = `-qB5000-abcdefghijk${number}`
      run.hear(0, clock.now, report({ memberId: 0, event: 'completed', left: 0, peerId }))
    }
    await run.settle()
    expect(run.ledger.state).toMatchObject({ unflushed: 3, lost: 2 })
    // A part of them is on its way then.
    expect(await failureOf(run.ledger.flush())).toBeDefined()
    expect(run.ledger.state).toMatchObject({ unflushed: 3, lost: 2 })
  })

  test('of more sessions of a torrent than are remembered each goes on, and none is credited twice', async () => {
    const peers = Array.from(
      { length: marksPerPairMax + 20 },
      (_, index) => `-qB5000-abcdefghi${100 + index}`,
    )
    let run = await startRun({ flushSessions: 30 })
    const announce = async (uploaded: number): Promise<void> => {
      for (const peerId of peers) run.hear(0, clock.now++, report({ peerId, uploaded }))
      await run.store()
      clock.now += 1800
    }
    await announce(0)
    await announce(10)
    // What the database has dropped is in memory.
    await announce(20)
    expect(await sums()).toMatchObject({ uploaded: 20 * peers.length })
    expect((await database.accounting.marksAfter(undefined, 0, 1000)).marks).toHaveLength(
      marksPerPairMax,
    )
    run = await startRun()
    // Those that are not remembered begin, and are credited with the announce after it.
    await announce(30)
    expect(await sums()).toMatchObject({ uploaded: 20 * peers.length + 10 * marksPerPairMax })
    await announce(40)
    expect(await sums()).toMatchObject({ uploaded: 30 * peers.length + 10 * marksPerPairMax })
  })

  test('a completion pays what is in force, and a reload changes what later ones pay', async () => {
    let pointsPerCompletion = 10
    const run = await TrackerRun.start({
      database,
      clock,
      intervalSeconds,
      minIntervalSeconds,
      ordered: (items) => items,
      pointsPerCompletion: () => pointsPerCompletion,
    })
    const complete = async (memberId: number): Promise<void> => {
      const peerId = `-qB5000-abcdefghijk${memberId}`
      run.hear(0, clock.now, report({ memberId, peerId, event: 'started' }))
      const downloaded = { event: 'completed', downloaded: sizeBytes, left: 0 } as const
      run.hear(0, clock.now + 60, report({ memberId, peerId, ...downloaded }))
      await run.store()
    }
    const { uploaderId = 0 } = catalogue.torrents.find(({ id }) => id === torrentId) ?? {}
    const others = catalogue.memberIds.filter((id) => id !== uploaderId && id !== catalogue.ownerId)
    await complete(others[0] ?? 0)
    pointsPerCompletion = 3
    await complete(others[1] ?? 0)
    for (const id of [uploaderId, catalogue.ownerId])
      expect(await database.points.balanceOf(id)).toMatchObject({ balance: 13 })
  })

  test('a torrent that is somebody else’s now is completed by whoever had uploaded it', async () => {
    const run = await startRun()
    run.hear(0, clock.now, report({ event: 'started' }))
    await run.store()
    const owned = (uploaderId: number) =>
      runStatements(
        address,
        `UPDATE torrents SET uploader_id = ${uploaderId} WHERE id = ${torrentId}`,
      )
    await owned(member)
    run.ledger.forgetTorrents([torrentId])
    run.hear(0, ++clock.now, report({ downloaded: 1 }))
    await run.store()
    const { ownerId } = catalogue
    await owned(ownerId)
    run.ledger.forgetTorrents([torrentId])
    run.hear(0, ++clock.now, report({ event: 'completed', downloaded: sizeBytes, left: 0 }))
    await run.store()
    expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({
      completedAt: clock.now,
    })
    expect(await database.points.balanceOf(ownerId)).toMatchObject({ balance: 20 })
  })

  test('sessions that nobody has heard of for weeks are forgotten', async () => {
    const run = await startRun()
    run.hear(0, clock.now, report())
    await run.store()
    clock.now += 22 * 86_400
    run.hear(0, clock.now, report({ peerId: '-TR4060-abcdefghijkl' }))
    await run.store()
    await run.ledger.forget()
    expect((await database.accounting.marksAfter(undefined, 0, 10)).marks).toHaveLength(1)
  })
})
