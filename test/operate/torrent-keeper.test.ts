/**
 * The table of registered torrents and the database stay in step: what is registered is found in the table, what is
 * counted there is stored once, and the up-time of the tracker is that of a clock that nobody sets.
 */
import { describe, expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import type { NewTorrent, Torrent } from '#index/torrents/torrent'
import { createLog } from '#telemetry/log'
import { TorrentKeeper } from '#torrent-keeper'
import { admit } from '#tracker/admission/admit'
import { Failure } from '#tracker/wire/failure'
import { FailureDetail } from '#tracker/wire/failure-detail'
import { RegisteredTorrents, wordsOf } from '../admission/registered-torrents.ts'
import { engines, useDatabases } from '../storage/databases.ts'
import { addOwner, newGallery } from '../storage/sample-galleries.ts'
import { addGalleryTorrent } from '../storage/sample-gallery-torrents.ts'
import { hashOf, longHashOf, manyTorrents, newTorrent } from '../storage/sample-torrents.ts'

const databases = useDatabases()
const ban = { reason: 'spam', isPublic: true, bannedAt: 5 }

/** A keeper over a database, with a thread's view of the table and a clock that a test puts forward. */
class Kept {
  readonly database: Database
  readonly memory: RegisteredTorrents
  readonly keeper: TorrentKeeper
  seconds = 1000.25
  readonly events: string[] = []

  constructor(database: Database, torrentsMax = 20_000) {
    this.database = database
    this.memory = new RegisteredTorrents(torrentsMax)
    const stream = { write: (line: string) => void this.events.push(line) }
    this.keeper = new TorrentKeeper({
      repository: database.torrents,
      table: this.memory.writer,
      activity: this.memory.activity,
      monotonicSeconds: () => this.seconds,
      log: createLog({ level: 'info', stream }),
    })
  }

  /** What an announce of this info-hash meets. */
  seen(infoHash: Uint8Array): 'unregistered' | 'banned' | 'live' {
    const entry = this.memory.table.find(wordsOf(infoHash.subarray(0, 20)))
    if (entry === 0) return 'unregistered'
    return this.memory.table.isLive(entry) ? 'live' : 'banned'
  }

  /** What an announce is refused with, the id in the torrent's announce addresses, and what is said of it. */
  told(infoHash: Uint8Array): [failure: Failure, announceGid: number, reason: string] {
    const { table } = this.memory
    const entry = table.find(wordsOf(infoHash.subarray(0, 20)))
    const detail = new FailureDetail()
    table.readReason(entry, detail)
    const reason = Buffer.from(detail.bytes.subarray(0, detail.length)).toString()
    return [admit(table, entry), table.announceGid(entry), reason]
  }

  /** An announce that ends a download. */
  complete(infoHash: Uint8Array): void {
    const entry = this.memory.table.find(wordsOf(infoHash))
    this.memory.table.noteAnnounce(entry, 30_000_000)
    this.memory.table.addCompletion(entry)
  }

  async add(...torrents: readonly NewTorrent[]): Promise<readonly Torrent[]> {
    const added = await this.database.torrents.add(torrents)
    return added.map(({ torrent }) => torrent)
  }

  async completed(infoHash: Uint8Array): Promise<number | undefined> {
    return (await this.database.torrents.find(infoHash))?.completed
  }
}

describe.for(engines)('on %s', (engine) => {
  test('the table is filled with all that is registered and not removed', async () => {
    const kept = new Kept(await databases.open(engine))
    const [gone] = await kept.add(newTorrent('gone'), newTorrent('bad', { ban }))
    await kept.add(newTorrent('hybrid', { infoHashV2: longHashOf('hybrid') }))
    // More than one batch.
    for (let batch = 0; batch < 6; batch++)
      await kept.add(
        ...manyTorrents(1001).map((one) => ({ ...one, infoHash: hashOf(`${batch} ${one.name}`) })),
      )
    const removal = { by: 'operator', reason: '', removedAt: 5 } as const
    await kept.database.torrents.remove([gone?.id ?? 0], removal)
    await kept.keeper.fill()
    expect(kept.seen(hashOf('gone'))).toBe('unregistered')
    expect(kept.seen(hashOf('bad'))).toBe('banned')
    expect([kept.seen(hashOf('hybrid')), kept.seen(longHashOf('hybrid'))]).toEqual(['live', 'live'])
    expect(kept.seen(hashOf('5 torrent 1000'))).toBe('live')
    expect(kept.memory.writer.count).toBe(6 * 1001 + 3)
    expect(kept.keeper.unserved).toBe(0)
  })

  test('what is counted is stored with the next flush, once', async () => {
    const kept = new Kept(await databases.open(engine))
    await kept.add(newTorrent('a', { completed: 5 }), newTorrent('b'))
    await kept.keeper.fill()
    kept.complete(hashOf('a'))
    kept.complete(hashOf('a'))
    await kept.keeper.flush()
    await kept.keeper.flush()
    expect(await kept.completed(hashOf('a'))).toBe(7)
    expect(await kept.completed(hashOf('b'))).toBe(0)
    kept.complete(hashOf('a'))
    await Promise.all([kept.keeper.flush(), kept.keeper.flush()])
    expect(await kept.completed(hashOf('a'))).toBe(8)
    const torrent = await kept.database.torrents.find(hashOf('a'))
    expect(torrent?.announcedAt).toBe(30_000_000 * 60)
  })

  test('the last counts of a torrent that is removed meanwhile are stored too', async () => {
    const kept = new Kept(await databases.open(engine))
    const [torrent] = await kept.add(newTorrent('a'))
    await kept.keeper.fill()
    kept.complete(hashOf('a'))
    const removal = { by: 'operator', reason: '', removedAt: 5 } as const
    kept.keeper.changed(await kept.database.torrents.remove([torrent?.id ?? 0], removal))
    expect(kept.seen(hashOf('a'))).toBe('unregistered')
    await kept.keeper.flush()
    expect(await kept.completed(hashOf('a'))).toBe(1)
  })

  test('up-time is summed in whole seconds and no part of a second is lost', async () => {
    const kept = new Kept(await databases.open(engine))
    for (const passed of [0.5, 0.75, 10, 0, 3.5]) {
      kept.seconds += passed
      await kept.keeper.flush()
    }
    expect(await kept.database.torrents.upSeconds()).toBe(14)
  })

  test('torrents of galleries keep where they belong, and those that are gone the reason', async () => {
    const database = await databases.open(engine)
    await addOwner(database, 'Alice')
    await database.galleries.add([newGallery(), newGallery()])
    const live = await addGalleryTorrent(database, 'live', { galleryId: 2 })
    const gone = await addGalleryTorrent(database, 'gone', { infoHashV2: longHashOf('gone') })
    const buried = { kind: 'expunged', reason: 'doppelt', at: 5 } as const
    await database.galleryTorrents.bury(gone.id, buried)
    const kept = new Kept(database)
    await kept.keeper.fill()
    expect(kept.told(hashOf('live'))).toEqual([Failure.none, live.announceId, ''])
    for (const hash of [hashOf('gone'), longHashOf('gone')])
      expect(kept.told(hash)).toEqual([Failure.torrentExpunged, gone.announceId, 'doppelt'])
    const restored = await database.galleryTorrents.restore(gone.id)
    const removed = await database.galleryTorrents.bury(live.id, { ...buried, kind: 'removed' })
    kept.keeper.changed([restored, removed].filter((torrent) => torrent !== undefined))
    expect(kept.told(hashOf('gone'))).toEqual([Failure.none, gone.announceId, ''])
    expect(kept.told(hashOf('live'))).toEqual([Failure.torrentRemoved, live.announceId, 'doppelt'])
    // What is done to any registered torrent leaves it where it belongs.
    kept.keeper.changed(await database.torrents.ban([gone.id], ban))
    expect(kept.told(hashOf('gone'))).toEqual([Failure.torrentBanned, gone.announceId, 'spam'])
  })

  test('a torrent for which there is no room is told, and the rest is served', async () => {
    const kept = new Kept(await databases.open(engine), 3)
    await kept.add(...manyTorrents(5))
    await kept.keeper.fill()
    expect(kept.keeper.room).toBe(0)
    expect(kept.keeper.unserved).toBe(2)
    expect(kept.events.filter((line) => line.includes('torrents_full'))).toHaveLength(1)
    expect(kept.seen(hashOf('torrent 2'))).toBe('live')
    expect(kept.seen(hashOf('torrent 4'))).toBe('unregistered')
  })
})

test('while the database is away nothing is lost, and nothing is stored twice', async () => {
  const kept = new Kept(await databases.open('postgres'))
  await kept.add(newTorrent('a'))
  await kept.keeper.fill()
  kept.seconds += 10
  kept.complete(hashOf('a'))
  await databases.postgres.halt()
  await expect(kept.keeper.flush()).rejects.toThrow('cannot be reached')
  kept.seconds += 10
  kept.complete(hashOf('a'))
  await expect(kept.keeper.flush()).rejects.toThrow('cannot be reached')
  expect(kept.keeper.flushState).toMatchObject({ failures: 2, pending: 1, ageSeconds: 20 })
  await databases.postgres.resume()
  await kept.keeper.flush()
  expect(await kept.completed(hashOf('a'))).toBe(2)
  expect(await kept.database.torrents.upSeconds()).toBe(20)
  expect(kept.keeper.flushState).toMatchObject({ failures: 2, pending: 0, ageSeconds: 0 })
})
