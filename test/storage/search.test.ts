/** The search: what is found, the same on both engines and in the same order, whichever way the page is made. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import type { TorrentQuery, TorrentState } from '#index/torrents/torrent-repository'
import { engines, useDatabases } from './databases.ts'
import { hostileText } from './hostile-text.ts'
import { ModelTorrents } from './model-torrents.ts'
import { hashOf, newTorrent } from './sample-torrents.ts'
import { walkBack, walkList } from './walk-list.ts'

const databases = useDatabases()
const orders = ['added', 'name', 'size', 'seeders', 'leechers', 'completed'] as const
const states = ['live', 'banned', 'removed', 'all'] as const

const names = [
  'Flora of the Lower Danube, plates 1–120',
  'Plates of the flora, lower shelf',
  'Atlas général des côtes de Bretagne (1776)',
  'ATLAS GENERAL',
  '東海道五十三次 全五十五図',
  'Straße nach Süden',
  'O\'Hara "quoted" \\ back & | ! ( ) : * <-> slash',
  'NEAR AND OR NOT word',
  '*** !!! ---',
  'عَرَبِيّ الكتاب',
  'हिन्दी पुस्तक',
  'big_plate_03.tif',
]

async function found(database: Database, search: string, state: TorrentState = 'live') {
  const query = { state, search, order: 'added', isDescending: false, limit: 100 } as const
  const { torrents } = await database.torrents.list({ ...query, after: undefined })
  const total = await database.torrents.total({ state, search })
  expect(total, search).toEqual({ count: torrents.length, isMore: false })
  return torrents.map(({ name }) => names.indexOf(name))
}

describe.for(engines)('on %s', (engine) => {
  const filled = async (): Promise<Database> => {
    const database = await databases.open(engine)
    await database.torrents.add(names.map((name) => newTorrent(name)))
    return database
  }

  test('a torrent is found by the words of its name, in any order, case and accent', async () => {
    const database = await filled()
    const expected: [string, number[]][] = [
      ['flora', [0, 1]],
      ['danube flora', [0]],
      ['danube atlas', []],
      ['"lower danube"', [0]],
      ['"danube lower"', []],
      ['plates -danube', [1]],
      ['atlas generál', [2, 3]],
      ['atl*', [2, 3]],
      ['pla* 1*', [0]],
      ['b*', [2, 6, 11]],
      ['plate', [11]],
      ['plate_03', [11]],
      ['03.tif', [11]],
      ['五十', [4]],
      ['十五', [4]],
      ['次', [4]],
      ['十五図', [4]],
      ['海東', []],
      ['strasse', [5]],
      ['sud*', [5]],
      ["o'hara", [6]],
      ['"or not"', [7]],
      ['near or', [7]],
      ['كتاب', []],
      ['الكتاب', [9]],
      ['पुस्तक', [10]],
      ['-flora -atlas -plate', [4, 5, 6, 7, 8, 9, 10]],
      ['-"the flora" lower', [0]],
      ['', names.map((_, index) => index)],
      ['" - *', names.map((_, index) => index)],
    ]
    for (const [search, indexes] of expected)
      expect(await found(database, search), search).toEqual(indexes)
  })

  test('nothing that is typed breaks a search', async () => {
    const database = await filled()
    const typed = fc.oneof(hostileText, fc.string({ unit: 'binary' }), fc.string())
    const pieces = fc.array(fc.oneof(typed, fc.constantFrom('"', '-', '*', ' ', "'", '\\')))
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => void (await found(database, parts.join('')))),
      { numRuns: 60 },
    )
    await found(database, 'word '.repeat(5000))
    await found(database, `"${'word '.repeat(5000)}"`)
    await found(database, 'x'.repeat(100_000))
  })

  test('a search keeps to its state', async () => {
    const database = await filled()
    const { torrents } = database
    await torrents.ban([1], { reason: 'why', isPublic: true, bannedAt: 1 })
    await torrents.remove([3], { by: 'operator', reason: '', removedAt: 1 })
    expect(await found(database, 'flora')).toEqual([1])
    expect(await found(database, 'flora', 'banned')).toEqual([0])
    expect(await found(database, 'atlas', 'removed')).toEqual([2])
    expect(await found(database, 'atlas flora', 'all')).toEqual([])
    expect(await found(database, 'lower', 'all')).toEqual([0, 1])
    expect(await found(database, '-lower', 'banned')).toEqual([])
    await torrents.restore([3])
    expect(await found(database, 'atlas')).toEqual([2, 3])
  })

  test('what was forgotten is found no more, and what is registered again is', async () => {
    const database = await filled()
    const { torrents } = database
    await torrents.remove([1], { by: 'operator', reason: '', removedAt: 1 })
    expect(await torrents.forget({ at: 2, upSeconds: 1 }, 10)).toBe(1)
    expect(await found(database, 'flora', 'all')).toEqual([1])
    expect(await found(database, 'danube', 'all')).toEqual([])
    await torrents.add([newTorrent(names[0] ?? '')])
    expect(await found(database, 'danube')).toEqual([0])
    expect(await database.check()).toEqual([])
  })

  test('names that no client could have are found by their beginning', async () => {
    const database = await databases.open(engine)
    const long = `begin ${'a b '.repeat(10_000)}end`
    await database.torrents.add([newTorrent(long), newTorrent('x'.repeat(100_000))])
    const count = async (search: string) =>
      (await database.torrents.total({ state: 'live', search })).count
    expect(await count('begin')).toBe(1)
    expect(await count('"a b a b"')).toBe(1)
    expect(await count('end')).toBe(0)
    expect(await count('x*')).toBe(1)
  })
})

/** Words of which one is the beginning of another, in scripts that are cut in different ways. */
const word = fc.constantFrom(
  'a',
  'ab',
  'abc',
  'b',
  'é',
  'e',
  '東',
  '東海',
  '海道東',
  '7',
  'ß',
  'ss',
)
const name = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '))
const few = fc.integer({ min: 0, max: 2 })
const piece = fc.oneof(
  word,
  word.map((text) => `${text}*`),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `"${words.join(' ')}"`),
  word.map((text) => `-${text}`),
)
const search = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(' '))
const facts = fc.record({ name, sizeBytes: few, completed: few, addedAt: few })

