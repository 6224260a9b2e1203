import { beforeEach, describe, expect, test } from 'vitest'
import { createRegion } from '#base/region'
import { Failure } from '#tracker/wire/failure'
import { FailureDetail, failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { TorrentName } from '#tracker/wire/torrent-name'
import { admit } from './admit.ts'
import { planTable } from './table-layout.ts'
import { TableMemory } from './table-memory.ts'
import { TorrentTable } from './torrent-table.ts'
import { type RegisteredTorrent, TorrentTableWriter } from './torrent-table-writer.ts'

const seed = [1, 2] as const

function newTable(torrentsMax: number): { table: TorrentTable; writer: TorrentTableWriter } {
  const layout = planTable(torrentsMax)
  const region = createRegion(layout.bytes)
  new TableMemory(region, layout).format()
  const writer = new TorrentTableWriter({ region, layout, seed })
  return { writer, table: new TorrentTable({ region, layout, seed }) }
}

function hashOf(number: number): Uint8Array {
  const bytes = Buffer.alloc(20, 0xab)
  bytes.writeUInt32BE(number, 16)
  return bytes
}

function torrentOf(number: number, more: Partial<RegisteredTorrent> = {}): RegisteredTorrent {
  const name = `torrent ${number}`
  return {
    infoHash: hashOf(number),
    torrentId: number,
    name,
    isBanned: false,
    completed: 0,
    ...more,
  }
}

describe('a table of registered torrents', () => {
  let table: TorrentTable
  let writer: TorrentTableWriter
  beforeEach(() => {
    ;({ table, writer } = newTable(5000))
  })

  const find = (number: number): number =>
    table.find(new Int32Array(Uint8Array.from(hashOf(number)).buffer))
  const failureOf = (number: number): Failure => admit(table, find(number))
  const nameOf = (number: number): string => {
    const name = new TorrentName()
    table.readName(find(number), name)
    return Buffer.from(name.bytes.subarray(0, name.length)).toString()
  }
  const reasonOf = (number: number): string => {
    const detail = new FailureDetail()
    table.readReason(find(number), detail)
    return Buffer.from(detail.bytes.subarray(0, detail.length)).toString()
  }

  test('that is empty admits nothing, not even a hash of zeros', () => {
    expect(failureOf(1)).toBe(Failure.torrentUnregistered)
    expect(table.find(new Int32Array(5))).toBe(0)
  })

  test('admits what was put, and knows its id, name and completions', () => {
    expect(writer.put(torrentOf(7, { torrentId: 2 ** 32 - 1, completed: 12 }))).toBe(true)
    expect(failureOf(7)).toBe(Failure.none)
    expect(failureOf(8)).toBe(Failure.torrentUnregistered)
    expect(table.torrentId(find(7))).toBe(2 ** 32 - 1)
    expect(table.completed(find(7))).toBe(12)
    expect(nameOf(7)).toBe('torrent 7')
  })

  test('grows while everything that is in it is found', () => {
    for (let number = 0; number < 5000; number++) {
      expect(writer.put(torrentOf(number))).toBe(true)
      if (number % 97 === 0)
        for (let before = 0; before <= number; before += 13) expect(find(before)).not.toBe(0)
    }
    const entries = Array.from({ length: 5000 }, (_, number) => find(number))
    expect(new Set(entries).size).toBe(5000)
    expect(entries.map((entry) => table.torrentId(entry))).toEqual([...entries.keys()])
    expect(find(5000)).toBe(0)
  })

  test('refuses one more than it may hold, and has room again when one is gone', () => {
    for (let number = 0; number < 5000; number++) writer.put(torrentOf(number))
    expect(writer.room).toBe(0)
    expect(writer.put(torrentOf(5000))).toBe(false)
    expect(failureOf(5000)).toBe(Failure.torrentUnregistered)
    expect(writer.put(torrentOf(4999, { isBanned: true }))).toBe(true)
    writer.remove(hashOf(0))
    expect(writer.room).toBe(1)
    expect(writer.put(torrentOf(5000))).toBe(true)
    expect(failureOf(5000)).toBe(Failure.none)
  })

  test('forgets what was removed, and takes it up again as something new', () => {
    writer.put(torrentOf(1, { completed: 3 }))
    table.addCompletion(find(1))
    writer.remove(hashOf(1))
    writer.remove(hashOf(1))
    expect(failureOf(1)).toBe(Failure.torrentUnregistered)
    expect(writer.count).toBe(0)
    writer.put(torrentOf(1, { completed: 9 }))
    expect(failureOf(1)).toBe(Failure.none)
    expect(table.completed(find(1))).toBe(9)
    expect(writer.count).toBe(1)
  })

  test('bans and unbans at once; the reason is told only where one is given', () => {
    writer.put(torrentOf(1))
    writer.put(torrentOf(1, { isBanned: true, banReason: 'gelöscht' }))
    expect(failureOf(1)).toBe(Failure.torrentBanned)
    expect(reasonOf(1)).toBe('gelöscht')
    writer.put(torrentOf(1, { isBanned: true }))
    expect(failureOf(1)).toBe(Failure.torrentBanned)
    expect(reasonOf(1)).toBe('')
    writer.put(torrentOf(1))
    expect(failureOf(1)).toBe(Failure.none)
    expect(writer.count).toBe(1)
  })

  test.each([
    ['expunged', Failure.torrentExpunged],
    ['removed', Failure.torrentRemoved],
    ['purged', Failure.torrentPurged],
  ] as const)(
    'a torrent that was %s is told so, with the reason, until it is back',
    (kind, failure) => {
      const tombstone = { kind, reason: 'doppelt' }
      writer.put(torrentOf(1, { completed: 3 }))
      writer.put(torrentOf(1, { tombstone, isBanned: true, banReason: 'spam' }))
      expect([failureOf(1), reasonOf(1)]).toEqual([failure, 'doppelt'])
      expect(table.isLive(find(1))).toBe(false)
      writer.put(torrentOf(2, { tombstone: { kind, reason: '' } }))
      expect([failureOf(2), reasonOf(2)]).toEqual([failure, ''])
      writer.put(torrentOf(1))
      expect([failureOf(1), reasonOf(1)]).toEqual([Failure.none, ''])
      expect(table.completed(find(1))).toBe(3)
      writer.remove(hashOf(2))
      expect(failureOf(2)).toBe(Failure.torrentUnregistered)
    },
  )

  test('knows the id in the announce addresses of a torrent, and of none that takes its place', () => {
    writer.put(torrentOf(1, { announceGid: 2 ** 31 - 1 }))
    expect(table.announceGid(find(1))).toBe(2 ** 31 - 1)
    writer.put(torrentOf(1, { announceGid: 7 }))
    expect(table.announceGid(find(1))).toBe(7)
    writer.put(torrentOf(1, { torrentId: 99 }))
    expect(table.announceGid(find(1))).toBe(0)
  })

  test('keeps its own count of completions when a torrent changes', () => {
    writer.put(torrentOf(1, { completed: 3 }))
    table.addCompletion(find(1))
    writer.put(torrentOf(1, { completed: 3, name: 'another name' }))
    expect(table.completed(find(1))).toBe(4)
    expect(nameOf(1)).toBe('another name')
  })

  test('takes another id for another torrent', () => {
    writer.put(torrentOf(1, { completed: 3 }))
    writer.put(torrentOf(1, { completed: 5, torrentId: 77 }))
    expect(table.torrentId(find(1))).toBe(77)
    expect(table.completed(find(1))).toBe(5)
    expect(writer.count).toBe(1)
  })

  test('cuts a reason that no reply has room for', () => {
    const reason = 'x'.repeat(failureDetailBytesMax)
    writer.put(torrentOf(1, { isBanned: true, banReason: `${reason}yz` }))
    expect(reasonOf(1)).toBe(reason)
  })

  test('is ready for many at once', () => {
    writer.put(torrentOf(1))
    writer.reserve(4000)
    expect(find(1)).not.toBe(0)
    for (let number = 2; number < 4000; number++) writer.put(torrentOf(number))
    expect(find(1)).not.toBe(0)
    expect(find(3999)).not.toBe(0)
  })
})
