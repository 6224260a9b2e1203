import { beforeEach, describe, expect, test } from 'vitest'
import { flushActivitiesMax } from '#base/limits'
import { createRegion } from '#base/region'
import { ActivityReader, type TorrentActivity } from './activity-reader.ts'
import { planTable } from './table-layout.ts'
import { TableMemory } from './table-memory.ts'
import { TorrentTable } from './torrent-table.ts'
import { type RegisteredTorrent, TorrentTableWriter } from './torrent-table-writer.ts'

const seed = [1, 2] as const

function hashOf(number: number): Uint8Array {
  const bytes = Buffer.alloc(20)
  bytes.writeUInt32BE(number, 8)
  return bytes
}

/** Swarms that have the peers that a test says. */
class Swarms {
  seeders = 0
  leechers = 0
  readonly peers = new Map<string, readonly [seeders: number, leechers: number]>()
  /** Those whose counts cannot be read. */
  readonly locked = new Set<string>()

  set(number: number, seeders: number, leechers: number): void {
    this.peers.set(Buffer.from(hashOf(number)).toString('hex'), [seeders, leechers])
  }

  scrape(infoHashes: Uint8Array, at: number): boolean {
    const name = Buffer.from(infoHashes.subarray(at, at + 20)).toString('hex')
    const counts = this.peers.get(name) ?? [0, 0]
    this.seeders = counts[0]
    this.leechers = counts[1]
    return !this.locked.has(name)
  }
}

class Subject {
  readonly swarms = new Swarms()
  readonly writer: TorrentTableWriter
  readonly table: TorrentTable
  readonly reader: ActivityReader

  constructor(torrentsMax: number) {
    const layout = planTable(torrentsMax)
    const region = createRegion(layout.bytes)
    new TableMemory(region, layout).format()
    this.writer = new TorrentTableWriter({ region, layout, seed })
    this.table = new TorrentTable({ region, layout, seed })
    this.reader = new ActivityReader(this.writer, this.swarms)
  }

  put(number: number, more: Partial<RegisteredTorrent> = {}): boolean {
    const torrent = { infoHash: hashOf(number), torrentId: number, name: '', isBanned: false }
    return this.writer.put({ ...torrent, completed: 0, ...more })
  }

  find(number: number): number {
    return this.table.find(new Int32Array(Uint8Array.from(hashOf(number)).buffer))
  }

  /** What a flush would store now. */
  collect(): readonly TorrentActivity[] {
    while (this.reader.collect());
    expect(this.reader.isPending).toBe(true)
    return this.reader.activities
  }

  flush(): readonly TorrentActivity[] {
    const activities = this.collect()
    this.reader.commit()
    return activities
  }
}

