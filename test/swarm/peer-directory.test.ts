/** A list that outgrows one block and shrinks again, seen through the store. */
import { describe, expect, test } from 'vitest'
import { codeOf, countOf, firstDirectoryCode, type ListKind, Word } from '#tracker/swarm/list-shape'
import { AnnounceEvent } from '#tracker/wire/announce'
import { formattedRegion, peerName, type StoreOptions, StoreUnderTest } from './store-under-test.ts'

function newStore(options: StoreOptions = {}): StoreUnderTest {
  const { region, layout } = formattedRegion(options)
  return new StoreUnderTest(region, layout, 0, options)
}

/** What the leechers' list of a family is: its count, and its directory's entries or 0 for one block. */
function shapeOf({ store }: StoreUnderTest, family: 4 | 6): { count: number; entries: number } {
  const { index, directory, memory } = store.parts
  const record = index.find(index.hash(new Int32Array(5)), new Int32Array(5))
  const kind: ListKind = family === 4 ? 1 : 3
  const list = record === 0 ? 0 : (memory.words[record + Word.lists + kind] ?? 0)
  const isDirectory = codeOf(list) >= firstDirectoryCode
  return { count: countOf(list), entries: isDirectory ? directory.size(record, kind) : 0 }
}

const families = [
  { family: 4, blockCapacity: 73 },
  { family: 6, blockCapacity: 26 },
] as const

describe.for(families)('a list of IPv$family peers', ({ family, blockCapacity }) => {
  const torrent = 0

  test('is one block as long as that holds it, and a directory from then on', () => {
    const subject = newStore()
    for (let peer = 0; peer < blockCapacity; peer++) subject.announce({ torrent, peer, family })
    expect(shapeOf(subject, family)).toEqual({ count: blockCapacity, entries: 0 })
    subject.announce({ torrent, peer: blockCapacity, family })
    const { count, entries } = shapeOf(subject, family)
    expect(count).toBe(blockCapacity + 1)
    expect(entries).toBeGreaterThanOrEqual(2)
    expect(subject.faults()).toEqual([])
  })

  test('knows everybody in it at every size, and grows with them', () => {
    const subject = newStore()
    for (let peers = 1; peers <= 8192; peers *= 2) {
      for (let peer = 0; peer < peers; peer++) subject.announce({ torrent, peer, family })
      expect(subject.scrape(torrent).leechers).toBe(peers)
      expect(subject.faults()).toEqual([])
      const { entries } = shapeOf(subject, family)
      expect(entries * blockCapacity).toBeLessThan(peers * 16 + blockCapacity)
    }
    const told = subject.announce({ torrent, peer: 1_000_000, family, left: 0, want: 400 })
    const names = new Set(Array.from({ length: 8192 }, (_, peer) => peerName(peer, family)))
    const known = [...told.ipv4, ...told.ipv6].filter((name) => names.has(name))
    expect(new Set(known).size).toBe(400)
  })

  test('lets go of exactly those who stop, down to nothing', () => {
    const subject = newStore()
    for (let peer = 0; peer < 3000; peer++) subject.announce({ torrent, peer, family })
    for (let left = 3000; left > 0; left--) {
      // In another order than they came.
      const peer = (left * 1009) % 3000
      subject.announce({ torrent, peer, family, event: AnnounceEvent.stopped })
      if (left % 500 === 1) expect(subject.faults(), `${left - 1} are left`).toEqual([])
      expect(subject.scrape(torrent).leechers).toBe(left - 1)
    }
    expect(shapeOf(subject, family)).toEqual({ count: 0, entries: 0 })
  })

  test('becomes one block again when few are left', () => {
    const subject = newStore()
    for (let peer = 0; peer < 5000; peer++) subject.announce({ torrent, peer, family })
    for (let peer = 10; peer < 5000; peer++)
      subject.announce({ torrent, peer, family, event: AnnounceEvent.stopped })
    expect(shapeOf(subject, family)).toEqual({ count: 10, entries: 0 })
    for (let peer = 0; peer < 10; peer++) subject.announce({ torrent, peer, family })
    expect(subject.scrape(torrent).leechers).toBe(10)
    expect(subject.faults()).toEqual([])
  })

  test('tells everybody where everybody is wanted', () => {
    const subject = newStore()
    for (let peer = 0; peer < 300; peer++) subject.announce({ torrent, peer, family })
    const told = subject.announce({ torrent, peer: 7, family, want: 400 })
    const others = Array.from({ length: 300 }, (_, peer) => peerName(peer, family))
    expect(new Set([...told.ipv4, ...told.ipv6])).toEqual(
      new Set(others.filter((name) => name !== peerName(7, family))),
    )
  })

  test('holds the latest ones of a crowded source and all of the others', () => {
    const subject = newStore({ capSources: true })
    const [crowd, most] = [12_345, family === 4 ? 16 : 8]
    for (let port = 1; port <= 500; port++) {
      subject.announce({ torrent, peer: port, family })
      subject.announce({ torrent, peer: crowd, family, port: 10_000 + port })
    }
    expect(subject.scrape(torrent).leechers).toBe(500 + most)
    expect(subject.faults()).toEqual([])
  })
})
