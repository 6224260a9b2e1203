/** What a database promises of galleries that another system had before: their ids, and their chains of versions. */
import { expect, test } from 'vitest'
import type { GalleryAddition, NewGallery } from '#index/galleries/gallery-repository'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from './databases.ts'
import { addOwner, addVersion, galleryIn, newGallery } from './sample-galleries.ts'

const databases = useDatabases()

async function open(engine: (typeof engines)[number]): Promise<Database> {
  const database = await databases.open(engine)
  await addOwner(database, 'Alice')
  return database
}

async function addAll(
  { galleries }: Database,
  ...facts: readonly Partial<NewGallery>[]
): Promise<readonly GalleryAddition[]> {
  return await galleries.add(facts.map(newGallery))
}

/** The id of each that is there, and what is in the way of the others. */
function ends(additions: readonly GalleryAddition[]): readonly unknown[] {
  return additions.map((one) => (one.outcome === 'conflict' ? one.kind : one.gallery.id))
}

test.for(engines)(
  'ids are given as they are wanted, once, and numbers go on after them on %s',
  async (engine) => {
    const database = await open(engine)
    const first = await addAll(database, { wantedId: 40 }, {}, { wantedId: 7, key: 'deadbeef00' })
    expect(ends(first)).toEqual([40, 41, 7])
    expect(first.map(galleryIn)).toMatchObject([
      { id: 40, announceId: 40, currentId: 40 },
      { announceId: 41 },
      { id: 7, key: 'deadbeef00', announceId: 7 },
    ])
    const [taken] = await addAll(database, { wantedId: 41 })
    expect(taken).toMatchObject({ kind: 'id_taken', other: { id: 41 } })
    expect(ends(await addAll(database, { wantedId: 8 }, { wantedId: 8 }, {}))).toEqual([
      8,
      'id_taken',
      42,
    ])
    await addVersion(database, 7, { wantedId: 100 })
    expect(ends(await addAll(database, {}))).toEqual([101])
    const lower = await database.galleries.addVersion(101, newGallery({ wantedId: 50 }))
    expect(lower).toMatchObject({ kind: 'id_too_low', other: { id: 101 } })
    expect(await database.check()).toEqual([])
  },
)

test.for(engines)(
  'ids that are wanted and numbers that are given at once are all different on %s',
  async (engine) => {
    const { galleries, ...rest } = await open(engine)
    await addAll({ galleries, ...rest }, {})
    const batches = Array.from({ length: 12 }, (_, index) => [
      newGallery(index % 2 === 0 ? { wantedId: 2 + index * 2 } : {}),
      newGallery(),
    ])
    const added = await Promise.all(batches.map((batch) => galleries.add(batch)))
    // What was numbered first may have an id that another wants: it is told so, and nothing else goes wrong.
    const kinds = added.flat().flatMap((one) => (one.outcome === 'conflict' ? one.kind : []))
    expect(kinds.every((kind) => kind === 'id_taken')).toBe(true)
    const ids = added.flat().flatMap((one) => (one.outcome === 'added' ? one.gallery.id : []))
    expect(new Set(ids).size).toBe(24 - kinds.length)
  },
)

test.for(engines)(
  'a chain is stored in one go in its order, and is known the second time on %s',
  async (engine) => {
    const database = await open(engine)
    const chain = [
      { externalId: 'c', newerThan: 'b' },
      { externalId: 'a' },
      { externalId: 'b', newerThan: 'a' },
      { externalId: 'other' },
      { externalId: 'c', newerThan: 'b', wantedId: 4790 },
      { externalId: 'd', newerThan: 'a' },
      { externalId: 'other', newerThan: 'a' },
      { externalId: 'self', newerThan: 'self' },
    ]
    const added = await addAll(database, ...chain)
    const expected = [1, 2, 3, 4790, 'not_current', 'other_chain', 'unknown_parent']
    expect(ends(added)).toEqual(['unknown_parent', ...expected])
    const versions = await database.galleries.versions(1)
    expect(versions).toMatchObject([
      { id: 1, externalId: 'a', currentId: 4790, parentId: undefined },
      { id: 2, externalId: 'b', currentId: 4790, parentId: 1 },
      { id: 4790, externalId: 'c', announceId: 1, parentId: 2 },
    ])
    // The first has come after its turn, and is known by now.
    expect(ends(await addAll(database, ...chain))).toEqual([4790, ...expected])
    expect(await database.galleries.versions(1)).toEqual(versions)
    expect(ends(await addAll(database, { externalId: 'a', wantedId: 99 }))).toEqual(['other_id'])
    expect(await database.check()).toEqual([])
  },
)

test.for(engines)(
  'a state comes with the gallery, and with a version over its whole chain on %s',
  async (engine) => {
    const database = await open(engine)
    const removed = { state: 'removed', reason: 'copyright', at: 5 } as const
    const added = await addAll(
      database,
      { externalId: 'a', initialState: removed },
      { externalId: 'b' },
      { externalId: 'c', newerThan: 'a' },
      { externalId: 'd', newerThan: 'b', initialState: removed },
    )
    expect(ends(added)).toEqual([1, 2, 'not_live', 3])
    const gone = { state: 'removed', stateReason: 'copyright', stateAt: 5 }
    expect(await database.galleries.findMany([1, 2, 3])).toMatchObject([gone, gone, gone])
    expect(await database.check()).toEqual([])
  },
)