test('a search gives the same ids in the same order on both engines as on a plain list', async () => {
  const sample = fc.record({
    facts: fc.array(facts, { minLength: 30, maxLength: 50 }),
    banned: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }),
    searches: fc.array(search, { minLength: 12, maxLength: 12 }),
  })
  const compare = async (given: typeof sample extends fc.Arbitrary<infer T> ? T : never) => {
    const [sqlite, postgres] = [await databases.open('sqlite'), await databases.open('postgres')]
    const model = { torrents: new ModelTorrents() }
    for (const { torrents } of [sqlite, postgres, model]) {
      await torrents.add(given.facts.map((fact, index) => newTorrent(`${index}`, fact)))
      await torrents.ban(given.banned, { reason: '', isPublic: false, bannedAt: 0 })
    }
    for (const [index, text] of given.searches.entries()) {
      const query: Omit<TorrentQuery, 'after'> = {
        search: text,
        order: orders[index % orders.length] ?? 'added',
        state: states[index % states.length] ?? 'all',
        isDescending: index % 5 < 2,
        limit: 4,
      }
      const expected = await walkList(model.torrents, query)
      const total = await model.torrents.total(query)
      for (const { engine, torrents } of [sqlite, postgres]) {
        const which = `${engine} ${JSON.stringify(query)}`
        expect(await walkList(torrents, query), which).toEqual(expected)
        expect((await walkBack(torrents, query)).flat(), which).toEqual(
          expected.slice(0, -1).flat(),
        )
        expect(await torrents.total(query), which).toEqual(total)
      }
    }
    await databases.closeAll()
  }
  await fc.assert(fc.asyncProperty(sample, compare), { numRuns: 6, endOnFailure: true })
}, 120_000)

/** More than are gathered have a word, so that pages are walked to. */
const crowd = Array.from({ length: 5600 }, (_, index) =>
  newTorrent(`crowd ${index % 7} of ${(index * 31) % 5600}`, {
    addedAt: (index * 17) % 900,
    sizeBytes: (index * 13) % 40,
    completed: index % 3,
    ban: index % 90 === 0 ? { reason: 'why', isPublic: true, bannedAt: 1 } : undefined,
  }),
)

test('a word that thousands have gives the same ids in order on both engines', async () => {
  const [sqlite, postgres] = [await databases.open('sqlite'), await databases.open('postgres')]
  for (const { torrents } of [sqlite, postgres]) await torrents.add(crowd)
  for (const order of ['added', 'size', 'completed'] as const)
    for (const state of ['live', 'banned', 'all'] as const) {
      const query = { state, order, search: 'crowd -3', isDescending: true, limit: 1000 } as const
      const expected = crowd
        .map((torrent, index) => ({ ...torrent, id: index + 1 }))
        .filter(({ name: text }) => !text.split(' ').includes('3'))
        .filter(({ ban }) => state === 'all' || (ban !== undefined) === (state === 'banned'))
        .toSorted((one, other) => keyOf(order, other) - keyOf(order, one) || other.id - one.id)
        .map(({ id }) => id)
      for (const { engine, torrents } of [sqlite, postgres]) {
        const pages = await walkList(torrents, query)
        expect(pages.flat(), `${engine} ${order} ${state}`).toEqual(expected)
      }
    }
  for (const { torrents } of [sqlite, postgres]) {
    expect(await torrents.total({ state: 'live', search: 'crowd' })).toEqual({
      count: 5000,
      isMore: true,
    })
    expect(await torrents.total({ state: 'banned', search: 'crowd' })).toEqual({
      count: 63,
      isMore: false,
    })
    expect(await torrents.total({ state: 'live', search: '' })).toEqual({
      count: 5537,
      isMore: false,
    })
    expect(await torrents.total({ state: 'live', search: '-nobody' })).toEqual({
      count: 5000,
      isMore: true,
    })
  }
})

function keyOf(order: 'added' | 'size' | 'completed', torrent: (typeof crowd)[number]): number {
  if (order === 'added') return torrent.addedAt
  return order === 'size' ? (torrent.sizeBytes ?? -1) : torrent.completed
}

test('a torrent is found the moment it is registered, though numbers may be a minute old', async () => {
  for (const engine of engines) {
    const { torrents } = await databases.open(engine)
    await torrents.add(crowd)
    const query = { state: 'live', order: 'added', isDescending: true, limit: 1 } as const
    const first = async (text: string) =>
      (await torrents.list({ ...query, search: text, after: undefined })).torrents[0]?.infoHash
    expect(await first('crowd')).not.toEqual(hashOf('latest'))
    const before = await torrents.total({ state: 'live', search: '' })
    await torrents.add([newTorrent('latest', { name: 'latest of the crowd', addedAt: 10_000 })])
    expect(await first('crowd')).toEqual(hashOf('latest'))
    expect(await torrents.total({ state: 'live', search: '' })).toEqual(before)
    databases.clock.now += 60
    const after = await torrents.total({ state: 'live', search: '' })
    expect(after).toEqual({ count: before.count + 1, isMore: false })
  }
})
