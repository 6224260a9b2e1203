/** What a database promises of the torrents of a gallery and its versions, on both engines. */
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from './databases.ts'
import { addGallery, addOwner, addVersion } from './sample-galleries.ts'
import { addGalleryTorrent, newGalleryTorrent } from './sample-gallery-torrents.ts'

const databases = useDatabases()

async function countsOf({ galleries }: Database, ...ids: number[]): Promise<unknown[]> {
  return (await galleries.findMany(ids)).map(({ torrentCount }) => torrentCount)
}

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<Database> => {
    const database = await databases.open(engine)
    await addOwner(database, 'Alice')
    return database
  }

  test('torrents are not found by what is written of their gallery while that is removed, and are listed on', async () => {
    const database = await open()
    const { galleries, galleryTorrents, lists } = database
    await addGallery(database, { title: 'First title' })
    await addGalleryTorrent(database, 'old', { files: [{ path: 'page.png', sizeBytes: 1 }] })
    const { id: newest } = await addVersion(database, 1, { title: 'Second title' })
    const young = await addGalleryTorrent(database, 'young', { galleryId: newest })
    const found = async (): Promise<unknown[]> =>
      await Promise.all(
        ['first', 'second', 'artist:hokusai', '富嶽', '-title', 'old', 'page', ''].map(
          async (search) => (await lists.newest(search, 9)).map(({ name }) => name).join(' '),
        ),
      )
    const all = ['old', 'young', 'young old', 'young old', '', 'old', 'old', 'young old']
    expect(await found()).toEqual(all)
    await galleries.setState(1, { state: 'removed', reason: 'no', at: 5, seen: 'live' })
    const without = ['', '', '', '', 'young old', 'old', 'old', 'young old']
    expect(await found()).toEqual(without)
    expect(await galleryTorrents.findById(young.id)).toMatchObject({ gallery: { isRemoved: true } })
    await galleryTorrents.edit(young.id, { name: 'young' })
    await galleries.setFields(newest, { title: 'Second title, once more' })
    expect(await found()).toEqual(without)
    await galleries.setState(newest, { state: 'live', reason: '', at: 6, seen: 'removed' })
    expect(await found()).toEqual(all)
    const initialState = { state: 'removed', reason: 'no', at: 7 } as const
    await addVersion(database, newest, { title: 'Third title', initialState })
    expect(await found()).toEqual(without)
    expect(await database.check()).toEqual([])
  })

  test('torrents of all versions share the announce address of the first, and are counted on each', async () => {
    const database = await open()
    for (const title of ['First', 'Second']) await addGallery(database, { title })
    const old = await addGalleryTorrent(database, 'old')
    const { id: newest } = await addVersion(database, 1, { title: 'Newer' })
    const young = await addGalleryTorrent(database, 'young', {
      galleryId: newest,
      addedAt: 1_750_000_000,
    })
    await addGalleryTorrent(database, 'elsewhere', { galleryId: 2 })
    expect(young).toMatchObject({ announceId: 1, isOutdated: false, gallery: { id: newest } })
    const { galleryTorrents } = database
    expect(await galleryTorrents.findById(old.id)).toMatchObject({
      announceId: 1,
      isOutdated: true,
    })
    for (const id of [1, newest]) {
      const chain = await galleryTorrents.ofChain(id)
      expect(chain?.map(({ name }) => name)).toEqual(['young', 'old'])
    }
    expect(await galleryTorrents.ofChain(99)).toBeUndefined()
    expect(await countsOf(database, 1, newest, 2)).toEqual([2, 2, 1])
  })

  test('an older version takes none but in place of one that it has, and none of a removed gallery', async () => {
    const database = await open()
    const { galleryTorrents, galleries } = database
    await addGallery(database)
    const old = await addGalleryTorrent(database, 'old')
    const { id: newest } = await addVersion(database, 1)
    expect(await galleryTorrents.add(newGalleryTorrent('late'))).toEqual({
      outcome: 'not_current',
      currentId: newest,
    })
    const tombstone = { kind: 'expunged', reason: 'newer', at: 5 } as const
    const done = await galleryTorrents.replace(old.id, tombstone, newGalleryTorrent('new'))
    if (done.outcome !== 'added') throw new Error(done.outcome)
    expect(done.torrent).toMatchObject({ gallery: { id: 1 }, isOutdated: true })
    await galleries.setState(newest, { state: 'removed', reason: 'no', at: 5, seen: 'live' })
    const newer = newGalleryTorrent('newer')
    expect(await galleryTorrents.replace(done.torrent.id, tombstone, newer)).toEqual({
      outcome: 'removed_gallery',
    })
  })

  test('one that is banned is neither counted nor found by its files, until it is let in again', async () => {
    const database = await open()
    const { torrents, lists } = database
    await addGallery(database)
    const files = [{ path: 'chrysanthemum.png', sizeBytes: 7 }]
    const { id } = await addGalleryTorrent(database, 'it', { files })
    await addGalleryTorrent(database, 'other')
    const counted = async (): Promise<unknown[]> => {
      const all = { categories: undefined, withTorrents: false, expunged: false } as const
      const query = { ...all, search: 'chrysanthemum', searchFileNames: true }
      const { count } = await lists.galleryTotal(query)
      return [...(await countsOf(database, 1)), count]
    }
    expect(await counted()).toEqual([2, 1])
    await torrents.ban([id], { bannedAt: 1, reason: 'no', isPublic: true })
    databases.clock.now += 61
    expect(await counted()).toEqual([1, 0])
    expect(await database.check()).toEqual([])
    await torrents.unban([id])
    databases.clock.now += 61
    expect(await counted()).toEqual([2, 1])
  })
})
