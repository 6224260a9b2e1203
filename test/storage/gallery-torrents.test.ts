/** What a database promises of the torrents of galleries, on both engines. */
import { describe, expect, test } from 'vitest'
import type { MemberTorrentMark } from '#index/galleries/gallery-torrent-repository'
import type { Database } from '#index/storage/database'
import type { Tombstone } from '#index/torrents/tombstone'
import { type Address, engines, runStatements, useDatabases } from './databases.ts'
import { addOwner, addVersion, newGallery } from './sample-galleries.ts'
import { addGalleryTorrent, newGalleryTorrent } from './sample-gallery-torrents.ts'
import { hashOf, longHashOf, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()

const expunged: Tombstone = { kind: 'expunged', reason: 'voted out', at: 1_800_000_000 }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const removal = { by: 'operator', reason: 'taken down', removedAt: 1_800_000_000 } as const

async function countsOf({ galleries }: Database, ...ids: number[]): Promise<unknown[]> {
  return (await galleries.findMany(ids)).map(({ torrentCount }) => torrentCount)
}

/** To the first gallery, or to a version that has just taken its place. */
async function addToNewest(database: Database, name: string): Promise<void> {
  const added = await database.galleryTorrents.add(newGalleryTorrent(name))
  if (added.outcome === 'not_current')
    await addGalleryTorrent(database, name, { galleryId: added.currentId })
}

describe.for(engines)('on %s', (engine) => {
  /** With a member and two galleries. */
  const open = async (address: Partial<Address> = {}): Promise<Database> => {
    const database = await databases.open(engine, address)
    await addOwner(database, 'Alice')
    await database.galleries.add([newGallery({ title: 'First' }), newGallery({ title: 'Second' })])
    return database
  }
  test('a torrent is found with its gallery, its uploader and its file', async () => {
    const database = await open()
    const key = (await database.galleries.find(1))?.key
    const files = [{ path: 'a/b', sizeBytes: 7 }]
    const blob = { info: bytes('d1:ai1ee'), pieceLayers: bytes('de') }
    const facts = { infoHashV2: longHashOf('it'), files, isPrivate: true, sizeBytes: 7, blob }
    const added = await addGalleryTorrent(database, 'it', facts)
    expect(added).toStrictEqual({
      id: 1,
      infoHash: hashOf('it'),
      infoHashV2: longHashOf('it'),
      name: 'it',
      sizeBytes: 7,
      pieceLengthBytes: undefined,
      isPrivate: true,
      fileCount: 1,
      isPinned: false,
      addedAt: 1_700_000_000,
      announcedAt: undefined,
      completed: 0,
      seeders: 0,
      leechers: 0,
      ban: undefined,
      removal: undefined,
      gallery: { id: 1, key, title: 'First', category: 'Prints', isRemoved: false },
      announceId: 1,
      uploader: { id: 1, name: 'Alice' },
      comment: 'of it',
      fileBytes: 500,
      isOutdated: false,
      tombstone: undefined,
      replacedById: undefined,
    })
    const { galleryTorrents, torrents } = database
    expect(await galleryTorrents.findById(1)).toStrictEqual(added)
    for (const hash of [hashOf('it'), longHashOf('it'), longHashOf('it').subarray(0, 20)])
      expect(await galleryTorrents.find(hash)).toStrictEqual(added)
    expect(await torrents.files(1)).toEqual(files)
    expect(await galleryTorrents.blob(1)).toEqual(blob)
    expect(await galleryTorrents.blob(2)).toBeUndefined()
    expect(await galleryTorrents.findById(2)).toBeUndefined()
    expect(await galleryTorrents.find(hashOf('other'))).toBeUndefined()
  })

  test('a torrent without a gallery is none of a gallery', async () => {
    const { torrents, galleryTorrents } = await open()
    await torrents.add([newTorrent('plain')])
    expect(await galleryTorrents.find(hashOf('plain'))).toBeUndefined()
    const again = await galleryTorrents.add(newGalleryTorrent('plain'))
    expect(again).toEqual({ outcome: 'existing', torrent: undefined })
  })

  test('the same torrent again is refused by either hash, with a tombstone too', async () => {
    const database = await open()
    const { galleryTorrents } = database
    const infoHashV2 = longHashOf('long')
    const first = await addGalleryTorrent(database, 'first', { infoHashV2 })
    const second = { galleryId: 2 }
    const sameV1 = newGalleryTorrent('first', second)
    const sameV2 = newGalleryTorrent('other', { ...second, infoHashV2 })
    const short = infoHashV2.slice(0, 20)
    const onlyV2 = newGalleryTorrent('third', { ...second, infoHash: short, infoHashV2 })
    for (const torrent of [sameV1, sameV2, onlyV2])
      expect(await galleryTorrents.add(torrent)).toEqual({ outcome: 'existing', torrent: first })
    await galleryTorrents.bury(first.id, expunged)
    expect(await galleryTorrents.add(sameV1)).toMatchObject({
      outcome: 'existing',
      torrent: { id: first.id, tombstone: expunged },
    })
    expect(await countsOf(database, 1, 2)).toEqual([0, 0])
  })

  test('of the same upload twice at once one wins, and the other is told of it', async () => {
    const { galleryTorrents } = await open()
    const outcomes = await Promise.all(
      [1, 2, 1, 2].map((galleryId) =>
        galleryTorrents.add(newGalleryTorrent('race', { galleryId })),
      ),
    )
    const kinds = outcomes.map(({ outcome }) => outcome).toSorted()
    expect(kinds).toEqual(['added', 'existing', 'existing', 'existing'])
    const found = await galleryTorrents.find(hashOf('race'))
    for (const one of outcomes) expect(one).toMatchObject({ torrent: { id: found?.id } })
  })

  test('a gallery that is not there or was removed takes none, an expunged one does', async () => {
    const database = await open()
    const { galleryTorrents, galleries } = database
    const add = (galleryId: number) => galleryTorrents.add(newGalleryTorrent('it', { galleryId }))
    expect(await add(9)).toEqual({ outcome: 'unknown_gallery' })
    const out = { reason: 'no', at: 5, seen: 'live' } as const
    await galleries.setState(1, { ...out, state: 'removed' })
    expect(await add(1)).toEqual({ outcome: 'removed_gallery' })
    await galleries.setState(2, { ...out, state: 'expunged' })
    expect(await add(2)).toMatchObject({ outcome: 'added' })
  })

  test('what fills the tracker at start has tombstones and announce ids', async () => {
    const database = await open()
    const { torrents, galleryTorrents } = database
    const gone = await addGalleryTorrent(database, 'gone', { galleryId: 2 })
    await addGalleryTorrent(database, 'live')
    const [plain, removed] = await torrents.add([newTorrent('plain'), newTorrent('removed')])
    await galleryTorrents.bury(gone.id, expunged)
    await torrents.remove([removed?.torrent.id ?? 0], removal)
    const filled = await torrents.after(0, 10)
    expect(filled.map(({ name, announceId, tombstone }) => [name, announceId, tombstone])).toEqual([
      ['gone', 2, expunged],
      ['live', 1, undefined],
      ['plain', undefined, undefined],
    ])
    expect(plain?.torrent.announceId).toBeUndefined()
  })

  test('name and comment are edited one by one, and the new name is found', async () => {
    const database = await open()
    const { torrents, galleryTorrents } = database
    const { id } = await addGalleryTorrent(database, 'chrysanthemum')
    expect(await galleryTorrents.edit(id, { comment: 'line\nline' })).toMatchObject({
      name: 'chrysanthemum',
      comment: 'line\nline',
    })
    expect(await galleryTorrents.edit(id, { name: 'peony' })).toMatchObject({
      name: 'peony',
      comment: 'line\nline',
    })
    expect(await galleryTorrents.edit(id, {})).toMatchObject({ name: 'peony' })
    expect(await galleryTorrents.edit(99, { name: 'x' })).toBeUndefined()
    const found = async (search: string): Promise<number> =>
      (await torrents.total({ state: 'live', search })).count
    expect(await found('peony')).toBe(1)
    expect(await found('chrysanthemum')).toBe(0)
  })

  test('one that was purged comes back under its id, with what it is given now', async () => {
    const database = await open()
    const { galleryTorrents, torrents, lists } = database
    const v2 = { infoHashV2: longHashOf('it') }
    const { id } = await addGalleryTorrent(database, 'it', { ...v2, files: undefined })
    await galleryTorrents.bury(id, { ...expunged, kind: 'purged' })
    expect(await countsOf(database, 1, 2)).toEqual([0, 0])
    const uploaderId = await addOwner(database, 'Bob')
    const files = [{ path: 'second/page', sizeBytes: 7 }]
    const given = {
      ...v2,
      files,
      uploaderId,
      galleryId: 2,
      comment: 'again',
      addedAt: 1_900_000_000,
    }
    const again = newGalleryTorrent('it', { ...given, name: 'it, seeded' })
    expect(await galleryTorrents.add(again)).toMatchObject({
      outcome: 'added',
      isRevived: true,
      torrent: {
        id,
        name: 'it, seeded',
        comment: 'again',
        tombstone: undefined,
        removal: undefined,
        announceId: 2,
        addedAt: 1_900_000_000,
        uploader: { id: uploaderId },
      },
    })
    expect(await countsOf(database, 1, 2)).toEqual([0, 1])
    expect(await torrents.files(id)).toEqual(files)
    expect(await galleryTorrents.blob(id)).toEqual(again.blob)
    const filters = { status: 'all', uploaderId: undefined } as const
    expect(await lists.torrentTotal({ ...filters, search: 'page seeded' })).toMatchObject({
      count: 1,
    })
    expect(await database.check()).toEqual([])
    expect((await galleryTorrents.add(again)).outcome).toBe('existing')
  })

  test.for(['expunged', 'removed', 'banned', 'other half'] as const)(
    'one that is gone for another reason stays gone: %s',
    async (why) => {
      const database = await open()
      const { galleryTorrents, torrents } = database
      const v2 = { infoHashV2: longHashOf('it') }
      const { id } = await addGalleryTorrent(database, 'it', v2)
      const isPurged = why === 'banned' || why === 'other half'
      await galleryTorrents.bury(id, { ...expunged, kind: isPurged ? 'purged' : why })
      if (why === 'banned') await torrents.ban([id], { bannedAt: 1, reason: 'no', isPublic: true })
      // Of a hybrid by its other hash alone: those are other bytes.
      const given = why === 'other half' ? { ...v2, infoHash: hashOf('another') } : v2
      expect(await galleryTorrents.add(newGalleryTorrent('it', given))).toMatchObject({
        outcome: 'existing',
        torrent: { id },
      })
      expect(await countsOf(database, 1)).toEqual([0])
    },
  )

  test('one that is replaced tells by which, and both are done at once or neither', async () => {
    const database = await open()
    const { galleryTorrents } = database
    const old = await addGalleryTorrent(database, 'old')
    const other = await addGalleryTorrent(database, 'other')
    const same = newGalleryTorrent('other')
    expect(await galleryTorrents.replace(old.id, expunged, same)).toEqual({
      outcome: 'existing',
      torrent: other,
    })
    expect(await galleryTorrents.findById(old.id)).toEqual(old)
    const done = await galleryTorrents.replace(old.id, expunged, newGalleryTorrent('new'))
    const added = await galleryTorrents.find(hashOf('new'))
    expect(done).toMatchObject({
      outcome: 'added',
      torrent: { id: added?.id, tombstone: undefined },
      replaced: { id: old.id, tombstone: expunged, replacedById: added?.id },
    })
    expect(await countsOf(database, 1)).toEqual([2])
    const again = newGalleryTorrent('newer')
    expect(await galleryTorrents.replace(old.id, expunged, again)).toEqual({ outcome: 'gone' })
    expect(await galleryTorrents.find(hashOf('newer'))).toBeUndefined()
    expect(await galleryTorrents.restore(old.id)).toMatchObject({ replacedById: undefined })
  })

  test('what a member uploaded or announced comes page by page, newest first, without what is gone or banned', async () => {
    const address = await databases.newAddress(engine)
    const database = await open(address)
    const { galleryTorrents, torrents } = database
    const bob = await addOwner(database, 'Bob')
    for (const [name, addedAt] of [
      ['a', 10],
      ['b', 30],
      ['c', 20],
      ['d', 20],
      ['e', 5],
    ] as const)
      await addGalleryTorrent(database, name, { addedAt })
    await addGalleryTorrent(database, 'of bob', { uploaderId: bob })
    const announced = [
      await addGalleryTorrent(database, 'announced', { uploaderId: bob, addedAt: 20 }),
      await addGalleryTorrent(database, 'announced and own', { addedAt: 15 }),
    ]
    for (const { id } of announced)
      await runStatements(
        address,
        `INSERT INTO member_torrents VALUES (1, ${id}, 0, 0, 0, 0, 1, 1, NULL, '')`,
      )
    const gone = await addGalleryTorrent(database, 'gone')
    const banned = await addGalleryTorrent(database, 'banned')
    await galleryTorrents.bury(gone.id, expunged)
    await torrents.ban([banned.id], { reason: 'x', isPublic: false, bannedAt: 1 })
    const names: string[] = []
    let after: MemberTorrentMark | undefined
    do {
      const page = await galleryTorrents.ofMember(1, after, 2)
      names.push(...page.map(({ name }) => name))
      after = page.at(-1)
    } while (after !== undefined)
    expect(names).toEqual(['b', 'announced', 'd', 'c', 'announced and own', 'a', 'e'])
  })

  test('one that the staff has taken out is not found by its files, until it is back', async () => {
    const database = await open()
    const { galleryTorrents, torrents } = database
    const files = [{ path: 'chrysanthemum.png', sizeBytes: 7 }]
    const { id } = await addGalleryTorrent(database, 'it', { files })
    const page = { order: 'added', isDescending: true, after: undefined, limit: 9 } as const
    const found = async (): Promise<unknown[]> => {
      const names = ['it', 'chrysanthemum'].map(async (search) => {
        const { torrents: rows } = await torrents.list({ ...page, state: 'all', search })
        return rows.length
      })
      return await Promise.all(names)
    }
    expect(await found()).toEqual([1, 1])
    for (const [takeOut, bringBack] of [
      [
        () => torrents.ban([id], { bannedAt: 1, reason: 'no', isPublic: false }),
        () => torrents.unban([id]),
      ],
      [() => torrents.remove([id], removal), () => torrents.restore([id])],
      [
        () => galleryTorrents.bury(id, { kind: 'removed', reason: 'no', at: 5 }),
        () => galleryTorrents.restore(id),
      ],
    ] as const) {
      await takeOut()
      expect(await found()).toEqual([1, 0])
      await galleryTorrents.edit(id, { name: 'it' })
      expect(await found()).toEqual([1, 0])
      await bringBack()
      expect(await found()).toEqual([1, 1])
    }
    await galleryTorrents.bury(id, expunged)
    expect(await found()).toEqual([1, 1])
    const removed = { kind: 'removed', reason: 'no', at: 5 } as const
    await galleryTorrents.bury(id, removed)
    expect(await found()).toEqual([1, 0])
    await galleryTorrents.rebury(id, removed, expunged)
    expect(await found()).toEqual([1, 1])
  })

  test('uploads and expunges at once leave the right count', async () => {
    const database = await open()
    const present = await Promise.all(
      Array.from({ length: 10 }, (_, index) => addGalleryTorrent(database, `old ${index}`)),
    )
    await Promise.all([
      ...present.map((_, index) => addToNewest(database, `new ${index}`)),
      addVersion(database, 1),
      ...present.map(({ id }) => database.galleryTorrents.bury(id, expunged)),
    ])
    const chain = await database.galleries.versions(1)
    expect(chain.map(({ torrentCount }) => torrentCount)).toEqual([10, 10])
    expect(await database.check()).toEqual([])
  })

  test('everything is there when the database is opened again', async () => {
    const address = await databases.newAddress(engine)
    const first = await databases.open(engine, address)
    await addOwner(first, 'Alice')
    await first.galleries.add([newGallery()])
    const kept = await addGalleryTorrent(first, 'kept')
    const gone = await addGalleryTorrent(first, 'gone')
    await first.galleryTorrents.bury(gone.id, expunged)
    await databases.close(first)
    const again = await databases.open(engine, address)
    expect(await again.galleryTorrents.find(hashOf('kept'))).toEqual(kept)
    expect(await again.galleryTorrents.find(hashOf('gone'))).toMatchObject({ tombstone: expunged })
    expect(await again.galleryTorrents.blob(kept.id)).toEqual({
      info: bytes('info of kept'),
      pieceLayers: undefined,
    })
  })
})
