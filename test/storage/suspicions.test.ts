/**
 * What staff look at who ask whether somebody cheats, on both engines: how it comes from announces into the database, is
 * listed, forgotten, and taken away with the member; and which torrents do not balance.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import type { AccountingFlush, SuspicionSum } from '#index/accounting/accounting-repository'
import { computeSuspicions } from '#index/accounting/compute-suspicions'
import { suspicionExport } from '#index/accounting/suspicion-export'
import { createSuspicions } from '#index/accounting/suspicions'
import type { Database } from '#index/storage/database'
import { type Catalogue, fillCatalogue } from '../accounting/catalogue.ts'
import { TrackerRun } from '../accounting/tracker-run.ts'
import { engines, runStatements, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases
const start = 1_800_000_000

describe.for(engines)('on %s', (engine) => {
  let database: Database
  let catalogue: Catalogue
  let execute: (statements: string) => Promise<void>
  let sequence = 0
  beforeEach(async () => {
    clock.now = start
    const address = await databases.newAddress(engine)
    database = await databases.open(engine, address)
    catalogue = await fillCatalogue(database, address, { members: 4, torrents: 5 })
    execute = (statements) => runStatements(address, statements)
  })
  const member = (index: number): number => catalogue.memberIds[index] ?? 0
  const torrent = (index: number): number => catalogue.torrents[index]?.id ?? 0

  const flush = async (...suspicions: SuspicionSum[]): Promise<void> => {
    const nothing = { marks: [], pairs: [], days: [], completions: [], anonymous: [] }
    const about = { run: 'run', sequence: ++sequence, at: clock.now, pointsPerCompletion: 10 }
    const flushed: AccountingFlush = { ...nothing, ...about, suspicions }
    await database.accounting.flush(flushed)
    // Sent again, it changes nothing.
    await database.accounting.flush(flushed)
  }
  const suspicion = (more: Partial<SuspicionSum> = {}): SuspicionSum => ({
    kind: 'rate',
    memberId: member(2),
    torrentId: torrent(0),
    times: 1,
    bytes: 100,
    worstBytes: 100,
    worstSeconds: 10,
    firstAt: start,
    lastAt: start,
    ...more,
  })
  const compute = (rowsAtOnce = 2): Promise<void> =>
    computeSuspicions({
      repository: database.suspicions,
      keepDays: () => 90,
      clock,
      rest: async () => {},
      rowsAtOnce,
    })(new AbortController().signal)

  test('what is found again is added up, the worst is kept, and lists go from the newest to the oldest', async () => {
    await flush(suspicion(), suspicion({ kind: 'empty', lastAt: start + 7 }))
    await flush(
      suspicion({ times: 2, bytes: 70, worstBytes: 50, worstSeconds: 3, lastAt: start + 5 }),
    )
    const others = [1, 2, 3].map((index) =>
      suspicion({ torrentId: torrent(index), worstBytes: 2 ** 50, lastAt: start + 10 * index }),
    )
    await flush(...others)
    const all = await database.suspicions.list('rate', undefined, 10)
    expect(all.map(({ torrentId }) => torrentId)).toEqual([3, 2, 1, 0].map(torrent))
    expect(all.at(-1)).toMatchObject({
      memberName: 'member2',
      torrent: { name: 'torrent 0', infoHash: new Uint8Array(20).fill(1) },
      times: 3,
      bytes: 170,
      worstBytes: 100,
      worstSeconds: 10,
      firstAt: start,
      lastAt: start + 5,
    })
    const first = await database.suspicions.list('rate', undefined, 3)
    expect(await database.suspicions.list('rate', first.at(-1), 3)).toEqual(all.slice(3))
    expect(await database.suspicions.list('empty', undefined, 3)).toHaveLength(1)
  })

  test('announces of a ledger give rise to them, and are credited all the same', async () => {
    const run = await TrackerRun.start({
      database,
      clock,
      intervalSeconds: 1800,
      minIntervalSeconds: 900,
      ordered: (items) => items,
      bytesPerSecondMax: 1000,
    })
    const report = (uploaded: number, leechers: number, memberId = member(2)): void =>
      run.hear(0, clock.now, {
        torrentId: torrent(0),
        memberId,
        peerId: `-qB5000-abcdefghijk${memberId}`,
        event: 'none',
        uploaded,
        downloaded: 0,
        left: 0,
        leechers,
      })
    clock.now += 1800
    report(0, 1)
    for (const [uploaded, leechers] of [
      [1_800_000, 1],
      [9_000_000, 1],
      [9_000_500, 0],
      [9_000_600, 0],
      [9_000_900, 0],
    ] as const) {
      clock.now += 1800
      report(uploaded, leechers)
      await run.store()
    }
    const [rate, ...moreRates] = await database.suspicions.list('rate', undefined, 10)
    expect(rate).toMatchObject({ times: 1, bytes: 7_200_000, worstSeconds: 1800 })
    // The first upload after the last leecher was seen may have been to that one.
    const [empty, ...moreEmpty] = await database.suspicions.list('empty', undefined, 10)
    expect(empty).toMatchObject({ times: 2, bytes: 400, worstBytes: 300, memberId: member(2) })
    expect([moreRates, moreEmpty]).toEqual([[], []])
    expect(await database.statistics.memberSums(member(2))).toMatchObject({ uploaded: 9_000_900 })
  })

  test('they are forgotten when they are old, and go with their member', async () => {
    const old = start - 91 * 86_400
    const rows = [0, 1, 2, 3, 4].map((index) =>
      suspicion({ torrentId: torrent(index), lastAt: old }),
    )
    await flush(...rows, suspicion({ kind: 'empty' }), suspicion({ memberId: member(3) }))
    await compute()
    expect(await database.suspicions.list('rate', undefined, 10)).toHaveLength(1)
    expect(await database.suspicions.list('empty', undefined, 10)).toHaveLength(1)
    const remains = { name: 'gone', torrentKey: 'gone'.padEnd(16, 'x') }
    await database.members.remove(member(2), remains, ['administrator'])
    expect(await database.suspicions.list('empty', undefined, 10)).toEqual([])
    expect(await database.suspicions.list('rate', undefined, 10)).toHaveLength(1)
  })

  test('a member is given what is kept of them', async () => {
    await flush(suspicion(), suspicion({ torrentId: torrent(1), kind: 'empty', times: 3 }))
    await flush(suspicion({ memberId: member(3) }))
    const rows: object[] = []
    for await (const row of suspicionExport(database.suspicions).rowsOf(member(2))) rows.push(row)
    expect(rows).toMatchObject([
      { torrent_id: torrent(0), kind: 'rate', announces: 1, most_bytes_in_seconds: 10 },
      { torrent_id: torrent(1), kind: 'empty', announces: 3 },
    ])
  })

  test('torrents that do not balance are listed, the worst first, until they do', async () => {
    const size = 1_000_000_000
    const sums = [
      [5 * size, 3 * size, 0],
      [9 * size, size, 2],
      [9 * size, 9 * size, 0],
      [2 * size, size, 0],
      [30 * size, 0, 1],
    ].map(([uploaded, downloaded, anonymous], index) => {
      const values = [torrent(index), uploaded, downloaded, 0, anonymous]
      return `INSERT INTO torrent_totals VALUES (${values.join()})`
    })
    await execute(sums.join(';'))
    await compute()
    const listed = await database.suspicions.unbalanced(undefined, 10)
    expect(listed.map(({ torrentId }) => torrentId)).toEqual([4, 1, 0].map(torrent))
    const last = catalogue.torrents[4]?.sizeBytes ?? 0
    expect(listed[0]).toMatchObject({
      excess: 30 * size - last,
      uploaded: 30 * size,
      anonymousCompletes: 1,
      computedAt: start,
      torrent: { name: 'torrent 4' },
    })
    const [first] = await database.suspicions.unbalanced(undefined, 1)
    expect(await database.suspicions.unbalanced(first, 10)).toEqual(listed.slice(1))
    await execute(`UPDATE torrent_totals SET downloaded = ${40 * size};
      DELETE FROM torrent_totals WHERE torrent_id = ${torrent(4)}`)
    await compute()
    expect(await database.suspicions.unbalanced(undefined, 10)).toEqual([])
  })

  test('a page of those that do not balance leads to the next, however much it is', async () => {
    const most = Number.MAX_SAFE_INTEGER - 2 ** 40
    await execute(
      [0, 1, 2]
        .map(
          (index) =>
            `INSERT INTO torrent_totals VALUES (${torrent(index)}, ${most - index}, 0, 0, 0)`,
        )
        .join(';'),
    )
    await compute()
    const list = createSuspicions({
      repository: database.suspicions,
      torrents: { find: () => Promise.reject(new Error('no torrent is asked for')) },
    })
    const first = await list.unbalanced({ after: undefined, limit: 2 })
    const rest = await list.unbalanced({ after: first.next, limit: 2 })
    const seen = [...first.rows, ...rest.rows].map(({ torrentId }) => torrentId)
    expect(seen).toEqual([0, 1, 2].map(torrent))
  })

  test('members in common are those with most of the torrents', async () => {
    const having = [
      [1, 0],
      [1, 1],
      [1, 2],
      [2, 0],
      [2, 1],
      [3, 2],
      [3, 3],
    ].map(
      ([who = 0, what = 0]) =>
        `INSERT INTO member_torrents VALUES (${member(who)}, ${torrent(what)}, 0, 0, 0, 0, 1, 1,
          ${who === 1 ? 5 : 'NULL'}, '')`,
    )
    await execute(having.join(';'))
    const ids = [0, 1, 2].map(torrent)
    expect(await database.suspicions.commonMembers(ids, 2, 10)).toEqual([
      { memberId: member(1), memberName: 'member1', torrents: 3, completed: 3 },
      { memberId: member(2), memberName: 'member2', torrents: 2, completed: 0 },
    ])
    expect(await database.suspicions.commonMembers(ids, 1, 1)).toHaveLength(1)
    expect(await database.suspicions.commonMembers([], 1, 10)).toEqual([])
  })
})
