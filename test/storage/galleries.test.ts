/** What a database promises of galleries, on both engines. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryAddition } from '#index/galleries/gallery-repository'
import type { Database } from '#index/storage/database'
import { engines, runStatements, useDatabases } from './databases.ts'
import { hostileText } from './hostile-text.ts'
import {
  addGallery,
  addOwner,
  addVersion,
  galleryFields,
  galleryIn,
  newGallery,
} from './sample-galleries.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

const cover = { hash: Buffer.from(longHashOf('cover')).toString('hex'), width: 500, height: 333 }

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
    const found = outcomes.map(galleryIn)
    expect(found[1]).toStrictEqual(galleryIn(first))
    expect(found[2]).toStrictEqual(found[0])
    expect(new Set(found.map(({ id }) => id)).size).toBe(4)
  })

  test('two who add the same at once make one gallery of it', async () => {
    const { galleries } = await open()
    const batch = (): Promise<readonly GalleryAddition[]> =>
      galleries.add(
        Array.from({ length: 50 }, (_, number) => newGallery({ externalId: `${number}` })),
      )
    const batches = await Promise.all([batch(), batch(), batch()])
    const ids = batches.map((added) => added.map((one) => galleryIn(one).id))
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
    const stored = added.map(galleryIn)
    expect(titles(stored)).toEqual(Array.from({ length: 6000 }, (_, number) => `gallery ${number}`))
    expect(stored.every(({ id, announceId }) => announceId === id)).toBe(true)
    expect(stored.at(-1)?.tags).toEqual(galleryFields.tags)
  })

  test('texts come back as they are, but for what no database keeps', async () => {
    const { galleries } = await open()
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (title, description) => {
        const [added] = await galleries.add([newGallery({ title: `t${title}`, description })])
        expect(await galleries.find(galleryIn(added).id)).toMatchObject({
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
    const first = await addGallery(database)
    await addGallery(database, { title: 'another' })
    await galleries.setCover(first.id, cover)
    const second = await addVersion(database, first.id, { title: 'second' })
    expect(second).toMatchObject({
      title: 'second',
      announceId: first.id,
      parentId: first.id,
      currentId: second.id,
      cover,
      tags: galleryFields.tags,
    })
    expect(await galleries.addVersion(first.id, newGallery())).toMatchObject({
      kind: 'not_current',
      other: { id: first.id, currentId: second.id },
    })
    expect(await galleries.addVersion(99, newGallery())).toMatchObject({ kind: 'unknown_parent' })
    const third = await addVersion(database, second.id, { title: 'third' })
    const chain = await galleries.versions(second.id)
    expect(chain.map(({ id }) => id)).toEqual([first.id, second.id, third.id])
    expect(chain.map(({ currentId }) => currentId)).toEqual(Array(3).fill(third.id))
    expect(chain.map(({ announceId }) => announceId)).toEqual(Array(3).fill(first.id))
    expect(await galleries.versions(99)).toEqual([])
  })

  test('of two versions made at once, one is refused', async () => {
    const database = await open()
    const first = await addGallery(database)
    const made = await Promise.all([
      database.galleries.addVersion(first.id, newGallery({ title: 'one' })),
      database.galleries.addVersion(first.id, newGallery({ title: 'other' })),
    ])
    expect(made.map(({ outcome }) => outcome).toSorted()).toEqual(['added', 'conflict'])
    expect(await database.galleries.versions(first.id)).toHaveLength(2)
  })

  test('fields are replaced, tags too', async () => {
    const database = await open()
    const { id, ...before } = await addGallery(database)
    const fields = {
      title: 'new title',
      originalTitle: '',
      category: 'Maps',
      tags: [{ namespace: 'artist', name: 'hokusai' }],
      description: '',
      pages: undefined,
    }
    const after = { ...before, id, ...fields }
    const changed = await database.galleries.setFields(id, fields)
    expect(changed).toStrictEqual({ before: { ...before, id }, gallery: after })
    expect(await database.galleries.find(id)).toStrictEqual(after)
    expect(await database.galleries.setFields(id + 1, fields)).toBeUndefined()
  })

  test('fields that are not named stay as another has just left them', async () => {
    const { galleries, ...database } = await open()
    const { id } = await addGallery({ galleries, ...database })
    for (let round = 0; round < 3; round++) {
      const [title, description] = [`title ${round}`, `description ${round}`]
      const tags = [{ namespace: '', name: `tag ${round}` }]
      const changes = [{ title }, { description }, { tags }, { pages: undefined }]
      await Promise.all(changes.map((change) => galleries.setFields(id, change)))
      const expected = { title, description, tags, pages: undefined }
      expect(await galleries.find(id)).toMatchObject(expected)
    }
  })

  test('a state is kept with its reason and its time, until it is live again', async () => {
    const database = await open()
    const before = await addGallery(database)
    const { galleries } = database
    const removal = { state: 'removed', reason: 'no', at: 5, seen: 'live' } as const
    expect(await galleries.setState(before.id, removal)).toStrictEqual({
      outcome: 'changed',
      gallery: { ...before, state: 'removed', stateReason: 'no', stateAt: 5 },
    })
    const back = { state: 'live', reason: '', at: 6, seen: 'removed' } as const
    expect(await galleries.setState(before.id, back)).toStrictEqual({
      outcome: 'changed',
      gallery: before,
    })
    expect(await galleries.setState(before.id + 1, removal)).toBeUndefined()
  })

  test('all versions share a state, whichever of them it is that is taken out or brought back', async () => {
    const database = await open()
    const { galleries } = database
    const { id: first } = await addGallery(database)
    await addGallery(database, { title: 'another' })
    await galleries.addVersion(first, newGallery({ title: 'second' }))
    const states = async (): Promise<unknown[]> =>
      (await galleries.findMany([1, 2, 3])).map(({ state, stateReason, stateAt }) =>
        state === 'live' ? state : [state, stateReason, stateAt],
      )
    await galleries.setState(3, { state: 'removed', reason: 'no', at: 5, seen: 'live' })
    expect(await states()).toEqual([['removed', 'no', 5], 'live', ['removed', 'no', 5]])
    expect(titles(await galleries.after(0, { state: 'live', limit: 9 }))).toEqual(['another'])
    await galleries.setState(first, { state: 'live', reason: '', at: 6, seen: 'removed' })
    expect(await states()).toEqual(['live', 'live', 'live'])
    await galleries.setState(first, { state: 'expunged', reason: 'no', at: 7, seen: 'live' })
    expect(await states()).toEqual([['expunged', 'no', 7], 'live', ['expunged', 'no', 7]])
    expect(await database.check()).toEqual([])
  })

  test('a version that was out by itself comes back when it is asked for, and not with the newest', async () => {
    const address = await databases.newAddress(engine)
    const database = await databases.open(engine, address)
    await addOwner(database, 'Alice')
    const { galleries } = database
    await addGallery(database)
    await galleries.addVersion(1, newGallery())
    const byItself = `UPDATE galleries SET state = 'removed', state_reason = 'names', state_at = 3 WHERE id = 1`
    await runStatements(address, byItself)
    const states = async (): Promise<unknown[]> =>
      (await galleries.findMany([1, 2])).map(({ state }) => state)
    await galleries.setState(2, { state: 'expunged', reason: 'no', at: 5, seen: 'live' })
    await galleries.setState(2, { state: 'live', reason: '', at: 6, seen: 'expunged' })
    expect(await states()).toEqual(['removed', 'live'])
    await galleries.setState(2, { state: 'expunged', reason: 'no', at: 7, seen: 'live' })
    await galleries.setState(1, { state: 'live', reason: '', at: 8, seen: 'removed' })
    expect(await states()).toEqual(['live', 'live'])
  })

  test('a state that somebody else has changed meanwhile stays', async () => {
    const database = await open()
    const { galleries } = database
    const { id } = await addGallery(database)
    const removal = { state: 'removed', reason: 'no', at: 5, seen: 'live' } as const
    const vote = { state: 'expunged', reason: 'voted', at: 5, seen: 'live' } as const
    const outcomes = await Promise.all([
      galleries.setState(id, removal),
      galleries.setState(id, vote),
    ])
    const [changed] = outcomes.filter((one) => one?.outcome === 'changed')
    const [other] = outcomes.filter((one) => one?.outcome === 'kept')
    expect(other?.gallery).toEqual(changed?.gallery)
    expect(await galleries.find(id)).toEqual(changed?.gallery)
  })

  test('a cover is set and taken away, and is known as used while a gallery has it', async () => {
    const database = await open()
    const { galleries } = database
    const [one, other] = [await addGallery(database), await addGallery(database)]
    expect(await galleries.hasCover(cover.hash)).toBe(false)
    expect(await galleries.setCover(one.id, cover)).toStrictEqual({ ...one, cover })
    await galleries.setCover(other.id, cover)
    await galleries.setCover(one.id, undefined)
    expect(await galleries.hasCover(cover.hash)).toBe(true)
    expect(await galleries.setCover(other.id, undefined)).toStrictEqual(other)
    expect(await galleries.hasCover(cover.hash)).toBe(false)
  })

  test('a cover is known as one of a gallery that is not removed, or of a member', async () => {
    const database = await open()
    const { galleries } = database
    const bob = await addOwner(database, 'Bob')
    const { id } = await addGallery(database)
    await galleries.setCover(id, cover)
    const known = () =>
      Promise.all(
        (['not removed', { ownerId: 1 }, { ownerId: bob }] as const).map((among) =>
          galleries.hasCover(cover.hash, among),
        ),
      )
    expect(await known()).toEqual([true, true, false])
    await galleries.setState(id, { state: 'expunged', reason: 'x', at: 1, seen: 'live' })
    expect(await known()).toEqual([true, true, false])
    await galleries.setState(id, { state: 'removed', reason: 'x', at: 1, seen: 'expunged' })
    expect(await known()).toEqual([false, true, false])
  })

  test('many are found in the order of their ids as given, pages by ascending ids', async () => {
    const database = await open()
    const { galleries } = database
    for (const title of ['a', 'b', 'c', 'd']) await addGallery(database, { title })
    await galleries.setState(2, { state: 'expunged', reason: 'x', at: 1, seen: 'live' })
    expect(titles(await galleries.findMany([3, 1, 99, 3]))).toEqual(['c', 'a', 'c'])
    expect(titles(await galleries.after(0, { state: 'live', limit: 2 }))).toEqual(['a', 'c'])
    expect(titles(await galleries.after(3, { state: 'live', limit: 2 }))).toEqual(['d'])
    expect(titles(await galleries.after(0, { state: 'all', limit: 9 }))).toHaveLength(4)
    expect(titles(await galleries.after(0, { state: 'expunged', limit: 9 }))).toEqual(['b'])
  })

  test('of removed ones a page has those of one member alone, where that is asked', async () => {
    const database = await open()
    const { galleries } = database
    const bob = await addOwner(database, 'Bob')
    for (const [title, ownerId] of [
      ['hers', 1],
      ['live', 1],
      ['his', bob],
    ] as const)
      await addGallery(database, { title, ownerId })
    for (const id of [1, 3])
      await galleries.setState(id, { state: 'removed', reason: 'x', at: 1, seen: 'live' })
    const page = async (state: 'all' | 'live' | 'removed', removedOfMember?: number) =>
      titles(await galleries.after(0, { state, limit: 9, removedOfMember }))
    expect(await page('removed')).toEqual(['hers', 'his'])
    expect(await page('removed', bob)).toEqual(['his'])
    expect(await page('all', 1)).toEqual(['hers', 'live'])
    expect(await page('live', bob)).toEqual(['live'])
  })

  test('a gallery whose owner is not there is refused whole', async () => {
    const { galleries } = await open()
    const batch = [newGallery(), newGallery({ ownerId: 99 })]
    await expect(galleries.add(batch)).rejects.toMatchObject({ code: 'constraint' })
    expect(await galleries.after(0, { state: 'all', limit: 9 })).toEqual([])
  })

  test('a database with galleries is sound', async () => {
    const database = await open()
    const { id } = await addGallery(database)
    await database.galleries.addVersion(id, newGallery())
    expect(await database.check()).toEqual([])
  })
})
