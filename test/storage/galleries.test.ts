/** What a database promises of galleries, on both engines. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Gallery } from '#index/galleries/gallery'
import type { AddedGallery } from '#index/galleries/gallery-repository'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from './databases.ts'
import { hostileText } from './hostile-text.ts'
import { addOwner, galleryFields, newGallery } from './sample-galleries.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

const cover = { hash: Buffer.from(longHashOf('cover')).toString('hex'), width: 500, height: 333 }

async function add({ galleries }: Database, facts = {}): Promise<Gallery> {
  const [added] = await galleries.add([newGallery(facts)])
  if (added === undefined) throw new Error('one gallery gave no outcome')
  return added.gallery
}

function kept(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

function titles(galleries: readonly Gallery[]): string[] {
  return galleries.map(({ title }) => title)
}

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<Database> => {
    const database = await databases.open(engine)
    await addOwner(database, 'Alice')
    return database
  }
  test('a gallery is found with all that was stored, and its own id for its announces', async () => {
    const database = await open()
    const given = newGallery({ externalId: 'old-7' })
    const [added] = await database.galleries.add([given])
    const { ownerId, ...facts } = given
    const expected = {
      ...facts,
      id: 1,
      owner: { id: ownerId, name: 'Alice' },
      cover: undefined,
      announceId: 1,
      parentId: undefined,
      currentId: 1,
      state: 'live',
      stateReason: '',
      stateAt: undefined,
      torrentCount: 0,
    }
    expect(added).toStrictEqual({ outcome: 'added', gallery: expected })
    expect(await database.galleries.find(1)).toStrictEqual(expected)
    expect(await database.galleries.findByExternalId('old-7')).toStrictEqual(expected)
    expect(await database.galleries.find(2)).toBeUndefined()
    expect(await database.galleries.findByExternalId('old-8')).toBeUndefined()
  })

  test('what another system calls a gallery makes it known the second time, and leaves it as it is', async () => {
    const { galleries } = await open()
    const [first] = await galleries.add([newGallery({ externalId: 'a' })])
    const outcomes = await galleries.add([
      newGallery({ externalId: 'b', title: 'first of b' }),
      newGallery({ externalId: 'a', title: 'another' }),
      newGallery({ externalId: 'b', title: 'second of b' }),
      newGallery({ title: 'without' }),
      newGallery({ title: 'without' }),
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'added',
      'known',
      'known',
      'added',
      'added',
    ])
    expect(outcomes[1]?.gallery).toStrictEqual(first?.gallery)
    expect(outcomes[2]?.gallery).toStrictEqual(outcomes[0]?.gallery)
    expect(new Set(outcomes.map(({ gallery }) => gallery.id)).size).toBe(4)
  })

  test('two who add the same at once make one gallery of it', async () => {
    const { galleries } = await open()
    const batch = (): Promise<readonly AddedGallery[]> =>
      galleries.add(
        Array.from({ length: 50 }, (_, number) => newGallery({ externalId: `${number}` })),
      )
    const batches = await Promise.all([batch(), batch(), batch()])
    const ids = batches.map((added) => added.map(({ gallery }) => gallery.id))
    expect(ids[1]).toEqual(ids[0])
    expect(ids[2]).toEqual(ids[0])
    const added = batches.flat().filter(({ outcome }) => outcome === 'added')
    expect(added).toHaveLength(50)
  })

  test('more galleries than a statement can bind are added at once, in their order', async () => {
    const { galleries } = await open()
    const added = await galleries.add(
      Array.from({ length: 6000 }, (_, number) =>
        newGallery({ title: `gallery ${number}`, externalId: `${number}` }),
      ),
    )
    expect(added.map(({ gallery }) => gallery.title)).toEqual(
      Array.from({ length: 6000 }, (_, number) => `gallery ${number}`),
    )
    expect(added.every(({ gallery }) => gallery.announceId === gallery.id)).toBe(true)
    expect(added.at(-1)?.gallery.tags).toEqual(galleryFields.tags)
  })

  test('texts come back as they are, but for what no database keeps', async () => {
    const { galleries } = await open()
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (title, description) => {
        const [added] = await galleries.add([newGallery({ title: `t${title}`, description })])
        const id = added?.gallery.id ?? 0
        expect(await galleries.find(id)).toMatchObject({
          title: kept(`t${title}`),
          description: kept(description),
        })
      }),
      { numRuns: 40 },
    )
  })

  test('a version takes the place of the one before, and the announce address stays', async () => {
    const database = await open()
    const { galleries } = database
    const first = await add(database)
    await add(database, { title: 'another' })
    await galleries.setCover(first.id, cover)
    const second = await galleries.addVersion(first.id, newGallery({ title: 'second' }))
    expect(second).toMatchObject({
      title: 'second',
      announceId: first.id,
      parentId: first.id,
      currentId: second?.id,
      cover,
      tags: galleryFields.tags,
    })
    expect(await galleries.addVersion(first.id, newGallery())).toBeUndefined()
    expect(await galleries.addVersion(99, newGallery())).toBeUndefined()
    const third = await galleries.addVersion(second?.id ?? 0, newGallery({ title: 'third' }))
    const chain = await galleries.versions(second?.id ?? 0)
    expect(chain.map(({ id }) => id)).toEqual([first.id, second?.id, third?.id])
    expect(chain.map(({ currentId }) => currentId)).toEqual(Array(3).fill(third?.id))
    expect(chain.map(({ announceId }) => announceId)).toEqual(Array(3).fill(first.id))
    expect(await galleries.versions(99)).toEqual([])
  })

  test('of two versions made at once, one is refused', async () => {
    const database = await open()
    const first = await add(database)
    const made = await Promise.all([
      database.galleries.addVersion(first.id, newGallery({ title: 'one' })),
      database.galleries.addVersion(first.id, newGallery({ title: 'other' })),
    ])
    expect(made.filter((version) => version !== undefined)).toHaveLength(1)
    expect(await database.galleries.versions(first.id)).toHaveLength(2)
  })

  test('fields are replaced, tags too', async () => {
    const database = await open()
    const { id, ...before } = await add(database)
    const fields = {
      title: 'new title',
      originalTitle: '',
      category: 'Maps',
      tags: [{ namespace: 'artist', name: 'hokusai' }],
      description: '',
      pages: undefined,
    }
    const after = await database.galleries.setFields(id, fields)
    expect(after).toStrictEqual({ ...before, id, ...fields })
    expect(await database.galleries.find(id)).toStrictEqual(after)
    expect(await database.galleries.setFields(id + 1, fields)).toBeUndefined()
  })

  test('a state is kept with its reason and its time, until it is live again', async () => {
    const database = await open()
    const before = await add(database)
    const { galleries } = database
    const removed = await galleries.setState(before.id, { state: 'removed', reason: 'no', at: 5 })
    expect(removed).toStrictEqual({ ...before, state: 'removed', stateReason: 'no', stateAt: 5 })
    expect(await galleries.setState(before.id, { state: 'live', reason: '', at: 6 })).toStrictEqual(
      before,
    )
    const other = { state: 'expunged', reason: 'no', at: 5 } as const
    expect(await galleries.setState(before.id + 1, other)).toBeUndefined()
  })

  test('a cover is set and taken away, and is known as used while a gallery has it', async () => {
    const database = await open()
    const { galleries } = database
    const [one, other] = [await add(database), await add(database)]
    expect(await galleries.hasCover(cover.hash)).toBe(false)
    expect(await galleries.setCover(one.id, cover)).toStrictEqual({ ...one, cover })
    await galleries.setCover(other.id, cover)
    await galleries.setCover(one.id, undefined)
    expect(await galleries.hasCover(cover.hash)).toBe(true)
    expect(await galleries.setCover(other.id, undefined)).toStrictEqual(other)
    expect(await galleries.hasCover(cover.hash)).toBe(false)
  })

  test('many are found in the order of their ids as given, pages by ascending ids', async () => {
    const database = await open()
    const { galleries } = database
    for (const title of ['a', 'b', 'c', 'd']) await add(database, { title })
    await galleries.setState(2, { state: 'expunged', reason: 'x', at: 1 })
    expect(titles(await galleries.findMany([3, 1, 99, 3]))).toEqual(['c', 'a', 'c'])
    expect(titles(await galleries.after(0, { state: 'live', limit: 2 }))).toEqual(['a', 'c'])
    expect(titles(await galleries.after(3, { state: 'live', limit: 2 }))).toEqual(['d'])
    expect(titles(await galleries.after(0, { state: 'all', limit: 9 }))).toHaveLength(4)
    expect(titles(await galleries.after(0, { state: 'expunged', limit: 9 }))).toEqual(['b'])
  })

  test('a gallery whose owner is not there is refused whole', async () => {
    const { galleries } = await open()
    const batch = [newGallery(), newGallery({ ownerId: 99 })]
    await expect(galleries.add(batch)).rejects.toMatchObject({ code: 'constraint' })
    expect(await galleries.after(0, { state: 'all', limit: 9 })).toEqual([])
  })

  test('a database with galleries is sound', async () => {
    const database = await open()
    const { id } = await add(database)
    await database.galleries.addVersion(id, newGallery())
    expect(await database.check()).toEqual([])
  })
})
