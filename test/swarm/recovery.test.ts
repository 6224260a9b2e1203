/** What a dead thread leaves locked is taken over, and what it left broken is emptied. */
import { describe, expect, test } from 'vitest'
import { Header, shardCount } from '#tracker/swarm/layout'
import { listWord, Word } from '#tracker/swarm/list-shape'
import { lock, unlock } from '#tracker/swarm/lock'
import { recoverLocks } from '#tracker/swarm/recovery'
import { swarmTotals } from '#tracker/swarm/swarm-totals'
import { AnnounceEvent } from '#tracker/wire/announce'
import { formattedRegion, type StoreOptions, StoreUnderTest } from './store-under-test.ts'

const deadSlot = 0
const mainSlot = 63

/** The stores of a thread that is to die, of another one, and of main. */
function newStores(options: StoreOptions = {}): Record<'dead' | 'alive' | 'main', StoreUnderTest> {
  const { region, layout } = formattedRegion(options)
  const storeOf = (slot: number): StoreUnderTest =>
    new StoreUnderTest(region, layout, slot, options)
  return { dead: storeOf(deadSlot), alive: storeOf(1), main: storeOf(mainSlot) }
}

/** The shard of a torrent, the word of its lock, and the word of its record. */
function placeOf(
  { store }: StoreUnderTest,
  torrent: number,
): { shard: number; lockAt: number; record: number } {
  const infoHash = Buffer.alloc(20)
  infoHash.writeUInt32BE(torrent, 8)
  const words = new Int32Array(new Uint8Array(infoHash).buffer)
  const { index } = store.parts
  const hash = index.hash(words)
  const shard = index.shardOf(hash)
  return { shard, lockAt: index.shardAt(shard), record: index.find(hash, words) }
}

function fill(subject: StoreUnderTest, torrents: number, peers: number): void {
  for (let torrent = 0; torrent < torrents; torrent++)
    for (let peer = 0; peer < peers; peer++)
      subject.announce({ torrent, peer, left: peer % 2, family: peer % 3 === 0 ? 6 : 4 })
}

