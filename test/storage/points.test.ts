/** Points on both engines: a completion pays once, whatever comes again, and balances are what their entries add up to. */
import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AccountingFlush, MemberCompletion } from '#index/accounting/accounting-repository'
import { createReconcile } from '#index/accounting/reconcile'
import type { PointEntry } from '#index/points/point-entry'
import { PointError } from '#index/points/point-error'
import { createPoints, type Points } from '#index/points/points'
import { pointsExport } from '#index/points/points-export'
import { connectEngine } from '#index/storage/connect-engine'
import type { Database } from '#index/storage/database'
import { migrate } from '#index/storage/migrations/migrate'
import { migrations } from '#index/storage/migrations/migrations'
import { type Catalogue, fillCatalogue } from '../accounting/catalogue.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { type Address, engines, runStatements, useDatabases } from './databases.ts'
import { emptyFlush, noon } from './sample-flushes.ts'

const databases = useDatabases()
const { clock } = databases

describe.for(engines)('on %s', (engine) => {
  type World = {
    readonly address: Address
    readonly catalogue: Catalogue
    readonly database: Database
    readonly points: Points
    readonly flush: (more: Partial<AccountingFlush>) => Promise<void>
  }

  const openWorld = async (counts = { members: 4, torrents: 3 }): Promise<World> => {
    const address = await databases.newAddress(engine)
    const database = await databases.open(engine, address)
    const catalogue = await fillCatalogue(database, address, counts)
    let sequence = 0
    const flush = async (more: Partial<AccountingFlush>): Promise<void> =>
      await database.accounting.flush({ ...emptyFlush, sequence: ++sequence, ...more })
    return { address, catalogue, database, points: pointsOf(database), flush }
  }
  test('a completion pays the uploader and the owner what it pays at the time, and who is both twice', async () => {
    const { address, catalogue, database, points, flush } = await openWorld()
    const [owner = 0, uploader = 0, member = 0, other = 0] = catalogue.memberIds
    const [first, second, third] = catalogue.torrents.map(({ id }) => id) as [
      number,
      number,
      number,
    ]
    await runStatements(
      address,
      `UPDATE torrents SET uploader_id = ${uploader} WHERE id IN (${first}, ${third});
       UPDATE torrents SET uploader_id = ${owner} WHERE id = ${second}`,
    )
    // The uploader's own, and one without a key, pay nobody; the gallery's owner pays the uploader alone.
    await flush({
      completions: [done(uploader, first), done(owner, third)],
      anonymous: [{ torrentId: first, peer: 'ab'.repeat(16), at: noon }],
    })
    await flush({ completions: [done(member, first), done(member, second)] })
    await flush({ completions: [done(other, first)], pointsPerCompletion: 3 })
    await flush({ completions: [done(other, second)], pointsPerCompletion: 0 })
    const entriesOf = async (id: number): Promise<readonly PointEntry[]> =>
      (await points.entriesOf(id, { before: undefined, limit: 10 })).entries
    expect(lines(await entriesOf(uploader))).toEqual([
      'torrent 3 torrent 0',
      'torrent 10 torrent 0',
      'torrent 10 torrent 2',
    ])
    expect(lines(await entriesOf(owner)).toSorted()).toEqual([
      'gallery 10 torrent 0',
      'gallery 10 torrent 1',
      'gallery 3 torrent 0',
      'torrent 10 torrent 1',
    ])
    expect(await entriesOf(member)).toEqual([])
    expect(await points.balanceOf(uploader)).toEqual({
      balance: 23,
      fromTorrents: 23,
      fromGalleries: 0,
    })
    expect(await points.balanceOf(owner)).toEqual({
      balance: 33,
      fromTorrents: 10,
      fromGalleries: 23,
    })
    const page = await points.entriesOf(owner, { before: undefined, limit: 3 })
    const rest = await points.entriesOf(owner, { before: page.next, limit: 3 })
    expect([...page.entries, ...rest.entries]).toEqual(await entriesOf(owner))
    expect(rest.next).toBeUndefined()
    expect(await differing(database)).toBe(0)
  })

  test('no order, repetition or restart pays a completion twice or not at all', async () => {
    const seed = randomInt(2 ** 31)
    const random = seededRandom(seed)
    const { address, catalogue, database: first } = await openWorld({ members: 6, torrents: 5 })
    let database = first
    const paid = new Map<number, number>()
    const completed = new Set<string>()
    const pay = (id: number, amount: number): void =>
      void paid.set(id, (paid.get(id) ?? 0) + amount)
    const expectPay = ({ memberId, torrentId }: MemberCompletion, amount: number): void => {
      const { uploaderId = 0 } = catalogue.torrents.find(({ id }) => id === torrentId) ?? {}
      const pair = `${memberId}/${torrentId}`
      if (memberId === uploaderId || completed.has(pair)) return
      completed.add(pair)
      pay(uploaderId, amount)
      if (memberId !== catalogue.ownerId) pay(catalogue.ownerId, amount)
    }
    let sequence = 0
    let run = 'run 0'
    for (let step = 0; step < 40; step++) {
      const pairs = new Map<string, MemberCompletion>()
      for (let count = random.below(4); count > 0; count--) {
        const completion = done(
          random.pick(catalogue.memberIds),
          random.pick(catalogue.torrents).id,
        )
        pairs.set(`${completion.memberId}/${completion.torrentId}`, completion)
      }
      const completions = random.shuffled([...pairs.values()])
      const pointsPerCompletion = random.below(20)
      const flush = { ...emptyFlush, run, sequence: ++sequence, completions, pointsPerCompletion }
      for (const completion of completions) expectPay(completion, pointsPerCompletion)
      // Sent again: because the answer was lost, after a restart, and by what never heard of the first.
      for (let times = 1 + random.below(3); times > 0; times--) {
        const isOther = times > 1 && random.below(3) === 0
        await database.accounting.flush(isOther ? { ...flush, run: `other ${step}` } : flush)
        if (random.below(6) !== 0) continue
        await databases.close(database)
        database = await databases.open(engine, address)
      }
      if (random.below(5) === 0) run = `run ${step}`
      if (random.below(6) === 0) {
        const name = `member${random.below(6)}`
        const amount = 1 + random.below(9)
        const grant = { name, amount, reason: 'thanks', key: `grant-${step}` }
        for (let times = 1 + random.below(2); times > 0; times--)
          await pointsOf(database).grant(grant, 'operator')
        pay(catalogue.memberIds[Number(name.slice(6))] ?? 0, amount)
      }
    }
    for (const id of catalogue.memberIds) {
      const { balance } = await database.points.balanceOf(id)
      const entries = await database.points.entries(id, undefined, 1000)
      expect(balance, `seed ${seed}`).toBe(paid.get(id) ?? 0)
      const sum = entries.reduce((total, { amount }) => total + amount, 0)
      expect(sum, `seed ${seed}`).toBe(balance)
    }
    expect(await differing(database)).toBe(0)
  })

  test('the staff gives once for each key, takes no more than there is, and says why', async () => {
    const { catalogue, database, points } = await openWorld()
    const [, , member = 0] = catalogue.memberIds
    const grant = { name: 'Member2', amount: 50, reason: ' for the maps ', key: 'a-key' }
    expect(await points.grant(grant, 'operator')).toMatchObject({ balance: 50, isNew: true })
    expect(await points.grant(grant, 'operator')).toMatchObject({ balance: 50, isNew: false })
    for (const other of [{ name: 'member1' }, { amount: 51 }, { reason: 'for the map' }])
      expect(await codeOf(points.grant({ ...grant, ...other }, 'operator'))).toBe('key_used')
    const take = { name: 'member2', amount: -50, reason: 'a mistake' }
    const taken = await Promise.allSettled(
      Array.from({ length: 4 }, () => points.grant(take, 'member 1')),
    )
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await codeOf(points.grant(take, 'operator'))).toBe('too_few_points')
    expect(await codeOf(points.grant({ ...grant, amount: 0 }, 'operator'))).toBe('invalid_amount')
    expect(await codeOf(points.grant({ ...grant, amount: 0.5 }, 'operator'))).toBe('invalid_amount')
    expect(await codeOf(points.grant({ ...grant, reason: ' ' }, 'operator'))).toBe('invalid_reason')
    expect(await codeOf(points.grant({ ...grant, key: 'a key' }, 'operator'))).toBe('invalid_key')
    const { entries } = await points.entriesOf(member, { before: undefined, limit: 10 })
    expect(lines(entries)).toEqual(['staff -50 a mistake', 'staff 50 for the maps'])
    const log = (await database.audit.latest(10)).map(({ actor, action, target, detail }) =>
      [actor, action, target, detail].join(', '),
    )
    expect(log).toEqual([
      `member 1, points.grant, member ${member}, -50: a mistake`,
      `operator, points.grant, member ${member}, 50: for the maps`,
    ])
    expect(await differing(database)).toBe(0)
  })

  test('what is given is in the audit log, or not given', async () => {
    const { address, catalogue, database, points } = await openWorld()
    const grant = { name: 'member2', amount: 5, reason: 'for the maps', key: 'a-key' }
    await runStatements(address, 'ALTER TABLE audit_log RENAME TO audit_log_away')
    expect(await codeOf(points.grant(grant, 'operator'))).toBeInstanceOf(Error)
    await runStatements(address, 'ALTER TABLE audit_log_away RENAME TO audit_log')
    expect(await database.points.balanceOf(catalogue.memberIds[2] ?? 0)).toMatchObject({
      balance: 0,
    })
    expect(await points.grant(grant, 'operator')).toMatchObject({ balance: 5, isNew: true })
    expect(await database.audit.latest(2)).toMatchObject([{ action: 'points.grant' }])
  })

  test('what somebody has changed is found', async () => {
    const { address, catalogue, database, flush } = await openWorld()
    const [owner = 0, , member = 0] = catalogue.memberIds
    const torrent = catalogue.torrents.find(({ uploaderId }) => uploaderId !== member)
    await flush({ completions: [done(member, torrent?.id ?? 0)] })
    await runStatements(
      address,
      `UPDATE member_points SET balance = 11 WHERE member_id = ${owner};
       UPDATE completions SET points = 9`,
    )
    const { differences } = await createReconcile({ repository: database.statistics }).run()
    const found = differences.map(({ id, sum, stored, recomputed }) =>
      [id, sum, stored, recomputed].join(' '),
    )
    expect(found.toSorted()).toEqual(
      [
        `${owner} member_points.balance 11 10`,
        `${owner} member_points.from_galleries 10 9`,
        `${torrent?.uploaderId} member_points.from_torrents 10 9`,
      ].toSorted(),
    )
  })

  test('completions from before there were points are paid ten each', async () => {
    const address = await databases.newAddress(engine)
    const older = migrations.filter(({ number }) => number < 12)
    const connected = await connectEngine({ ...address, clock }, (reached) =>
      migrate({ engine: reached, clock, migrations: older }),
    )
    await connected.close()
    await runStatements(
      address,
      `INSERT INTO completions (member_id, torrent_id, completed_at, credited_at, is_inferred,
         uploader_id, gallery_owner_id)
       VALUES (3, 1, 5, 6, 0, 1, 2), (4, 1, 5, 6, 0, 1, NULL), (5, 2, 5, 6, 0, 2, 2), (5, 3, 5, 6, 0, NULL, NULL)`,
    )
    const { points } = await databases.open(engine, address)
    expect(await points.balanceOf(1)).toEqual({ balance: 20, fromTorrents: 20, fromGalleries: 0 })
    expect(await points.balanceOf(2)).toEqual({ balance: 30, fromTorrents: 10, fromGalleries: 20 })
    expect(await points.entries(2, undefined, 10)).toMatchObject([
      { kind: 'gallery', amount: 10, at: 6 },
      { kind: 'gallery', amount: 10, at: 6 },
      { kind: 'torrent', amount: 10, at: 6 },
    ])
  })

  test('the export has every entry, and a deleted account keeps amounts without what was said', async () => {
    const { catalogue, database, points, flush } = await openWorld()
    const [, uploader = 0, member = 0] = catalogue.memberIds
    const torrent = catalogue.torrents.find(({ uploaderId }) => uploaderId === uploader)
    await flush({ completions: [done(member, torrent?.id ?? 0)] })
    await points.grant({ name: 'member1', amount: 5, reason: 'for the maps' }, 'operator')
    const exported: object[] = []
    for await (const row of pointsExport(database.points).rowsOf(uploader)) exported.push(row)
    expect(exported).toMatchObject([
      { kind: 'staff', amount: 5, reason: 'for the maps' },
      { kind: 'torrent', amount: 10, torrent: 'torrent 0' },
    ])
    const remains = { name: 'gone', torrentKey: 'k'.repeat(16) }
    await database.members.remove(uploader, remains, ['administrator'])
    const left = await database.points.entries(uploader, undefined, 10)
    expect(left).toMatchObject([{ amount: 5, reason: '' }, { amount: 10 }])
    expect(await differing(database)).toBe(0)
  })
})

function lines(entries: readonly PointEntry[]): string[] {
  return entries.map(({ kind, amount, torrent, reason }) =>
    [kind, amount, torrent?.name ?? reason].join(' '),
  )
}

function pointsOf({ points, members }: Database): Points {
  return createPoints({ repository: points, members, clock })
}

function done(memberId: number, torrentId: number): MemberCompletion {
  return { memberId, torrentId, at: noon, isInferred: false }
}

async function differing({ statistics }: Database): Promise<number> {
  return (await createReconcile({ repository: statistics }).run()).differing
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => 'it succeeded',
    (error: unknown) => (error instanceof PointError ? error.code : error),
  )
}
