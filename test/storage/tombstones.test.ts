/** What a database promises of the tombstones of galleries' torrents, on both engines. */
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import type { Tombstone } from '#index/torrents/tombstone'
import { engines, useDatabases } from './databases.ts'
import { addOwner, newGallery } from './sample-galleries.ts'
import { addGalleryTorrent } from './sample-gallery-torrents.ts'
import { hashOf } from './sample-torrents.ts'

const databases = useDatabases()

const expunged: Tombstone = { kind: 'expunged', reason: 'voted out', at: 1_800_000_000 }
const removal = { by: 'operator', reason: 'taken down', removedAt: 1_800_000_000 } as const

async function countsOf({ galleries }: Database, ...ids: number[]): Promise<unknown[]> {
  return (await galleries.findMany(ids)).map(({ torrentCount }) => torrentCount)
}

describe.for(engines)('on %s', (engine) => {
  /** With a member and two galleries. */
  const open = async (): Promise<Database> => {
    const database = await databases.open(engine)
    await addOwner(database, 'Alice')
    await database.galleries.add([newGallery({ title: 'First' }), newGallery({ title: 'Second' })])
    return database
  }

  test('a tombstone stays with its first reason, counts for nothing, and is lifted with the file there', async () => {
    const database = await open()
    const { galleryTorrents, torrents } = database
    const { id } = await addGalleryTorrent(database, 'it')
    const buried = await galleryTorrents.bury(id, expunged)
    expect(buried).toMatchObject({ tombstone: expunged, removal: { reason: 'voted out' } })
    const later: Tombstone = { kind: 'purged', reason: 'later', at: expunged.at + 1 }
    expect(await galleryTorrents.bury(id, later)).toMatchObject({ tombstone: expunged })
    expect(await countsOf(database, 1)).toEqual([0])
    expect(await torrents.find(hashOf('it'))).toMatchObject({ tombstone: expunged, announceId: 1 })
    const restored = await galleryTorrents.restore(id)
    expect(restored).toMatchObject({ tombstone: undefined, removal: undefined })
    expect(await countsOf(database, 1)).toEqual([1])
    expect(await galleryTorrents.bury(99, expunged)).toBeUndefined()
    expect(await galleryTorrents.restore(99)).toBeUndefined()
  })

  test.for(['expunged', 'purged'] as const)(
    'the staff removes what was %s, and gives it that tombstone back',
    async (kind) => {
      const database = await open()
      const { galleryTorrents, torrents } = database
      const { id } = await addGalleryTorrent(database, 'it')
      await galleryTorrents.bury(id, { ...expunged, kind })
      const before = await galleryTorrents.findById(id)
      const removed: Tombstone = { kind: 'removed', reason: 'later', at: expunged.at + 1 }
      expect(await galleryTorrents.bury(id, removed)).toMatchObject({
        tombstone: removed,
        removal: { by: 'operator', reason: 'later' },
      })
      for (const again of [{ ...removed, reason: 'again' }, expunged])
        expect((await galleryTorrents.bury(id, again))?.tombstone).toEqual(removed)
      const tombstone = before?.tombstone ?? expunged
      const other = { ...removed, at: removed.at + 1 }
      expect(await galleryTorrents.rebury(id, other, tombstone)).toBeUndefined()
      expect(await galleryTorrents.rebury(id, removed, tombstone)).toEqual(before)
      const [taken] = await torrents.remove([id], removal)
      expect(taken).toMatchObject({ removal, tombstone: { kind: 'removed', reason: 'taken down' } })
      expect(await countsOf(database, 1)).toEqual([0])
      expect(await database.check()).toEqual([])
    },
  )

  test('removing and restoring as every torrent is removed and restored keeps tombstone and counts', async () => {
    const database = await open()
    const { torrents, galleryTorrents } = database
    const one = await addGalleryTorrent(database, 'one')
    const other = await addGalleryTorrent(database, 'other', { galleryId: 2 })
    const [removed] = await torrents.remove([one.id], removal)
    const tombstone = { kind: 'removed', reason: 'taken down', at: removal.removedAt }
    expect(removed).toMatchObject({ removal, tombstone })
    const idle = { ...removal, by: 'housekeeping' } as const
    await torrents.remove([one.id, other.id], idle)
    expect(await galleryTorrents.findById(one.id)).toMatchObject({ tombstone })
    expect(await galleryTorrents.findById(other.id)).toMatchObject({
      tombstone: { kind: 'purged' },
    })
    expect(await countsOf(database, 1, 2)).toEqual([0, 0])
    expect(await torrents.forget({ at: 2_000_000_000, upSeconds: 9 }, 10)).toBe(0)
    const [restored] = await torrents.restore([one.id, other.id])
    expect(restored).toMatchObject({ removal: undefined, tombstone: undefined })
    expect(await countsOf(database, 1, 2)).toEqual([1, 1])
    expect(await database.check()).toEqual([])
  })
})
