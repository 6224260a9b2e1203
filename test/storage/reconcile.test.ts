/** What reconciling finds on both engines: each number that is shown and is not what its details make it. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { AccountingFlush, PairCredit } from '#index/accounting/accounting-repository'
import { createReconcile } from '#index/accounting/reconcile'
import type { Database } from '#index/storage/database'
import { fillCatalogue } from '../accounting/catalogue.ts'
import { type Address, engines, runStatements, useDatabases } from './databases.ts'
import { creditOf, day, emptyFlush, noon, pairCredit } from './sample-flushes.ts'

const databases = useDatabases()
const peer = '00112233445566778899aabbccddeeff'

describe.for(engines)('on %s', (engine) => {
  let address: Address
  let database: Database
  let [owner, uploader, member, torrentId, sequence] = [0, 0, 0, 0, 0]
  beforeEach(async () => {
    address = await databases.newAddress(engine)
    database = await databases.open(engine, address)
    const catalogue = await fillCatalogue(database, address, { members: 3, torrents: 4 })
    ;[owner = 0, uploader = 0, member = 0] = catalogue.memberIds
    torrentId = catalogue.torrents.find(({ uploaderId }) => uploaderId === uploader)?.id ?? 0
  })

  const flush = async (more: Partial<AccountingFlush>): Promise<void> =>
    await database.accounting.flush({ ...emptyFlush, sequence: ++sequence, ...more })
  const pair = (more: Partial<PairCredit> = {}): PairCredit =>
    pairCredit({ memberId: member, torrentId, ...more })
  const credit = (more: Partial<PairCredit>) => creditOf(pair(more))
  const completion = { isInferred: false, at: noon }
  const reconciled = async () => await createReconcile({ repository: database.statistics }).run()

  test('sums end where numbers do', async () => {
    const much = { uploaded: Number.MAX_SAFE_INTEGER - 5, downloaded: 1 }
    await flush(credit(much))
    await flush(credit(much))
    const sums = { uploaded: Number.MAX_SAFE_INTEGER, downloaded: 2 }
    expect(await database.statistics.memberSums(member)).toMatchObject(sums)
    expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject(sums)
    expect(await reconciled()).toMatchObject({ differing: 0 })
  })

  test('a sum that somebody has changed is found, and told apart', async () => {
    await flush({
      ...credit({ uploaded: 10 }),
      completions: [{ ...completion, memberId: member, torrentId }],
    })
    await runStatements(
      address,
      `UPDATE member_totals SET uploaded = 11 WHERE member_id = ${member};
       DELETE FROM completions`,
    )
    const { differing, differences } = await reconciled()
    expect(differing).toBe(differences.length)
    const found = differences.map(({ of, id, sum, stored, recomputed }) =>
      [of, id, sum, stored, recomputed].join(' '),
    )
    // By torrents and by days.
    const wrong = `member ${member} member_totals.uploaded 11 10`
    expect(found.toSorted()).toEqual(
      [
        wrong,
        wrong,
        `member ${uploader} member_totals.torrent_completes 1 0`,
        `member ${owner} member_totals.gallery_completes 1 0`,
        `member ${uploader} member_points.from_torrents 10 0`,
        `member ${owner} member_points.from_galleries 10 0`,
        `torrent ${torrentId} torrent_totals.completes 1 0`,
        `member ${member} member_torrents.completed_at ${noon} 0`,
        `member ${uploader} member_days.day ${day} 0`,
        `member ${owner} member_days.day ${day} 0`,
      ].toSorted(),
    )
  })

  test('what is shown of a torrent, of the end of a download and of days is compared as well', async () => {
    await flush({
      ...credit({ uploaded: 10 }),
      completions: [{ ...completion, memberId: member, torrentId }],
      anonymous: [{ torrentId, peer, at: noon }],
    })
    await flush({ pairs: [pair({ firstAt: noon - 90_000 })] })
    expect(await reconciled()).toMatchObject({ differing: 0 })
    await runStatements(
      address,
      `UPDATE torrents SET completed = 99 WHERE id = ${torrentId};
       UPDATE member_torrents SET completed_at = NULL;
       UPDATE member_days SET day = day - 1`,
    )
    const found = async () =>
      (await reconciled()).differences
        .map(({ id, sum, stored, recomputed }) => [id, sum, stored, recomputed].join(' '))
        .toSorted()
    const always = [
      `${uploader} member_days.day ${day - 1} ${day}`,
      `${owner} member_days.day ${day - 1} ${day}`,
      `${member} member_torrents.completed_at 0 ${noon}`,
      `${torrentId} torrents.completed 99 2`,
    ]
    // A day of the member's own may be any between the first announce and the last.
    expect(await found()).toEqual(always.toSorted())
    await runStatements(address, `UPDATE member_days SET day = ${day + 1} WHERE uploaded > 0`)
    const beyond = `${member} member_days.day ${day + 1} 0`
    expect(await found()).toEqual([...always, beyond].toSorted())
    await runStatements(address, `UPDATE member_days SET day = ${day - 3} WHERE uploaded > 0`)
    const before = `${member} member_days.day ${day - 3} 0`
    expect(await found()).toEqual([...always, before].toSorted())
  })

  test('sums of torrents that are gone for good are compared too, in parts that miss none', async () => {
    const gone = [2, 999, 1000, 1003]
    const rows = gone.map((id) => `INSERT INTO torrent_totals VALUES (${id}, 0, ${id}, 0, 0)`)
    await runStatements(address, rows.join(';'))
    const found: number[] = []
    let [compared, after] = [0, 0 as number | undefined]
    while (after !== undefined) {
      const page = await database.statistics.torrentDifferences(after, 3)
      found.push(...page.differences.map(({ id }) => id))
      compared += page.compared
      after = page.next
    }
    expect(found).toEqual(gone)
    // Four torrents that are there, of which one has a row of sums, and three others; five sums each.
    expect(compared).toBe(7 * 5)
    expect(await reconciled()).toMatchObject({ differing: 4 })
  })
})
