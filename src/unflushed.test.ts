/** What waits to be stored: what a flush is given of it at most, and that marks and credits go together. */
import { beforeEach, describe, expect, test } from 'vitest'
import { type PairMark, pairKey, type SessionMark, sessionKey } from '#tracker/accounting/marks'
import { type Announced, settle } from '#tracker/accounting/settle'
import { AnnounceEvent } from '#tracker/wire/announce'
import { type FlushContents, Unflushed } from './unflushed.ts'

const noon = 20_000 * 86_400 + 43_200
const client = 'qBittorrent 5.0.0'
const rules = {
  intervalSeconds: 1800,
  minIntervalSeconds: 900,
  torrent: () => ({ sizeBytes: 1000, uploaderId: 99 }),
}

/** Settles announces and remembers their marks, as the ledger does. */
class Subject {
  readonly unflushed = new Unflushed(3)
  readonly #sessions = new Map<string, SessionMark>()
  readonly #pairs = new Map<string, PairMark>()

  hear(...announces: Announced[]): void {
    const settlement = settle({ sessions: this.#sessions, pairs: this.#pairs }, announces, rules)
    const heard = announces.map((announce) => ({ ...announce, client }))
    this.unflushed.add(heard, settlement, (key) => !this.#sessions.has(key))
    for (const [key, mark] of settlement.sessions) this.#sessions.set(key, mark)
    for (const [key, pair] of settlement.pairs) this.#pairs.set(key, pair)
  }

  flushes(most: number): FlushContents[] {
    const taken: FlushContents[] = []
    while (!this.unflushed.isEmpty) taken.push(this.unflushed.take(most))
    return taken
  }
}

function announceOf(more: Partial<Announced> = {}): Announced {
  const event = AnnounceEvent.none
  const name = { torrentId: 1, memberId: 7, peer: 'a' }
  const counters = { uploaded: 0, downloaded: 0, left: 1000 }
  return { ...name, ...counters, at: noon, event, ...more }
}

describe('what waits to be stored', () => {
  let subject: Subject
  beforeEach(() => {
    subject = new Subject()
  })

  test('of a member with many torrents is stored in parts, each with what its own marks credit', () => {
    const torrents = Array.from({ length: 25 }, (_, index) => index + 1)
    for (const uploaded of [0, 10])
      subject.hear(
        ...torrents.map((torrentId) =>
          announceOf({ torrentId, uploaded, at: noon + uploaded * 180 }),
        ),
      )
    expect(subject.unflushed.size).toBe(25)
    const flushes = subject.flushes(10)
    expect(flushes.map(({ marks }) => marks.length)).toEqual([10, 10, 5])
    for (const { marks, pairs, days } of flushes) {
      expect(new Set(marks.map(pairKey))).toEqual(new Set(pairs.map(pairKey)))
      expect(pairs.map(({ uploaded }) => uploaded)).toEqual(marks.map(() => 10))
      expect(days).toMatchObject([{ memberId: 7, day: 20_000, uploaded: 10 * marks.length }])
    }
    expect(subject.unflushed.size).toBe(0)
  })

  test('of one torrent with more sessions than a flush takes has its credits with the last of them', () => {
    const peers = Array.from({ length: 25 }, (_, index) => `peer ${index}`)
    for (const uploaded of [0, 10])
      subject.hear(
        ...peers.map((peer) => announceOf({ peer, uploaded, at: noon + uploaded * 180 })),
      )
    const flushes = subject.flushes(10)
    expect(
      flushes.map(({ marks, pairs, days }) => [marks, pairs, days].map((all) => all.length)),
    ).toEqual([
      [10, 0, 0],
      [10, 0, 0],
      [5, 1, 1],
    ])
    expect(flushes.at(-1)?.pairs).toMatchObject([{ uploaded: 250, lastAt: noon + 1800, client }])
    expect(new Set(flushes.flatMap(({ marks }) => marks.map(sessionKey))).size).toBe(25)
  })

  test('goes on between two parts, each session with its last mark', () => {
    const peers = ['a', 'b', 'c']
    subject.hear(...peers.map((peer) => announceOf({ peer })))
    const first = subject.unflushed.take(2)
    expect(first).toMatchObject({ marks: [{ uploaded: 0 }, { uploaded: 0 }], pairs: [] })
    subject.hear(...peers.map((peer) => announceOf({ peer, uploaded: 5, at: noon + 1800 })))
    expect(peers.every((peer) => subject.unflushed.has(sessionKey(announceOf({ peer })), 7))).toBe(
      true,
    )
    const { marks, pairs } = subject.unflushed.take(10)
    expect(marks.map(({ uploaded }) => uploaded)).toEqual([5, 5, 5])
    expect(pairs).toMatchObject([{ uploaded: 15, firstAt: noon, lastAt: noon + 1800 }])
  })

  test('of one member is each day once, and each torrent with the sum of its days', () => {
    for (const torrentId of [1, 2])
      for (const [uploaded, at] of [
        [0, noon],
        [10, noon + 1800],
        [30, noon + 86_400],
      ] as const)
        subject.hear(announceOf({ torrentId, uploaded, at }))
    const { pairs, days } = subject.unflushed.take(10)
    expect(pairs.map(({ torrentId, uploaded }) => [torrentId, uploaded])).toEqual([
      [1, 30],
      [2, 30],
    ])
    expect(days.map(({ day, uploaded }) => [day, uploaded])).toEqual([
      [20_000, 20],
      [20_001, 40],
    ])
  })

  test('begins with members with sessions that no flush has stored', () => {
    subject.hear(announceOf())
    subject.flushes(10)
    subject.hear(announceOf({ at: noon + 1800 }), announceOf({ memberId: 8 }))
    expect(subject.unflushed.take(1).marks).toMatchObject([{ memberId: 8 }])
  })

  test('of ends of downloads without a key are no more than there is room for, the others counted as lost', () => {
    const event = AnnounceEvent.completed
    const end = (peer: string) => announceOf({ memberId: 0, event, left: 0, peer })
    for (const peer of ['a', 'b', 'a', 'c', 'd', 'e', 'a']) subject.hear(end(peer))
    expect(subject.unflushed).toMatchObject({ size: 3, lost: 2, isEmpty: false })
    const taken = subject.flushes(2).map(({ anonymous }) => anonymous.map(({ peer }) => peer))
    expect(taken).toEqual([['a', 'b'], ['c']])
    subject.hear(end('d'))
    expect(subject.unflushed).toMatchObject({ size: 1, lost: 2 })
  })
})
