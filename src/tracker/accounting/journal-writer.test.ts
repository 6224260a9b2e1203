import { beforeEach, describe, expect, test } from 'vitest'
import { journalRecordsMax } from '#base/limits'
import { createRegion, openRegion, type Region } from '#base/region'
import { Announce, AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import type { JournalEntry } from './journal-entry.ts'
import { journalBytes, keptForEnds } from './journal-layout.ts'
import { JournalReader } from './journal-reader.ts'
import { JournalWriter } from './journal-writer.ts'

const slots = 2

function announce(more: Partial<Announce> = {}): Announce {
  const request = new Announce()
  request.infoHash.fill(7)
  request.peerId.set(Buffer.from('-qB4520-abcdefghijkl'))
  return Object.assign(request, more)
}

describe('what a thread notes', () => {
  let region: Region
  let reader: JournalReader
  const writers: JournalWriter[] = []
  beforeEach(() => {
    region = createRegion(journalBytes(slots))
    reader = new JournalReader({ region, slots })
    for (let slot = 0; slot < slots; slot++) writers[slot] = new JournalWriter({ region, slot })
  })
  const writer = (slot = 0): JournalWriter => writers[slot] as JournalWriter
  const note = (
    request: Announce,
    torrentId: number,
    memberId: number,
    failure: Failure = Failure.none,
    isCompletion = false,
  ): void => writer().note(request, torrentId, memberId, failure, 12, isCompletion)
  /** What main finds after the batch. */
  const take = (most: number): JournalEntry[] => {
    for (const one of writers) one.publish()
    return reader.take(most)
  }

  test('is what main reads', () => {
    writer().nowSeconds = 4_000_000_000
    const request = announce({ event: AnnounceEvent.stopped, isUdp: true, family: 6 })
    Object.assign(request, { uploaded: 2 ** 50, downloaded: 2 ** 40 + 1, left: 3 })
    note(request, 2 ** 32 - 1, 2 ** 31)
    expect(take(10)).toEqual([
      {
        kind: 'announce',
        at: 4_000_000_000,
        sequence: 0,
        torrentId: 2 ** 32 - 1,
        memberId: 2 ** 31,
        event: AnnounceEvent.stopped,
        family: 6,
        protocol: 'udp',
        peerId: request.peerId,
        uploaded: 2 ** 50,
        downloaded: 2 ** 40 + 1,
        left: 3,
        leechers: 12,
      },
    ])
    expect(take(10)).toEqual([])
  })

  test('of somebody without a key is the end of a download that the swarm counts, and nothing else', () => {
    for (const event of Object.values(AnnounceEvent)) {
      const isCompletion = event === AnnounceEvent.completed
      note(announce({ event, left: 0 }), 1, 0)
      note(announce({ event, left: 1 }), 1, 0, Failure.none, isCompletion)
      note(announce({ event }), 1, 0, Failure.torrentBanned)
      note(announce({ event, left: 0 }), 2, 0, Failure.none, isCompletion)
    }
    expect(take(20)).toMatchObject([
      { torrentId: 2, memberId: 0, event: AnnounceEvent.completed, left: 0 },
    ])
  })

  test('of a member who is refused is what was asked for and why', () => {
    note(announce(), 0, 5, Failure.torrentUnregistered)
    const [entry] = take(10)
    const client = new Uint8Array(Buffer.from('-qB4520-'))
    expect(entry).toMatchObject({
      kind: 'refusal',
      memberId: 5,
      failure: Failure.torrentUnregistered,
    })
    expect(entry).toMatchObject({ infoHash: new Uint8Array(20).fill(7), client })
  })

  test('comes from all threads in the order of time, a share of each', () => {
    for (let number = 0; number < 6; number++) {
      writer(number % 2).nowSeconds = 100 - number
      writer(number % 2).note(announce(), number, 1, Failure.none, 0, false)
    }
    const first = take(4)
    const second = take(4)
    expect(first.map(({ torrentId }) => torrentId)).toEqual([3, 2, 1, 0])
    expect(second.map(({ torrentId }) => torrentId)).toEqual([5, 4])
  })

  test('is not there before the end of its batch', () => {
    note(announce(), 1, 1)
    note(announce(), 2, 1)
    expect(reader.take(10)).toEqual([])
    writer().publish()
    expect(reader.take(10).map(({ torrentId }) => torrentId)).toEqual([1, 2])
    writer().publish()
    expect(reader.take(10)).toEqual([])
  })

  test('a thread that dies in the middle of a batch loses that batch and nothing else', () => {
    note(announce(), 1, 1)
    writer().publish()
    note(announce({ uploaded: 2 ** 50 }), 2, 2)
    note(announce({ uploaded: 2 ** 50 }), 3, 3)
    writers[0] = new JournalWriter({ region: openRegion(region.handle), slot: 0 })
    note(announce({ uploaded: 4 }), 4, 4)
    expect(take(10)).toMatchObject([
      { sequence: 0, torrentId: 1, memberId: 1, uploaded: 0 },
      { sequence: 1, torrentId: 4, memberId: 4, uploaded: 4 },
    ])
    expect(reader.dropped).toBe(0)
  })

  test('of a batch that fills the ring main can take the beginning', () => {
    for (let count = 0; count < journalRecordsMax; count++) note(announce(), 1, 1)
    const entries = reader.take(journalRecordsMax * 2)
    expect(entries).toHaveLength(journalRecordsMax - keptForEnds)
    note(announce(), 2, 1)
    expect(take(10)).toMatchObject([{ torrentId: 2 }])
    expect(reader.dropped).toBe(keptForEnds)
  })

  test('a ring goes round, and a thread that takes the place of another goes on', () => {
    let expected = 0
    for (let round = 0; round < 5; round++) {
      writers[0] = new JournalWriter({ region: openRegion(region.handle), slot: 0 })
      for (let count = 0; count < journalRecordsMax / 4; count++) note(announce(), 1 + count, 1)
      for (const entry of take(journalRecordsMax)) {
        if (entry.sequence !== expected) expect(entry.sequence).toBe(expected)
        expected++
      }
    }
    expect(expected).toBe((journalRecordsMax / 4) * 5)
    expect(reader.dropped).toBe(0)
  })

  test('a full ring loses records and counts them, and takes what ends something longer', () => {
    const room = journalRecordsMax - keptForEnds
    for (let count = 0; count < room + 3; count++) note(announce(), 1, 1)
    expect(reader.dropped).toBe(3)
    note(announce(), 1, 1, Failure.torrentUnregistered)
    expect(reader.dropped).toBe(4)
    const ends = [AnnounceEvent.stopped, AnnounceEvent.completed]
    for (let count = 0; count < keptForEnds + 2; count++)
      note(announce({ event: ends[count % 2] as AnnounceEvent }), 2, 1)
    expect(reader.dropped).toBe(6)
    const entries = take(journalRecordsMax * 2)
    expect(entries).toHaveLength(journalRecordsMax)
    expect(entries.filter(({ torrentId }) => torrentId === 2)).toHaveLength(keptForEnds)
    note(announce(), 3, 1)
    expect(take(10)).toMatchObject([{ torrentId: 3 }])
  })

  test('what members are refused takes no more than half of a ring', () => {
    const half = journalRecordsMax / 2
    for (let count = 0; count < half + 10; count++)
      note(announce(), 0, 1, Failure.torrentUnregistered)
    expect(reader.dropped).toBe(10)
    note(announce(), 1, 1)
    expect(take(journalRecordsMax * 2)).toHaveLength(half + 1)
  })
})