describe('the activity of registered torrents', () => {
  let subject: Subject
  beforeEach(() => {
    subject = new Subject(1000)
    subject.put(1, { completed: 10 })
    subject.put(2)
  })

  test('is nothing while nothing happens', () => {
    expect(subject.flush()).toEqual([])
    expect(subject.flush()).toEqual([])
  })

  test('is what was announced and completed since the last flush, once', () => {
    const entry = subject.find(1)
    subject.table.noteAnnounce(entry, 29_000_000)
    subject.table.addCompletion(entry)
    subject.table.addCompletion(entry)
    const activity = { torrentId: 1, announcedAt: 29_000_000 * 60, seeders: 0, leechers: 0 }
    expect(subject.flush()).toEqual([{ ...activity, completions: 2 }])
    expect(subject.flush()).toEqual([])
    subject.table.addCompletion(entry)
    expect(subject.flush()).toEqual([{ ...activity, completions: 1 }])
    expect(subject.table.completed(entry)).toBe(13)
  })

  test('stays as it was collected until it is stored, and what comes meanwhile is for the next flush', () => {
    const entry = subject.find(1)
    subject.table.addCompletion(entry)
    const pending = subject.collect()
    subject.table.addCompletion(entry)
    subject.table.noteAnnounce(entry, 29_000_001)
    expect(subject.reader.activities).toEqual(pending)
    expect(pending).toMatchObject([{ torrentId: 1, completions: 1, announcedAt: 0 }])
    subject.reader.commit()
    const announcedAt = 29_000_001 * 60
    expect(subject.flush()).toMatchObject([{ torrentId: 1, completions: 1, announcedAt }])
  })

  test('is collected again when a flush was given up', () => {
    const entry = subject.find(1)
    subject.table.noteAnnounce(entry, 29_000_000)
    subject.table.addCompletion(entry)
    subject.collect()
    subject.reader.carryBack()
    subject.table.addCompletion(entry)
    const announcedAt = 29_000_000 * 60
    expect(subject.flush()).toMatchObject([{ torrentId: 1, completions: 2, announcedAt }])
  })

  test('is told until nobody is left, although nobody announces', () => {
    subject.table.noteAnnounce(subject.find(2), 29_000_000)
    subject.swarms.set(2, 3, 4)
    expect(subject.flush()).toMatchObject([{ torrentId: 2, seeders: 3, leechers: 4 }])
    expect(subject.flush()).toEqual([])
    subject.swarms.set(2, 3, 2)
    expect(subject.flush()).toMatchObject([{ torrentId: 2, seeders: 3, leechers: 2 }])
    subject.swarms.set(2, 0, 0)
    expect(subject.flush()).toMatchObject([{ torrentId: 2, seeders: 0, leechers: 0 }])
    subject.swarms.set(2, 1, 0)
    expect(subject.flush()).toEqual([])
  })

  test('waits for the next flush where a swarm cannot be read, and is lost by no one', () => {
    const entry = subject.find(1)
    subject.table.noteAnnounce(entry, 29_000_000)
    subject.table.addCompletion(entry)
    subject.swarms.set(1, 3, 4)
    const name = Buffer.from(hashOf(1)).toString('hex')
    subject.swarms.locked.add(name)
    expect(subject.flush()).toEqual([])
    subject.swarms.locked.delete(name)
    const announcedAt = 29_000_000 * 60
    const activity = { torrentId: 1, completions: 1, announcedAt, seeders: 3, leechers: 4 }
    expect(subject.flush()).toEqual([activity])
    expect(subject.flush()).toEqual([])
  })

  test('begins with the peers that the database remembers of the last run', () => {
    subject.put(3, { hadPeers: true, announcedAt: 29_000_000 * 60 + 17 })
    const announcedAt = 29_000_000 * 60
    expect(subject.flush()).toEqual([
      { torrentId: 3, completions: 0, announcedAt, seeders: 0, leechers: 0 },
    ])
    expect(subject.flush()).toEqual([])
  })

  test('of both swarms of a hybrid is one, with the peers of the larger one, where nearly all are in both', () => {
    const [one, other] = [hashOf(3), hashOf(4)]
    subject.put(3, { torrentId: 34, otherInfoHash: other })
    subject.put(4, { torrentId: 34, otherInfoHash: one })
    subject.swarms.set(3, 3, 21)
    subject.swarms.set(4, 10, 20)
    subject.table.addCompletion(subject.find(3))
    subject.table.addCompletion(subject.find(4))
    const both = { torrentId: 34, seeders: 10, leechers: 21 }
    expect(subject.flush()).toMatchObject([{ ...both, completions: 2 }])
    subject.table.addCompletion(subject.find(4))
    expect(subject.flush()).toMatchObject([{ ...both, completions: 1 }])
    subject.writer.remove(one)
    subject.table.addCompletion(subject.find(4))
    const left = { torrentId: 34, seeders: 10, leechers: 20 }
    expect(subject.flush()).toMatchObject([{ ...left, completions: 1 }])
  })

  test('of a torrent that was removed is stored still', () => {
    const entry = subject.find(1)
    subject.table.addCompletion(entry)
    subject.writer.remove(hashOf(1))
    // A thread that had found it before.
    subject.table.addCompletion(entry)
    expect(subject.collect()).toMatchObject([{ torrentId: 1, completions: 2 }])
    subject.table.addCompletion(entry)
    subject.reader.commit()
    expect(subject.flush()).toMatchObject([{ torrentId: 1, completions: 1 }])
    expect(subject.flush()).toEqual([])
  })

  test('a removal by itself is none', () => {
    subject.writer.remove(hashOf(2))
    expect(subject.flush()).toEqual([])
  })

  test('entries of removed torrents are used again, and count for themselves alone', () => {
    const small = new Subject(300)
    for (let number = 1; number < 5000; number++) {
      expect(small.put(number)).toBe(true)
      small.table.addCompletion(small.find(number))
      if (number > 250) small.writer.remove(hashOf(number - 250))
      if (number % 50 !== 0) continue
      const ids = small.flush().map(({ torrentId, completions }) => {
        expect(completions).toBe(1)
        return torrentId
      })
      expect(ids.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, index) => number - 49 + index),
      )
      for (const back of [0, 100, 249]) {
        if (number > back) expect(small.find(number - back), `${number - back}`).not.toBe(0)
      }
      if (number > 250) expect(small.find(number - 250)).toBe(0)
    }
    expect(small.table.entriesUsed).toBeLessThan(600)
  })
})

test('more activity than one flush takes comes with the next', () => {
  const subject = new Subject(flushActivitiesMax * 2)
  const count = flushActivitiesMax + 5000
  for (let number = 1; number <= count; number++) {
    subject.put(number)
    subject.table.addCompletion(subject.find(number))
  }
  const first = subject.collect()
  expect(subject.reader.isUnfinished).toBe(true)
  subject.reader.commit()
  const second = subject.collect()
  expect(subject.reader.isUnfinished).toBe(false)
  expect(first.length).toBeLessThan(flushActivitiesMax + 32)
  expect(first.length + second.length).toBe(count)
  expect(new Set([...first, ...second].map(({ torrentId }) => torrentId)).size).toBe(count)
})
