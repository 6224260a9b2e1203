/** What a database promises of reports, on both engines. */
import { describe, expect, test } from 'vitest'
import type { NewReport, ReportTarget } from '#index/moderation/report'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from './databases.ts'

const databases = useDatabases()

const now = 1_800_000_000
const gallery: ReportTarget = { kind: 'gallery', id: 7 }
const rule = { since: now - 100, limit: 3 }

const names = ['alice', 'bob', 'keeper'] as const
const [alice, bob, keeper] = [1, 2, 3] as const

async function withMembers(database: Database): Promise<Database> {
  for (const name of names)
    await database.members.add({
      name,
      nameKey: name,
      role: 'member',
      torrentKey: name.padEnd(16, 'k'),
      passwordHash: undefined,
      createdAt: now,
    })
  return database
}

function reportOf(reporterId: number, facts: Partial<NewReport> = {}): NewReport {
  return { target: gallery, reporterId, reason: 'spam', text: '', createdAt: now, ...facts }
}

const removal = {
  state: 'accepted',
  act: 'expunge',
  verdict: 'Spam',
  byId: keeper,
  at: now,
} as const

describe.for(engines)('reports on %s', (engine) => {
  const open = async () => (await withMembers(await databases.open(engine))).reports

  test('come back as they went in, the oldest first', async () => {
    const reports = await open()
    const first = await reports.add(reportOf(bob, { text: 'Look:\nсмотри 見て' }), rule)
    const second = await reports.add(reportOf(alice, { target: { kind: 'torrent', id: 7 } }), rule)
    expect(first).toStrictEqual({
      id: 1,
      target: gallery,
      reporter: { id: bob, name: 'bob' },
      reason: 'spam',
      text: 'Look:\nсмотри 見て',
      createdAt: now,
      state: 'open',
      handling: undefined,
    })
    expect(await reports.open(0, 10)).toEqual([first, second])
    expect(await reports.open(1, 10)).toEqual([second])
    expect(await reports.openTotal()).toBe(2)
    expect(await reports.findOpen(gallery, bob)).toEqual(first)
    expect(await reports.findOpen(gallery, alice)).toBeUndefined()
    expect(await reports.madeBy(alice, 0, 10)).toEqual([second])
    expect(await reports.handled(10)).toEqual([])
  })

  test('are one of a member and target, and a few in a time, however many come at once', async () => {
    const reports = await open()
    const same = await Promise.all(
      Array.from({ length: 5 }, () => reports.add(reportOf(alice), rule)),
    )
    expect(same.filter((outcome) => outcome === 'exists')).toHaveLength(4)
    const others = await Promise.all(
      [11, 12, 13, 14].map((id) =>
        reports.add(reportOf(alice, { target: { kind: 'member', id } }), rule),
      ),
    )
    expect(others.filter((outcome) => outcome === 'too_many')).toHaveLength(2)
    expect(await reports.add(reportOf(bob), rule)).toMatchObject({ reporter: { name: 'bob' } })
    const later = { since: now + 1, limit: 3 }
    const target = { kind: 'member', id: 99 } as const
    expect(await reports.add(reportOf(alice, { target }), later)).toMatchObject({ target })
  })

  test('of one target are accepted together, and rejected each by itself', async () => {
    const reports = await open()
    for (const reporter of [alice, bob]) await reports.add(reportOf(reporter), rule)
    await reports.add(reportOf(alice, { target: { kind: 'torrent', id: 7 } }), rule)
    const reject = { ...removal, state: 'rejected', act: 'reject' } as const
    expect(await reports.handle(3, reject)).toMatchObject([{ id: 3, state: 'rejected' }])
    const by = { id: keeper, name: 'keeper' }
    const handling = {
      act: 'expunge',
      verdict: 'Spam',
      by,
      at: now,
      before: undefined,
      withId: 2,
    }
    expect(await reports.handle(2, removal)).toMatchObject([
      { id: 1, state: 'accepted', handling },
      { id: 2, state: 'accepted', handling },
    ])
    expect(await reports.handle(1, removal)).toEqual([])
    expect(await reports.handle(9, removal)).toEqual([])
    expect(await reports.openTotal()).toBe(0)
    expect((await reports.handled(2)).map(({ id }) => id)).toEqual([3, 2])
  })

  test('are open again together, but for whoever has reported it once more', async () => {
    const reports = await open()
    for (const reporter of [alice, bob]) await reports.add(reportOf(reporter), rule)
    await reports.handle(1, removal)
    const again = await reports.add(reportOf(alice), rule)
    expect(await reports.reopen(2)).toMatchObject([{ id: 2, state: 'open', handling: undefined }])
    expect(await reports.reopen(2)).toEqual([])
    expect(await reports.open(0, 10)).toEqual([await reports.find(2), again])
    expect(await reports.find(1)).toMatchObject({ state: 'accepted' })
  })

  test('say when something was done, and what was there before, until they are open again', async () => {
    const reports = await open()
    for (const reporter of [alice, bob]) await reports.add(reportOf(reporter), rule)
    const before = {
      kind: 'expunged',
      reason: 'mine\u0000',
      at: now - 9,
      purgedAt: now - 5,
    } as const
    await reports.handle(1, { ...removal, before })
    await reports.setHandledAt(1, now + 1)
    const told = { ...before, reason: 'mine\uFFFD' }
    for (const id of [1, 2])
      expect(await reports.find(id)).toMatchObject({ handling: { at: now + 1, before: told } })
    await reports.reopen(2)
    await reports.handle(2, removal)
    expect(await reports.find(1)).toMatchObject({ handling: { at: now, before: undefined } })
  })

  test('keep nothing that somebody wrote who has deleted the account', async () => {
    const database = await withMembers(await databases.open(engine))
    await database.reports.add(reportOf(bob, { text: 'my own words' }), rule)
    const remains = { name: 'deleted member 2', torrentKey: 'x'.repeat(16) }
    await database.members.remove(bob, remains, ['administrator'])
    expect(await database.reports.open(0, 10)).toMatchObject([
      { reporter: { name: 'deleted member 2' }, text: '', reason: 'spam' },
    ])
  })
})
