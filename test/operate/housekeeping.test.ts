/** Housekeeping: what it takes out, what it leaves alone, and how much it dares at once; on both databases. */
import { describe, expect, test } from 'vitest'
import { StorageError } from '#index/storage/storage-error'
import { engines, runStatements, useDatabases } from '../storage/databases.ts'
import { hashOf } from '../storage/sample-torrents.ts'
import { randomHash } from '../support/random-hash.ts'
import { RegisteredTracker } from './registered-tracker.ts'
import { daySeconds, TidyCatalogue } from './tidy-catalogue.ts'

const databases = useDatabases()
const postgres = () => databases.postgres
const run = { isDryRun: false, isForced: false }
const forced = { isDryRun: false, isForced: true }

describe.for(engines)('housekeeping on %s', (engine) => {
  test('takes out what nobody announced for a week, and leaves the rest alone', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('idle', 'announced', 'pinned', 'banned')
    await catalogue.torrents.pin(hashOf('pinned'), true, 'test')
    await catalogue.torrents.ban(hashOf('banned'), { reason: 'x', isPublic: true }, 'test')
    await catalogue.passUpTime(7 * daySeconds - 1)
    expect(await catalogue.housekeeping.run(forced)).toMatchObject({ removed: 0, forgotten: 0 })
    await catalogue.announce('announced')
    await catalogue.add('new')
    await catalogue.passUpTime(1)
    catalogue.told.length = 0
    const report = await catalogue.housekeeping.run(forced)
    expect(report).toMatchObject({ removed: 1, isCapped: false, forgotten: 0 })
    expect(report.examples.map(({ name }) => name)).toEqual(['idle'])
    expect(catalogue.told).toEqual(['idle removed'])
    expect(await catalogue.names('live')).toEqual(['announced', 'new', 'pinned'])
    expect(await catalogue.names('banned')).toEqual(['banned'])
    const idle = await catalogue.torrents.find(hashOf('idle'))
    expect(idle.removal).toMatchObject({ by: 'housekeeping', reason: 'not announced for 7 days' })
  })

  test('does not count the time in which the tracker was down', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('a', 'b')
    await catalogue.passUpTime(daySeconds)
    catalogue.passDownTime(1000 * daySeconds)
    expect(await catalogue.housekeeping.run(forced)).toMatchObject({ removed: 0 })
    await catalogue.passUpTime(6 * daySeconds)
    expect(await catalogue.housekeeping.run(forced)).toMatchObject({ removed: 2 })
  })

  test('asks first what the tracker saw last', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('idle', 'just announced')
    await catalogue.passUpTime(8 * daySeconds)
    await catalogue.announce('just announced')
    await catalogue.housekeeping.run(forced)
    expect(await catalogue.names('removed')).toEqual(['idle'])
  })

  test('takes out a twentieth at a time, the longest idle first, unless it is forced', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    const names = Array.from({ length: 45 }, (_, index) => `t${String(index).padStart(2, '0')}`)
    for (const name of names) {
      await catalogue.add(name)
      await catalogue.passUpTime(60)
    }
    await catalogue.passUpTime(8 * daySeconds)
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 2, isCapped: true })
    expect(await catalogue.names('removed')).toEqual(['t00', 't01'])
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 2, isCapped: true })
    expect(await catalogue.names('removed')).toEqual(['t00', 't01', 't02', 't03'])
    expect(await catalogue.housekeeping.run(forced)).toMatchObject({ removed: 41, isCapped: false })
  })

  test('takes out one at least, or a small catalogue would keep all', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('a', 'b')
    await catalogue.passUpTime(8 * daySeconds)
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 1, isCapped: true })
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 1, isCapped: false })
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 0, isCapped: false })
  })

  test('can be rehearsed: it tells what it would do, and does nothing', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('long gone', 'gone')
    await catalogue.torrents.remove(hashOf('long gone'), '', 'test')
    await catalogue.passUpTime(31 * daySeconds)
    catalogue.told.length = 0
    const rehearsal = await catalogue.housekeeping.run({ ...run, isDryRun: true })
    expect(rehearsal).toMatchObject({ isDryRun: true, removed: 1, forgotten: 1, isCapped: false })
    expect(rehearsal.examples.map(({ name }) => name)).toEqual(['gone'])
    expect(catalogue.told).toEqual([])
    expect(await catalogue.names('live')).toEqual(['gone'])
    expect(await catalogue.names('removed')).toEqual(['long gone'])
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 1, forgotten: 1 })
  })

  test('can be undone for 30 days, and what comes back has its week again', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('a')
    await catalogue.passUpTime(8 * daySeconds)
    await catalogue.housekeeping.run(run)
    catalogue.passDownTime(300 * daySeconds)
    await catalogue.passUpTime(30 * daySeconds)
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ forgotten: 0 })
    expect((await catalogue.torrents.restore(hashOf('a'), 'test')).removal).toBeUndefined()
    await catalogue.passUpTime(6 * daySeconds)
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 0 })
    await catalogue.passUpTime(daySeconds)
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 1 })
  })

  test('deletes for good what was removed more than 30 days ago, a twentieth at a time', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    const names = Array.from({ length: 40 }, (_, index) => `t${String(index).padStart(2, '0')}`)
    await catalogue.add(...names)
    for (const name of names.slice(0, 10)) {
      await catalogue.torrents.remove(hashOf(name), '', 'test')
      await catalogue.passUpTime(1)
    }
    for (const { id } of await catalogue.database.torrents.after(0, 99))
      await catalogue.database.torrents.pin([id], true)
    await catalogue.passUpTime(30 * daySeconds)
    expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 0, forgotten: 2 })
    await expect(catalogue.torrents.find(hashOf('t00'))).rejects.toThrow('is not registered')
    expect(await catalogue.housekeeping.run(forced)).toMatchObject({ forgotten: 8 })
    expect(await catalogue.names('live')).toHaveLength(30)
  })

  test('with torrents.idle_days = 0 keeps everything', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    catalogue.idleDays = 0
    await catalogue.add('a')
    await catalogue.passUpTime(1000 * daySeconds)
    expect(await catalogue.housekeeping.run(forced)).toMatchObject({ removed: 0, isCapped: false })
  })

  test('does two runs that come at once one after the other', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('a', 'b', 'c')
    await catalogue.passUpTime(8 * daySeconds)
    const reports = await Promise.all([
      catalogue.housekeeping.run(run),
      catalogue.housekeeping.run(run),
    ])
    expect(reports.map(({ removed }) => removed)).toEqual([1, 1])
    expect(await catalogue.names('live')).toHaveLength(1)
  })

  test('writes down what it removed and deleted', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('a')
    await catalogue.passUpTime(8 * daySeconds)
    await catalogue.housekeeping.run(run)
    await catalogue.passUpTime(31 * daySeconds)
    await catalogue.housekeeping.run(run)
    const entries = (await catalogue.audited()).filter(({ actor }) => actor === 'housekeeping')
    expect(entries).toEqual([
      expect.objectContaining({
        action: 'torrent.remove',
        target: Buffer.from(hashOf('a')).toString('hex'),
        detail: 'not announced for 7 days',
      }),
      expect.objectContaining({ action: 'torrent.forget', detail: '1 torrents' }),
    ])
  })

  test('as a command says what it does, and exits 0 whether there is something to do or not', async () => {
    const tracker = await RegisteredTracker.prepare({ engine, postgres })
    try {
      const { operator } = tracker
      const hash = randomHash().toString('hex')
      await operator.good('torrent', 'add', '--hash', hash, '--name', 'idle')
      const url = tracker.settings['database.url'] ?? ''
      await runStatements(
        { url, dataDirectory: tracker.dataDirectory },
        `UPDATE meta SET value = '700000' WHERE key = 'tracker_up_seconds'`,
      )
      expect(await operator.good('housekeeping', '--dry-run')).toBe(
        `to remove ${hash}  idle\n1 would be removed, 0 would be deleted for good\n`,
      )
      await tracker.start()
      const [report] = await operator.json('housekeeping')
      expect(report).toMatchObject({
        dry_run: false,
        force: false,
        removed: 1,
        capped: false,
        forgotten: 0,
        torrents: [{ info_hash: hash, state: 'removed' }],
      })
      expect(await operator.good('housekeeping')).toBe('0 removed, 0 deleted for good\n')
      expect(await operator.good('torrent', 'restore', hash)).toContain('restored')
    } finally {
      await tracker.remove()
    }
  })
})

test('housekeeping does nothing where it cannot know what was announced last', async () => {
  const catalogue = await TidyCatalogue.open(databases, 'postgres')
  await catalogue.add('a')
  await catalogue.passUpTime(8 * daySeconds)
  await databases.postgres.halt()
  await expect(catalogue.housekeeping.run(run)).rejects.toThrow(StorageError)
  await databases.postgres.resume()
  expect(await catalogue.housekeeping.run(run)).toMatchObject({ removed: 1 })
})
