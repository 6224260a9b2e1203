/** Pages of lists: all of it, once, in one order on both engines, however hostile the names are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import type { NewTorrent } from '#index/torrents/torrent'
import type { TorrentOrder, TorrentQuery, TorrentState } from '#index/torrents/torrent-repository'
import { engines, useDatabases } from './databases.ts'
import { hostileText } from './hostile-text.ts'
import { ModelTorrents } from './model-torrents.ts'
import { manyTorrents, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()
const orders = ['added', 'name', 'size', 'seeders', 'leechers', 'completed'] as const
const states = ['live', 'banned', 'removed', 'all'] as const
const few = fc.integer({ min: 0, max: 3 })
const optionalFew = fc.option(few, { nil: undefined })

type Sample = {
  readonly torrents: NewTorrent[]
  readonly seen: number[]
  readonly removed: number[]
}

/** With so few different values that most torrents share theirs with another. */
const sample: fc.Arbitrary<Sample> = fc
  .array(fc.record({ name: hostileText, sizeBytes: optionalFew, completed: few, addedAt: few }), {
    minLength: 30,
    maxLength: 60,
  })
  .chain((facts) =>
    fc.record({
      torrents: fc.constant(facts.map((fact, index) => newTorrent(`${index}`, fact))),
      seen: fc.array(few, { minLength: facts.length, maxLength: facts.length }),
      removed: fc.array(fc.integer({ min: 1, max: facts.length }), { maxLength: 10 }),
    }),
  )

async function fill({ torrents }: Pick<Database, 'torrents'>, given: Sample): Promise<void> {
  await torrents.add(given.torrents)
  const ban = { reason: '', isPublic: false, bannedAt: 0 }
  await torrents.ban(
    given.removed.map((id) => id + 1),
    ban,
  )
  await torrents.remove(given.removed, { by: 'operator', reason: '', removedAt: 0 })
  const activities = given.seen.map((seeders, index) => ({
    torrentId: index + 1,
    completions: 0,
    announcedAt: 1,
    seeders,
    leechers: 3 - seeders,
  }))
  await torrents.flush({ run: 'r', sequence: 1, upSeconds: 1, activities })
}

/** The ids of every page. */
async function walk(
  { torrents }: Pick<Database, 'torrents'>,
  query: Omit<TorrentQuery, 'after'>,
): Promise<number[][]> {
  const pages: number[][] = []
  let after: string | undefined
  do {
    const page = await torrents.list({ ...query, after })
    pages.push(page.torrents.map(({ id }) => id))
    after = page.next
  } while (after !== undefined)
  return pages
}

function everyList(limit: number): Omit<TorrentQuery, 'after'>[] {
  return orders.flatMap((order) =>
    states.flatMap((state) =>
      [false, true].map((isDescending) => ({ order, state, search: '', isDescending, limit })),
    ),
  )
}

async function compareLists(given: Sample): Promise<void> {
  const [sqlite, postgres] = [await databases.open('sqlite'), await databases.open('postgres')]
  const model = { torrents: new ModelTorrents() }
  for (const database of [sqlite, postgres, model]) await fill(database, given)
  for (const query of everyList(7)) {
    const expected = await walk(model, query)
    expect(await walk(sqlite, query), JSON.stringify(query)).toEqual(expected)
    expect(await walk(postgres, query), JSON.stringify(query)).toEqual(expected)
  }
  await databases.closeAll()
}

test('every list is the same on both engines as of a plain list in memory', async () => {
  const settings = { numRuns: 6, endOnFailure: true }
  await fc.assert(fc.asyncProperty(sample, compareLists), settings)
})

function forged(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

describe.for(engines)('on %s', (engine) => {
  test('a page goes on where the one before ended, whatever came or went meanwhile', async () => {
    const database = await databases.open(engine)
    const { torrents } = database
    const added = await torrents.add(manyTorrents(6))
    const query = {
      state: 'live',
      search: '',
      order: 'added',
      isDescending: false,
      limit: 3,
    } as const
    const first = await torrents.list({ ...query, after: undefined })
    const last = first.torrents.at(-1)
    await torrents.remove([last?.id ?? 0], { by: 'operator', reason: '', removedAt: 1 })
    await torrents.add([newTorrent('early', { addedAt: 0 }), newTorrent('late')])
    const second = await torrents.list({ ...query, after: first.next })
    expect(second.torrents.map(({ id }) => id)).toEqual(
      added.slice(3).map(({ torrent }) => torrent.id),
    )
    const third = await torrents.list({ ...query, after: second.next })
    expect(third.torrents.map(({ name }) => name)).toEqual(['late'])
    expect(third.next).toBeUndefined()
  })

  test('an empty list is one page without an end', async () => {
    const { torrents } = await databases.open(engine)
    const query = {
      state: 'all',
      search: '',
      order: 'name',
      isDescending: true,
      limit: 5,
    } as const
    expect(await torrents.list({ ...query, after: undefined })).toEqual({
      torrents: [],
      next: undefined,
    })
  })

  test('a mark of another list or of nobody is refused', async () => {
    const { torrents } = await databases.open(engine)
    await torrents.add(manyTorrents(3))
    const list = (order: TorrentOrder, after?: string, state: TorrentState = 'live') =>
      torrents.list({ state, search: '', order, isDescending: false, limit: 1, after })
    const { next } = await list('name')
    const marks = ['', 'x', forged(null), forged([]), forged(['size', 'text', 1])]
    const others = [forged(['size', 1, 1.5]), forged(['size', 1e300, 1]), forged(['size', 1])]
    for (const mark of [next, ...marks, ...others])
      await expect(list('size', mark), mark).rejects.toMatchObject({ code: 'invalid_page' })
    // What nobody was given but could be a mark is one.
    for (const key of ["a' OR 1", '\0\ud800'])
      await expect(list('name', forged(['name', key, 1]))).resolves.toBeDefined()
  })
})
