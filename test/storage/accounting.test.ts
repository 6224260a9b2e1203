/** Marks and credits on both engines: a flush is stored whole and once, sums are what their details add up to. */
import { beforeEach, describe, expect, test } from 'vitest'
import { anonymousCompletionsMax, marksPerPairMax } from '#base/limits'
import type {
  AccountingFlush,
  PairCredit,
  StoredMark,
} from '#index/accounting/accounting-repository'
import { createReconcile } from '#index/accounting/reconcile'
import { createStatistics } from '#index/accounting/statistics'
import type { Database } from '#index/storage/database'
import { copyDatabase } from '#index/storage/operations/copy-database'
import { type Catalogue, fillCatalogue } from '../accounting/catalogue.ts'
import { type Address, engines, readRows, runStatements, useDatabases } from './databases.ts'
import { failureOf } from './failure-of.ts'
import { creditOf, day, emptyFlush, noon, pairCredit } from './sample-flushes.ts'

const databases = useDatabases()
const peer = '00112233445566778899aabbccddeeff'

describe.for(engines)('on %s', (engine) => {
  let address: Address
  let database: Database
  let catalogue: Catalogue
  let [owner, uploader, member, torrentId, sequence] = [0, 0, 0, 0, 0]
  beforeEach(async () => {
    sequence = 0
    address = await databases.newAddress(engine)
    database = await databases.open(engine, address)
    catalogue = await fillCatalogue(database, address, { members: 3, torrents: 4 })
    ;[owner = 0, uploader = 0, member = 0] = catalogue.memberIds
    torrentId = catalogue.torrents.find(({ uploaderId }) => uploaderId === uploader)?.id ?? 0
  })

  const flush = async (more: Partial<AccountingFlush>): Promise<void> =>
    await database.accounting.flush({ ...emptyFlush, sequence: ++sequence, ...more })
  const mark = (more: Partial<StoredMark> = {}): StoredMark => ({
    memberId: member,
    torrentId,
    peer,
    at: noon,
    uploaded: 1,
    downloaded: 2,
    left: 3,
    isActive: true,
    belowSince: 0,
    ...more,
  })
  const pair = (more: Partial<PairCredit> = {}): PairCredit =>
    pairCredit({ memberId: member, torrentId, ...more })
  const credit = (more: Partial<PairCredit>) => creditOf(pair(more))
  const completion = { isInferred: false, at: noon }
  const reconciled = async () => await createReconcile({ repository: database.statistics }).run()

  test('marks are found again as they were, those that were moved as they are', async () => {
    const other = mark({ peer: 'ff'.repeat(16), isActive: false, belowSince: 7, at: noon - 100 })
    const large = mark({
      memberId: uploader,
      uploaded: 2 ** 50,
      downloaded: 2 ** 50,
      left: 2 ** 50,
    })
    await flush({ marks: [mark(), other, large] })
    const moved = mark({ uploaded: 10, left: 0, at: noon + 1 })
    await flush({ marks: [moved] })
    const asked = [mark(), large, mark({ peer: '11'.repeat(16) }), mark({ torrentId: 999 })]
    const { marks } = await database.accounting.known(asked, [])
    expect(marks).toHaveLength(2)
    expect(marks).toEqual(expect.arrayContaining([moved, large]))
    const first = await database.accounting.marksAfter(undefined, noon, 1)
    const rest = await database.accounting.marksAfter(first.marks[0], noon, 10)
    expect([...first.marks, ...rest.marks]).toEqual(
      [moved, large].toSorted((one, two) => one.memberId - two.memberId),
    )
    expect(await database.accounting.forgetMarks(noon, 10)).toBe(1)
    expect((await database.accounting.known([other], [])).marks).toEqual([])
  })

  test('of one member with one torrent the marks that moved last are kept, and no more than a few', async () => {
    const others = [mark({ memberId: uploader, at: noon - 9 }), mark({ torrentId: torrentId + 1 })]
    await flush({ marks: [...others, mark({ peer: peerOf(0), at: noon - 5 })] })
    const many = Array.from({ length: marksPerPairMax + 30 }, (_, index) =>
      mark({ peer: peerOf(index + 1), at: noon + (index % 2) * 100 + index }),
    )
    await flush({ marks: many.slice(0, 40) })
    await flush({ marks: many.slice(40) })
    const { marks } = await database.accounting.marksAfter(undefined, 0, 1000)
    const kept = many.toSorted((one, other) => other.at - one.at).slice(0, marksPerPairMax)
    expect(new Set(marks)).toEqual(new Set([...others, ...kept]))
    const page = await database.memberTraces.page('sessions', member, 0, marksPerPairMax)
    expect(page).toMatchObject({ next: torrentId })
    expect(page.rows).toHaveLength(marksPerPairMax)
    const rest = await database.memberTraces.page('sessions', member, torrentId, 100)
    expect(rest).toMatchObject({ rows: [{ torrent_id: torrentId + 1 }], next: undefined })
  })

  test('what is asked about a torrent is its size and its uploader', async () => {
    const { torrents } = await database.accounting.known([], [torrentId, 999])
    const { sizeBytes } = catalogue.torrents.find(({ id }) => id === torrentId) ?? { sizeBytes: 0 }
    expect(torrents).toEqual([{ torrentId, sizeBytes, uploaderId: uploader }])
  })

  test('credits are added up by torrent, day and member', async () => {
    const later = { firstAt: noon + 60, lastAt: noon + 60, client: 'qBittorrent 5.0.0' }
    await flush(credit({ uploaded: 10, downloaded: 20, seedSeconds: 90, seededUntil: noon }))
    await flush(
      credit({ ...later, uploaded: 1, downloaded: 2, seedSeconds: 30, seededUntil: noon + 60 }),
    )
    await flush({
      days: [],
      pairs: [pair({ lastAt: noon + 61, firstAt: noon + 61, seededUntil: noon + 60 })],
    })
    const sums = { uploaded: 11, downloaded: 22, seedSeconds: 120 }
    expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({
      ...sums,
      name: 'torrent 0',
      firstAt: noon,
      lastAt: noon + 61,
      completedAt: undefined,
      client: 'qBittorrent 5.0.0',
    })
    const noCompletes = { torrentCompletes: 0, galleryCompletes: 0 }
    expect(await database.statistics.memberSums(member)).toEqual({ ...sums, ...noCompletes })
    expect(await database.statistics.memberDays(member, 0)).toEqual([
      { ...sums, ...noCompletes, day },
    ])
    expect(await database.statistics.torrentSums([torrentId])).toMatchObject([
      { torrentId, uploaded: 11, downloaded: 22 },
    ])
    const { pairs } = await database.accounting.known([mark()], [])
    expect(pairs).toMatchObject([{ downloaded: 22, seededUntil: noon + 60, completedAt: 0 }])
    expect(await reconciled()).toMatchObject({ differing: 0 })
  })

  test('a flush that comes again changes nothing, one of another run does', async () => {
    const again = { ...credit({ uploaded: 10 }), sequence: 5 }
    await flush(again)
    await flush(again)
    await flush({ ...again, sequence: 4 })
    expect(await database.statistics.memberSums(member)).toMatchObject({ uploaded: 10 })
    await flush({ ...again, run: 'another' })
    expect(await database.statistics.memberSums(member)).toMatchObject({ uploaded: 20 })
  })

  test('a flush that comes again counts once, however many its run had and another run has begun', async () => {
    for (let number = 1; number <= 100; number++) await flush({})
    const last = { ...credit({ uploaded: 1 }), sequence: 101 }
    await flush(last)
    await flush({ run: 'successor', sequence: 1 })
    await flush(last)
    expect(await database.statistics.memberSums(member)).toMatchObject({ uploaded: 1 })
    const later = Array.from({ length: 100 }, (_, at) => `('later ${at}', 1)`).join()
    await runStatements(address, `INSERT INTO flush_runs (run, sequence) VALUES ${later}`)
    await flush({})
    expect(await readRows(address, 'SELECT count(*) FROM flush_runs')).toEqual([[100]])
  })

  test('a flush that fails has stored nothing of itself', async () => {
    const bad = mark({ uploaded: -1 })
    const flushed = flush({
      ...credit({ uploaded: 10 }),
      marks: [mark({ peer: 'ee'.repeat(16) }), bad],
    })
    expect(await failureOf(flushed)).toBeDefined()
    expect(await database.statistics.memberSums(member)).toBeUndefined()
    expect((await database.accounting.marksAfter(undefined, 0, 10)).marks).toEqual([])
    await flush({ ...credit({ uploaded: 10 }), sequence })
    expect(await database.statistics.memberSums(member)).toMatchObject({ uploaded: 10 })
  })

  test('a completion pays the uploader and the owner of the gallery, once for ever', async () => {
    const completed = { ...completion, memberId: member, torrentId }
    await flush({ pairs: [pair({ downloaded: 5 })], completions: [completed] })
    await flush({ pairs: [pair()], completions: [{ ...completed, at: noon + 60 }] })
    expect(await database.statistics.completionsAfter(0, 10)).toEqual([
      {
        id: expect.any(Number) as number,
        memberId: member,
        torrentId,
        completedAt: noon,
        creditedAt: emptyFlush.at,
        isInferred: false,
        uploaderId: uploader,
        galleryOwnerId: owner,
      },
    ])
    expect(await database.statistics.memberSums(uploader)).toMatchObject({
      torrentCompletes: 1,
      galleryCompletes: 0,
    })
    expect(await database.statistics.memberSums(owner)).toMatchObject({
      torrentCompletes: 0,
      galleryCompletes: 1,
    })
    expect(await database.statistics.memberDays(uploader, day)).toMatchObject([
      { day, torrentCompletes: 1 },
    ])
    expect(await database.statistics.torrentSums([torrentId])).toMatchObject([{ completes: 1 }])
    expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({
      completedAt: noon,
    })
    const { pairs } = await database.accounting.known([mark()], [])
    expect(pairs).toMatchObject([{ completedAt: noon }])
  })

  test('who is uploader and owner has both; nobody has anything of their own downloads', async () => {
    await runStatements(
      address,
      `UPDATE torrents SET uploader_id = ${owner} WHERE id = ${torrentId}`,
    )
    const completions = [uploader, owner].map((memberId) => ({
      ...completion,
      memberId,
      torrentId,
    }))
    await flush({ completions })
    const both = { torrentCompletes: 1, galleryCompletes: 1 }
    expect(await database.statistics.memberSums(owner)).toMatchObject(both)
    expect(await database.statistics.completionsAfter(0, 10)).toHaveLength(1)
    await runStatements(
      address,
      `UPDATE torrents SET uploader_id = ${member} WHERE id = ${torrentId}`,
    )
    await flush({ completions })
    // The owner of the gallery has downloaded it: that pays the uploader alone.
    expect(await database.statistics.memberSums(owner)).toMatchObject(both)
    expect(await database.statistics.memberSums(member)).toMatchObject({ torrentCompletes: 1 })
    expect(await reconciled()).toMatchObject({ differing: 0 })
  })

  test('downloads without a key are counted beside, each client once', async () => {
    const anonymous = { torrentId, peer, at: noon }
    await flush({ anonymous: [anonymous, { ...anonymous, peer: 'aa'.repeat(16) }] })
    await flush({ anonymous: [anonymous] })
    expect(await database.statistics.torrentSums([torrentId])).toMatchObject([
      { completes: 0, anonymousCompletes: 2 },
    ])
    expect(await database.statistics.memberSums(uploader)).toBeUndefined()
    expect(await reconciled()).toMatchObject({ differing: 0 })
  })

  test('downloads without a key are counted up to a limit, and no more of them is kept', async () => {
    const ends = (from: number, until: number) =>
      Array.from({ length: until - from }, (_, index) => ({
        torrentId,
        peer: peerOf(from + index),
        at: noon,
      }))
    const counted = async () =>
      (await database.statistics.torrentSums([torrentId]))[0]?.anonymousCompletes
    await flush({ anonymous: ends(0, anonymousCompletionsMax - 5) })
    // Those that are known take nobody's place.
    await flush({ anonymous: ends(anonymousCompletionsMax - 10, anonymousCompletionsMax - 2) })
    expect(await counted()).toBe(anonymousCompletionsMax - 2)
    const other = { torrentId: torrentId + 1, peer, at: noon }
    await flush({
      anonymous: [...ends(anonymousCompletionsMax - 2, anonymousCompletionsMax + 20), other],
    })
    await flush({ anonymous: ends(anonymousCompletionsMax, anonymousCompletionsMax + 20) })
    expect(await counted()).toBe(anonymousCompletionsMax)
    expect(await database.statistics.torrentSums([torrentId + 1])).toMatchObject([
      { anonymousCompletes: 1 },
    ])
    expect(await reconciled()).toMatchObject({ differing: 0 })
  })

  test('a torrent of a gallery is listed with the completions that count, and by them', async () => {
    const activity = { torrentId, completions: 7, announcedAt: noon, seeders: 3, leechers: 2 }
    await database.torrents.flush({ run: 'r', sequence: 1, upSeconds: 1, activities: [activity] })
    const byCompletions = async (search: string) => {
      const list = { order: 'completed', isDescending: true, after: undefined, limit: 10 } as const
      const filters = { status: 'all', uploaderId: undefined } as const
      const { torrents } = await database.lists.torrents({ search, ...filters, ...list })
      return torrents.map(({ id, completed, seeders }) => [id, completed, seeders])
    }
    expect((await byCompletions('')).map(([, completed]) => completed)).toEqual([0, 0, 0, 0])
    // The uploader's own is none.
    const completionOf = (memberId: number) => ({ ...completion, memberId, torrentId })
    const theirs = [member, owner, uploader].map(completionOf)
    const anonymous = [{ torrentId, peer, at: noon }]
    await flush({ completions: theirs, anonymous })
    await flush({ completions: theirs, anonymous })
    expect((await byCompletions(''))[0]).toEqual([torrentId, 3, 3])
    expect(await byCompletions('downloads>2')).toEqual([[torrentId, 3, 3]])
  })

  test('pages show a member what they did, the last torrent first, and days without anything', async () => {
    const ids = catalogue.torrents.map(({ id }) => id)
    for (const [index, id] of ids.entries())
      await flush(
        credit({
          torrentId: id,
          uploaded: 300,
          downloaded: 100,
          seedSeconds: 90,
          lastAt: noon + (index % 2),
        }),
      )
    databases.clock.now = noon
    const statistics = createStatistics({ repository: database.statistics, clock: databases.clock })
    expect(await statistics.ofMember(member)).toMatchObject({ ratio: 3, seedMinutes: 6 })
    expect(await statistics.ofMember(owner)).toMatchObject({ ratio: undefined, seedMinutes: 0 })
    const first = await statistics.torrentsOf(member, { after: undefined, limit: 3 })
    const second = await statistics.torrentsOf(member, { after: first.next, limit: 3 })
    const [one = 0, two = 0, three = 0, four = 0] = ids
    expect([...first.torrents, ...second.torrents].map((found) => found.torrentId)).toEqual([
      four,
      two,
      three,
      one,
    ])
    expect(second.next).toBeUndefined()
    const days = await statistics.daysOf(member, 90)
    expect(days).toHaveLength(90)
    expect(days.at(-1)).toMatchObject({ beginsAt: day * 86_400, uploaded: 1200 })
    expect(days.at(-2)).toMatchObject({ beginsAt: (day - 1) * 86_400, uploaded: 0 })
  })

  test('uploads that nobody has completed, and torrents that want a seed, are listed', async () => {
    const own = catalogue.torrents.filter(({ uploaderId }) => uploaderId === uploader)
    const [done, undone] = own.map(({ id }) => id)
    const [foreign] = catalogue.torrents.filter(({ uploaderId }) => uploaderId === member)
    await flush({ completions: [{ ...completion, memberId: member, torrentId: done ?? 0 }] })
    await flush({
      completions: [{ ...completion, memberId: uploader, torrentId: foreign?.id ?? 0 }],
    })
    await flush({ anonymous: [{ torrentId: undone ?? 0, peer, at: noon }] })
    const uncompleted = await database.statistics.uncompletedUploads(uploader, 0)
    expect(uncompleted.map((found) => found.torrentId)).toEqual([undone])
    expect(await database.statistics.uncompletedUploads(uploader, 10_000)).toEqual([])
    await runStatements(address, `UPDATE torrents SET seeders = 1 WHERE id = ${done}`)
    const wanted = await database.statistics.seedsNeeded(uploader, 10)
    expect(new Set(wanted.map((found) => found.torrentId))).toEqual(new Set([undone, foreign?.id]))
  })

  test('an account that is deleted leaves sums and no trace of its clients', async () => {
    await flush({ ...credit({ uploaded: 10, client: 'qBittorrent 5.0.0' }), marks: [mark()] })
    const remains = { name: 'gone', torrentKey: 'k'.repeat(16) }
    await database.members.remove(member, remains, ['administrator'])
    expect((await database.accounting.marksAfter(undefined, 0, 10)).marks).toEqual([])
    expect(await database.statistics.memberTorrent(member, torrentId)).toMatchObject({ client: '' })
    expect(await reconciled()).toMatchObject({ differing: 0 })
  })

  test('a copy in the other engine has all of it', async () => {
    const anonymous = { torrentId, peer, at: noon }
    const completed = { ...completion, memberId: member, torrentId }
    await flush({
      ...credit({ uploaded: 10 }),
      marks: [mark()],
      anonymous: [anonymous],
      completions: [completed],
    })
    const target = await databases.newAddress(engine === 'sqlite' ? 'postgres' : 'sqlite')
    // SQLite files of both are in one directory.
    const { dataDirectory } = engine === 'sqlite' ? address : target
    await copyDatabase({ from: address.url, to: target.url, dataDirectory, clock: databases.clock })
    const copy = await databases.open(engine === 'sqlite' ? 'postgres' : 'sqlite', target)
    expect(await copy.accounting.marksAfter(undefined, 0, 10)).toEqual(
      await database.accounting.marksAfter(undefined, 0, 10),
    )
    expect(await copy.statistics.completionsAfter(0, 10)).toEqual(
      await database.statistics.completionsAfter(0, 10),
    )
    const differences = await createReconcile({ repository: copy.statistics }).run()
    expect(differences).toMatchObject({ differing: 0 })
    expect(await copy.statistics.memberSums(uploader)).toMatchObject({ torrentCompletes: 1 })
  })
})

function peerOf(number: number): string {
  return number.toString(16).padStart(32, '0')
}