describe('recovery', () => {
  test('finds nothing to do after a thread that held no lock', () => {
    const { dead, main } = newStores()
    fill(dead, 50, 5)
    expect(recoverLocks(main.store.parts, deadSlot)).toEqual({ taken: 0, emptied: 0 })
  })

  test('takes over the lock of a shard that is whole, and leaves its swarms as they are', () => {
    const { dead, alive, main } = newStores()
    fill(dead, 50, 5)
    const { words } = main.store.parts.memory
    lock(words, placeOf(dead, 7).lockAt, deadSlot)
    expect(recoverLocks(main.store.parts, deadSlot)).toEqual({ taken: 1, emptied: 0 })
    expect(alive.announce({ torrent: 7, peer: 99, want: 50 }).ipv6).toHaveLength(2)
    expect(alive.scrape(7)).toMatchObject({ seeders: 3, leechers: 3 })
    expect(main.faults()).toEqual([])
  })

  test('leaves the locks of those who live', () => {
    const { alive, main } = newStores()
    const { words } = main.store.parts.memory
    const { lockAt } = placeOf(alive, 7)
    lock(words, lockAt, 1)
    lock(words, Header.poolLock, 1)
    expect(recoverLocks(main.store.parts, deadSlot)).toEqual({ taken: 0, emptied: 0 })
    expect([words[lockAt], words[Header.poolLock]]).toEqual([2, 2])
    unlock(words, lockAt)
  })

  test('takes over the lock of the pool', () => {
    const { main, alive } = newStores()
    const { words } = main.store.parts.memory
    lock(words, Header.poolLock, deadSlot)
    recoverLocks(main.store.parts, deadSlot)
    expect(words[Header.poolLock]).toBe(0)
    // Enough frees that magazines go through the pool's lock.
    fill(alive, 1000, 3)
    for (let torrent = 0; torrent < 1000; torrent++)
      for (let peer = 0; peer < 3; peer++)
        alive.announce({
          torrent,
          peer,
          event: AnnounceEvent.stopped,
          family: peer % 3 === 0 ? 6 : 4,
        })
    expect(main.faults()).toEqual([])
  })

  /** Ways in which a thread can leave a torrent whose announce it did not finish. */
  const damages: Record<string, (words: Int32Array, record: number) => void> = {
    'a count that is too high': (words, record) => {
      words[record + Word.lists] = (words[record + Word.lists] ?? 0) + 1
    },
    'a count that is too low': (words, record) => {
      words[record + Word.lists + 1] = (words[record + Word.lists + 1] ?? 0) - 1
    },
    'a list that lies nowhere': (words, record) => {
      words[record + Word.references] = 0x0fff_ffff
    },
    'a directory that is none': (words, record) => {
      words[record + Word.lists] = listWord(2, 8)
    },
    'partial seeds that do not exist': (words, record) => {
      words[record + Word.partialSeeds] = 3
    },
    'an info-hash of another shard': (words, record) => {
      words[record] = ~(words[record] ?? 0)
    },
    'a chain that leads out of the pool': (words, record) => {
      words[record + Word.next] = 1
    },
    'a chain that runs in a circle': (words, record) => {
      words[record + Word.next] = record >> 2
    },
  }

  test.for(Object.keys(damages))('empties a shard with %s, and it works again', (damage) => {
    const { dead, alive, main } = newStores()
    fill(dead, 50, 5)
    const { words } = main.store.parts.memory
    const { lockAt, record } = placeOf(dead, 7)
    lock(words, lockAt, deadSlot)
    damages[damage]?.(words, record)
    expect(recoverLocks(main.store.parts, deadSlot)).toEqual({ taken: 1, emptied: 1 })
    expect(main.faults()).toEqual([])
    expect(alive.scrape(7)).toMatchObject({ seeders: 0, leechers: 0 })
    expect(alive.scrape(8)).toMatchObject({ seeders: 3, leechers: 2 })
    fill(alive, 50, 5)
    expect(alive.scrape(7)).toMatchObject({ seeders: 3, leechers: 2 })
    expect(main.faults()).toEqual([])
    expect(swarmTotals(main.store.parts.memory)).toMatchObject({ torrents: 50 })
  })

  test('empties all shards of a thread that left all of them broken', () => {
    const { dead, alive, main } = newStores()
    fill(dead, 3000, 2)
    const { words } = main.store.parts.memory
    const broken = new Set<number>()
    for (let torrent = 0; torrent < 3000; torrent++) {
      const { shard, lockAt, record } = placeOf(dead, torrent)
      if (broken.has(shard)) continue
      broken.add(shard)
      lock(words, lockAt, deadSlot)
      words[record + Word.partialSeeds] = 1
    }
    const { taken, emptied } = recoverLocks(main.store.parts, deadSlot)
    expect([taken, emptied]).toEqual([broken.size, broken.size])
    expect(broken.size).toBeGreaterThan(shardCount / 2)
    expect(swarmTotals(main.store.parts.memory)).toMatchObject({ torrents: 0, leechers4: 0 })
    fill(alive, 3000, 2)
    expect(main.faults()).toEqual([])
  })

  test('gives the room of an emptied shard back to the ceilings', () => {
    const { dead, alive, main } = newStores({ peersMax: 100, torrentsMax: 100 })
    for (let peer = 0; peer < 100; peer++) dead.announce({ torrent: 7, peer })
    // A swarm in which somebody has come back gives way to nobody.
    dead.clock.nowSeconds += 1000
    dead.announce({ torrent: 7, peer: 0 })
    expect(alive.announce({ torrent: 7, peer: 1000 }).stored).toBe(false)
    const { words } = main.store.parts.memory
    const { lockAt, record } = placeOf(dead, 7)
    lock(words, lockAt, deadSlot)
    words[record + Word.partialSeeds] = 1
    recoverLocks(main.store.parts, deadSlot)
    const announce = (peer: number): boolean => alive.announce({ torrent: 9, peer }).stored
    expect(Array.from({ length: 100 }, (_, peer) => announce(peer))).not.toContain(false)
    alive.clock.nowSeconds += 2000
    announce(0)
    expect(announce(100)).toBe(false)
  })
})
