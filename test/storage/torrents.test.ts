/** What the torrents' repository promises, on both engines. */
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import type { Torrent } from '#index/torrents/torrent'
import type { TorrentActivity, TorrentRepository } from '#index/torrents/torrent-repository'
import { engines, useDatabases } from './databases.ts'
import { hashOf, longHashOf, manyTorrents, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()
const ban = { reason: 'malware', isPublic: true, bannedAt: 1_700_000_100 }
const removal = { by: 'operator', reason: 'asked for', removedAt: 1_700_000_200 } as const

async function addOne(torrents: TorrentRepository, name: string): Promise<Torrent> {
  const [added] = await torrents.add([newTorrent(name)])
  if (added === undefined) throw new Error('nothing was added')
  return added.torrent
}

function activity(torrentId: number, facts: Partial<TorrentActivity> = {}): TorrentActivity {
  const nothing = { completions: 0, announcedAt: 1_700_001_000, seeders: 0, leechers: 0 }
  return { torrentId, ...nothing, ...facts }
}

/** Up-time without anything that happened in it. */
async function passTime({ torrents }: Database, run: string, upSeconds: number): Promise<void> {
  await torrents.flush({ run, sequence: 1, upSeconds, activities: [] })
}

function idOf(torrent: Torrent | undefined): number {
  return torrent?.id ?? 0
}

describe.for(engines)('on %s', (engine) => {
  test('a torrent is found by each of its hashes with all that is known of it', async () => {
    const { torrents } = await databases.open(engine)
    const infoHashV2 = longHashOf('hybrid')
    const files = [
      { path: 'b/second', sizeBytes: 2 ** 50 },
      { path: 'a/first', sizeBytes: 0 },
    ]
    const facts = {
      infoHashV2,
      files,
      sizeBytes: 2 ** 50,
      pieceLengthBytes: 2 ** 20,
      isPrivate: true,
      completed: 7,
      ban,
    }
    const [added] = await torrents.add([newTorrent('hybrid', facts)])
    const { files: _, ...known } = newTorrent('hybrid', facts)
    const expected = {
      ...known,
      id: added?.torrent.id,
      fileCount: 2,
      removal: undefined,
      isPinned: false,
      announcedAt: undefined,
      seeders: 0,
      leechers: 0,
    }
    expect(added).toStrictEqual({ outcome: 'added', torrent: expected })
    expect(await torrents.find(hashOf('hybrid'))).toStrictEqual(expected)
    expect(await torrents.find(infoHashV2)).toStrictEqual(expected)
    expect(await torrents.find(infoHashV2.subarray(0, 20))).toStrictEqual(expected)
    expect(await torrents.find(hashOf('another'))).toBeUndefined()
    expect(await torrents.find(longHashOf('another'))).toBeUndefined()
    expect(await torrents.files(expected.id ?? 0)).toStrictEqual(files)
  })

  test('a torrent of a hash and a name has no files, and a torrent without content has none either', async () => {
    const { torrents } = await databases.open(engine)
    const [bare, empty] = await torrents.add([
      newTorrent('bare'),
      newTorrent('empty', { files: [] }),
    ])
    expect([bare?.torrent.fileCount, empty?.torrent.fileCount]).toEqual([undefined, 0])
    expect(await torrents.files(bare?.torrent.id ?? 0)).toEqual([])
  })

  test('a torrent that is registered again is known and unchanged', async () => {
    const { torrents } = await databases.open(engine)
    const first = await addOne(torrents, 'same')
    const [again] = await torrents.add([newTorrent('same', { name: 'other words', ban })])
    expect(again).toStrictEqual({ outcome: 'known', torrent: first })
    expect(await torrents.counts()).toEqual({ live: 1, banned: 0, removed: 0, pinned: 0 })
  })

  test('of the same torrents in one batch the first is added', async () => {
    const { torrents } = await databases.open(engine)
    const outcomes = await torrents.add([
      newTorrent('twin', { name: 'first' }),
      newTorrent('other'),
      newTorrent('twin', { name: 'second' }),
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'known'])
    expect(outcomes[2]?.torrent).toStrictEqual(outcomes[0]?.torrent)
    expect(outcomes[0]?.torrent.name).toBe('first')
  })

  test('no two torrents share a hash that clients announce', async () => {
    const { torrents } = await databases.open(engine)
    const infoHashV2 = longHashOf('content')
    const short = infoHashV2.slice(0, 20)
    const hybrid = newTorrent('hybrid', { infoHashV2 })
    const [added] = await torrents.add([hybrid])
    const outcomes = await torrents.add([
      newTorrent('of version 2 alone', { infoHash: short, infoHashV2 }),
      newTorrent('by its short hash', { infoHash: short }),
      newTorrent('by another first hash', { infoHashV2 }),
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['known', 'known', 'known'])
    expect(new Set(outcomes.map(({ torrent }) => torrent.id))).toEqual(new Set([added?.torrent.id]))
  })

  test('a removed torrent that is registered again is back as it was', async () => {
    const { torrents } = await databases.open(engine)
    const { id } = await addOne(torrents, 'back')
    await torrents.pin([id], true)
    await torrents.ban([id], ban)
    const [removed] = await torrents.remove([id], removal)
    expect(removed?.removal).toEqual(removal)
    const outcomes = await torrents.add([newTorrent('back'), newTorrent('back')])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['restored', 'known'])
    expect(outcomes[0]?.torrent).toMatchObject({ id, isPinned: true, ban, removal: undefined })
    expect(outcomes[1]?.torrent).toStrictEqual(outcomes[0]?.torrent)
    expect(await torrents.find(hashOf('back'))).toStrictEqual(outcomes[0]?.torrent)
  })

  test('thousands are added at once, with their files, and given in order', async () => {
    const { torrents } = await databases.open(engine)
    const files = Array.from({ length: 5 }, (_, index) => ({ path: `${index}`, sizeBytes: index }))
    const batch = manyTorrents(6000, { files })
    const outcomes = await torrents.add(batch)
    expect(outcomes.map(({ torrent }) => torrent.name)).toEqual(batch.map(({ name }) => name))
    const mixed = await torrents.add([...manyTorrents(6000).toReversed(), newTorrent('new')])
    expect(mixed.filter(({ outcome }) => outcome === 'known')).toHaveLength(6000)
    expect(mixed[0]?.torrent.name).toBe('torrent 5999')
    expect(mixed.at(-1)?.outcome).toBe('added')
    expect(await torrents.files(outcomes[5999]?.torrent.id ?? 0)).toStrictEqual(files)
  })

  test('a batch in which one torrent breaks a rule adds nothing', async () => {
    const { torrents } = await databases.open(engine)
    const broken = newTorrent('broken', { sizeBytes: -1 })
    await expect(torrents.add([newTorrent('good'), broken])).rejects.toMatchObject({
      name: 'StorageError',
      code: 'constraint',
    })
    expect(await torrents.find(hashOf('good'))).toBeUndefined()
    expect((await addOne(torrents, 'good')).name).toBe('good')
  })

  test('what one engine cannot keep in text neither keeps', async () => {
    const { torrents } = await databases.open(engine)
    const name = 'nul \0, half \ud800, whole \u{1f41d}, e\u0301, \u202e'
    const stored = 'nul \ufffd, half \ufffd, whole \u{1f41d}, e\u0301, \u202e'
    const files = [{ path: 'a\0b', sizeBytes: 1 }]
    const [added] = await torrents.add([newTorrent('hostile', { name, files })])
    expect(added?.torrent.name).toBe(stored)
    expect((await torrents.find(hashOf('hostile')))?.name).toBe(stored)
    expect(await torrents.files(added?.torrent.id ?? 0)).toEqual([
      { path: 'a\ufffdb', sizeBytes: 1 },
    ])
  })

  test('a ban replaces the one before, and lifting it leaves nothing of it', async () => {
    const { torrents } = await databases.open(engine)
    const { id } = await addOne(torrents, 'banned')
    await torrents.ban([id], { reason: 'first', isPublic: false, bannedAt: 5 })
    const [banned] = await torrents.ban([id], ban)
    expect(banned?.ban).toStrictEqual(ban)
    expect(await torrents.counts()).toMatchObject({ live: 0, banned: 1 })
    const [unbanned] = await torrents.unban([id])
    expect(unbanned?.ban).toBeUndefined()
    expect(await torrents.find(hashOf('banned'))).toStrictEqual(unbanned)
  })

  test('a removed torrent keeps its first removal until it is restored', async () => {
    const { torrents } = await databases.open(engine)
    const { id } = await addOne(torrents, 'removed')
    await torrents.remove([id], removal)
    const [again] = await torrents.remove([id], { ...removal, by: 'housekeeping', removedAt: 9 })
    expect(again?.removal).toStrictEqual(removal)
    expect(await torrents.counts()).toMatchObject({ live: 0, removed: 1 })
    const [restored] = await torrents.restore([id])
    expect(restored?.removal).toBeUndefined()
    expect(await torrents.find(hashOf('removed'))).toStrictEqual(restored)
  })

  test('changes give the torrents that are there by ascending id', async () => {
    const { torrents } = await databases.open(engine)
    const [one, other] = [await addOne(torrents, 'one'), await addOne(torrents, 'other')]
    const unknown = other.id + 1
    const pinned = await torrents.pin([other.id, unknown, one.id, other.id], true)
    expect(pinned.map(({ id, isPinned }) => [id, isPinned])).toEqual([
      [one.id, true],
      [other.id, true],
    ])
    expect(await torrents.counts()).toMatchObject({ live: 2, pinned: 2 })
    expect(await torrents.remove([], removal)).toEqual([])
    await torrents.remove([one.id], removal)
    expect(await torrents.counts()).toMatchObject({ live: 1, pinned: 1 })
  })

  test('more torrents than a statement can bind are changed at once', async () => {
    const { torrents } = await databases.open(engine)
    const added = await torrents.add(manyTorrents(3))
    const [first, second, third] = added.map(({ torrent }) => torrent.id)
    // Most are not there; those that are stand where statements begin and end.
    const unknown = Array.from({ length: 32_000 }, (_, index) => 1000 + index)
    const ids = [first ?? 0, ...unknown, second ?? 0, third ?? 0].toReversed()
    expect((await torrents.ban(ids, ban)).map(({ id }) => id)).toEqual([first, second, third])
    const activities = ids.map((id) => activity(id, { completions: 1, seeders: 2 }))
    await torrents.flush({ run: 'run', sequence: 1, upSeconds: 1, activities })
    expect(await torrents.counts()).toMatchObject({ live: 0, banned: 3 })
    for (const { name } of manyTorrents(3))
      expect(await torrents.find(hashOf(name))).toMatchObject({ completed: 1, seeders: 2 })
  })

  test('tables are filled from all torrents that are not removed, in pieces', async () => {
    const { torrents } = await databases.open(engine)
    const added = await torrents.add(manyTorrents(7))
    const ids = added.map(({ torrent }) => torrent.id)
    await torrents.ban(ids.slice(1, 2), ban)
    await torrents.remove(ids.slice(3, 4), removal)
    const first = await torrents.after(0, 4)
    const second = await torrents.after(first.at(-1)?.id ?? 0, 4)
    const found = [...first, ...second].map(({ id }) => id)
    expect(found).toEqual(ids.filter((_, index) => index !== 3))
    expect(first).toHaveLength(4)
    expect(first[1]?.ban).toEqual(ban)
  })

  test('a flush adds completions and sets what was last seen', async () => {
    const { torrents } = await databases.open(engine)
    const { id } = await addOne(torrents, 'busy')
    const flush = (sequence: number, facts: Partial<TorrentActivity>): Promise<void> =>
      torrents.flush({ run: 'r', sequence, upSeconds: 30, activities: [activity(id, facts)] })
    await flush(1, { completions: 3, seeders: 5, leechers: 6, announcedAt: 500 })
    await flush(2, { completions: 4, seeders: 1, leechers: 0, announcedAt: 400 })
    expect(await torrents.find(hashOf('busy'))).toMatchObject({
      completed: 7,
      seeders: 1,
      leechers: 0,
      announcedAt: 500,
    })
    expect(await torrents.upSeconds()).toBe(60)
  })

  test('a flush that is sent again changes nothing, and one of another run does', async () => {
    const { torrents } = await databases.open(engine)
    const { id } = await addOne(torrents, 'counted')
    const flush = (run: string, sequence: number): Promise<void> =>
      torrents.flush({
        run,
        sequence,
        upSeconds: 10,
        activities: [activity(id, { completions: 1 })],
      })
    for (const sequence of [1, 1, 2, 1, 2]) await flush('first', sequence)
    for (const sequence of [1, 1]) await flush('second', sequence)
    await flush('first', 2)
    expect((await torrents.find(hashOf('counted')))?.completed).toBe(3)
    expect(await torrents.upSeconds()).toBe(30)
  })

  test('both swarms of a hybrid count for its torrent, and unknown torrents for none', async () => {
    const { torrents } = await databases.open(engine)
    const { id } = await addOne(torrents, 'hybrid')
    const activities = [
      activity(id, { completions: 1, seeders: 2, leechers: 33, announcedAt: 20 }),
      activity(id + 1, { completions: 9 }),
      activity(id, { completions: 10, seeders: 20, leechers: 30, announcedAt: 10 }),
    ]
    await torrents.flush({ run: 'r', sequence: 1, upSeconds: 1, activities })
    expect(await torrents.find(hashOf('hybrid'))).toMatchObject({
      completed: 11,
      seeders: 20,
      leechers: 33,
      announcedAt: 20,
    })
  })

  test('idle are those that nobody announced for a time that the tracker was up', async () => {
    const database = await databases.open(engine)
    const { torrents } = database
    const names = ['old', 'pinned', 'banned', 'removed', 'announced', 'older']
    const [old, pinned, banned, removed, announced, older] = await Promise.all(
      names.map((name) => addOne(torrents, name)),
    )
    expect(await torrents.idle(1, 10)).toEqual([])
    await torrents.flush({
      run: 'a',
      sequence: 1,
      upSeconds: 50,
      activities: [activity(idOf(old))],
    })
    await torrents.pin([idOf(pinned)], true)
    await torrents.ban([idOf(banned)], ban)
    await torrents.remove([idOf(removed)], removal)
    await passTime(database, 'b', 49)
    expect(await torrents.idle(100, 10)).toEqual([])
    await torrents.flush({
      run: 'c',
      sequence: 1,
      upSeconds: 51,
      activities: [activity(idOf(announced))],
    })
    const idle = async (seconds: number, limit: number): Promise<number[]> =>
      (await torrents.idle(seconds, limit)).map(({ id }) => id)
    expect(await idle(151, 10)).toEqual([])
    expect(await idle(150, 10)).toEqual([idOf(older)])
    expect(await idle(100, 10)).toEqual([idOf(older), idOf(old)])
    expect(await idle(100, 1)).toEqual([idOf(older)])
  })

  test('what is restored or unbanned is idle only when its time has passed anew', async () => {
    const database = await databases.open(engine)
    const { torrents } = database
    const [one, other] = [await addOne(torrents, 'one'), await addOne(torrents, 'other')]
    await torrents.remove([one.id], removal)
    await torrents.ban([other.id], ban)
    await passTime(database, 'a', 1000)
    await torrents.restore([one.id])
    await torrents.unban([other.id])
    expect(await torrents.idle(100, 10)).toEqual([])
    await passTime(database, 'b', 100)
    expect(await torrents.idle(100, 10)).toHaveLength(2)
    // Neither was needed this time: the clock goes on.
    await torrents.restore([one.id])
    await torrents.unban([other.id])
    expect(await torrents.idle(100, 10)).toHaveLength(2)
  })

  test('forgotten are the oldest removed, with their files, and their hashes are free again', async () => {
    const { torrents } = await databases.open(engine)
    const files = [{ path: 'file', sizeBytes: 1 }]
    const added = await torrents.add(manyTorrents(4, { files }))
    const ids = added.map(({ torrent }) => torrent.id)
    for (const [index, id] of ids.slice(0, 3).entries())
      await torrents.remove([id], { ...removal, removedAt: 100 - index })
    const before = { at: 100, upSeconds: 1 }
    expect(await torrents.forget({ ...before, upSeconds: 0 }, 9)).toBe(0)
    expect(await torrents.forget(before, 1)).toBe(1)
    expect(await torrents.find(hashOf('torrent 2'))).toBeUndefined()
    expect(await torrents.forget(before, 10)).toBe(1)
    expect(await torrents.forget(before, 10)).toBe(0)
    expect(await torrents.files(ids[1] ?? 0)).toEqual([])
    expect(await torrents.counts()).toMatchObject({ live: 1, removed: 1 })
    const [again] = await torrents.add([newTorrent('torrent 1')])
    expect(again?.outcome).toBe('added')
    expect(ids).not.toContain(again?.torrent.id)
  })
})
