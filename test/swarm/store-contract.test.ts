/**
 * What the swarm store promises, on both kinds of region: it agrees with a map of maps after any sequence of
 * announces, chooses peers uniformly, keeps its ceilings, expires the silent, and gives all memory back.
 */
import { describe, expect, test } from 'vitest'
import { Prng } from '#base/prng'
import type { RegionHandle } from '#base/region'
import { shardCount } from '#tracker/swarm/layout'
import { swarmTotals } from '#tracker/swarm/swarm-totals'
import { AnnounceEvent } from '#tracker/wire/announce'
import { type ModelPeer, ReferenceSwarms } from './reference-swarms.ts'
import { formattedRegion, peerName, type StoreOptions, StoreUnderTest } from './store-under-test.ts'

const kinds: RegionHandle['kind'][] =
  process.platform === 'linux' ? ['memory-file', 'shared'] : ['shared']

describe.each(kinds)('a store in a %s region', (kind) => {
  function open(options: StoreOptions = {}): StoreUnderTest {
    const { region, layout } = formattedRegion({ kind, ...options })
    return new StoreUnderTest(region, layout, 0, options)
  }

  test('agrees with a map of maps over 100,000 random announces', () => {
    const seed = 20_261_120
    const subject = open({ seed })
    const model = new ReferenceSwarms()
    const random = new Prng(seed, 2, 3)
    for (let step = 0; step < 100_000; step++) {
      const torrent = random.below(4) === 0 ? random.below(500) : random.below(6)
      const peer = random.below(1500)
      const family = random.below(3) === 0 ? 6 : 4
      runStep(subject, model, random, torrent, peer, family)
      if (step % 20_000 === 19_999) expect(subject.faults()).toEqual([])
    }
    for (let torrent = 0; torrent < 500; torrent++) {
      const { seeders, leechers, downloaders, completed } = subject.scrape(torrent)
      expect({ seeders, leechers, downloaders }).toEqual(model.counts(`${torrent}`))
      expect(completed).toBe(model.completed.get(`${torrent}`) ?? 0)
    }
  })

  test('chooses uniformly from small and large swarms', () => {
    for (const [peers, want] of [
      [20, 5],
      [300, 50],
      [2000, 30],
    ] as const) {
      const subject = open({ seed: peers })
      for (let peer = 0; peer < peers; peer++) subject.announce({ torrent: 1, peer })
      const tallies = tally(subject, peers, want, 6000)
      // Peers of one bucket are told together, so the statistic spreads more than its table says; its
      // mean stays the number of peers. A choice that is off by a tenth for a tenth of them fails.
      const expected = (6000 * want) / (peers - 1)
      const others = tallies.slice(1)
      expect(tallies[0]).toBe(0)
      const chiSquare = others.reduce((sum, told) => sum + (told - expected) ** 2 / expected, 0)
      expect(chiSquare / others.length).toBeLessThan(1.35)
      expect(Math.min(...others)).toBeGreaterThan(expected / 2)
    }
  })

  test('tells no peer twice, never the announcer, and as many as there are', () => {
    for (const peers of [1, 2, 3, 30, 74, 75, 200, 1200]) {
      const subject = open()
      for (let peer = 0; peer < peers; peer++)
        subject.announce({ torrent: 1, peer, family: peer % 2 ? 4 : 6 })
      for (const want of [1, 2, 50, 200]) {
        for (let peer = 0; peer < Math.min(peers, 40); peer++) {
          const family = peer % 2 ? 4 : 6
          const told = subject.announce({ torrent: 1, peer, family, want })
          const all = [...told.ipv4, ...told.ipv6]
          expect(new Set(all).size).toBe(all.length)
          expect(all).toHaveLength(Math.min(want, peers - 1))
          expect(all).not.toContain(peerName(peer, family))
        }
      }
    }
  })

  test('tells seeders of leechers only, and leechers of seeders first', () => {
    const subject = open()
    for (let peer = 0; peer < 60; peer++) subject.announce({ torrent: 1, peer, left: 0 })
    for (let peer = 60; peer < 62; peer++) subject.announce({ torrent: 1, peer })
    expect(subject.announce({ torrent: 1, peer: 0, left: 0, want: 50 }).ipv4.toSorted()).toEqual(
      [peerName(60, 4), peerName(61, 4)].toSorted(),
    )
    expect(subject.announce({ torrent: 1, peer: 60, want: 50 }).ipv4).not.toContain(peerName(61, 4))
    expect(subject.announce({ torrent: 1, peer: 60, want: 61 }).ipv4).toContain(peerName(61, 4))
  })

  test('tells a UDP announcer of its own family only', () => {
    const subject = open()
    for (let peer = 0; peer < 10; peer++)
      subject.announce({ torrent: 1, peer, family: peer < 5 ? 4 : 6 })
    const told = subject.announce({ torrent: 1, peer: 0, want: 50, bothFamilies: false })
    expect([told.ipv4.length, told.ipv6.length]).toEqual([4, 0])
    const told6 = subject.announce({
      torrent: 1,
      peer: 9,
      family: 6,
      want: 50,
      bothFamilies: false,
    })
    expect([told6.ipv4.length, told6.ipv6.length]).toEqual([0, 4])
  })

  test('a silent peer lives its time and is gone a lap later', () => {
    const subject = open({ peerTimeoutSeconds: 600 })
    const start = subject.clock.nowSeconds
    for (let peer = 0; peer < 3000; peer++) subject.announce({ torrent: peer % 7, peer })
    subject.clock.nowSeconds = start + 300
    subject.announce({ torrent: 0, peer: 0 })
    for (let now = start + 300; now <= start + 600; now += 5) {
      subject.clock.nowSeconds = now
      subject.sweepAll()
    }
    expect(swarmTotals(subject.store.parts.memory).leechers4).toBe(3000)
    for (let now = start + 600; now <= start + 600 + 180; now += 5) {
      subject.clock.nowSeconds = now
      subject.sweepAll()
    }
    expect(swarmTotals(subject.store.parts.memory)).toMatchObject({ torrents: 1, leechers4: 1 })
    expect(subject.faults()).toEqual([])
  })

  test.each([500, 3600, 86_400])(
    'a clock set back by %d s drops nobody at once and keeps the silent no longer than their time',
    (back) => {
      const subject = open({ peerTimeoutSeconds: 600 })
      const sweepUntil = (end: number): void => {
        for (; subject.clock.nowSeconds < end; subject.clock.nowSeconds += 5) subject.sweepAll()
      }
      const start = subject.clock.nowSeconds
      for (let peer = 0; peer < 300; peer++)
        subject.announce({ torrent: peer % 3, peer, event: peer % 2 ? AnnounceEvent.paused : 0 })
      sweepUntil(start + 400)
      subject.clock.nowSeconds -= back
      const setBack = subject.clock.nowSeconds
      sweepUntil(setBack + 300)
      subject.announce({ torrent: 0, peer: 0 })
      sweepUntil(setBack + 600)
      expect(swarmTotals(subject.store.parts.memory).leechers4).toBe(300)
      expect(subject.scrape(1).downloaders).toBe(50)
      sweepUntil(setBack + 860)
      expect(swarmTotals(subject.store.parts.memory).leechers4).toBe(1)
      expect(subject.faults()).toEqual([])
    },
  )

  test('a clock set back in the middle of a large swarm drops nobody of it', () => {
    const subject = open({ peerTimeoutSeconds: 600 })
    for (let peer = 0; peer < 3000; peer++) subject.announce({ torrent: 1, peer })
    let own = 0
    for (let shard = 0; shard < shardCount; shard++)
      subject.store.visitShard(shard, () => (own = shard))
    // Shards without peers take a step each, this one eight.
    for (let step = 0; step < own + 3; step++) subject.store.sweep()
    subject.clock.nowSeconds -= 1000
    subject.sweepAll()
    expect(subject.scrape(1).leechers).toBe(3000)
  })

  test('a peer that a thread took in whose clock is a second ahead is not taken for a silent one', () => {
    const options = { peerTimeoutSeconds: 600 }
    const { region, layout } = formattedRegion({ kind, ...options })
    const ahead = new StoreUnderTest(region, layout, 0, options)
    const behind = new StoreUnderTest(region, layout, 1, options)
    const { unitSeconds, nowSeconds } = ahead.clock
    ahead.clock.nowSeconds = Math.ceil(nowSeconds / unitSeconds) * unitSeconds
    behind.clock.nowSeconds = ahead.clock.nowSeconds - 1
    ahead.announce({ torrent: 1, peer: 1 })
    behind.sweepAll()
    expect(ahead.scrape(1).leechers).toBe(1)
  })

  test('keeps its ceilings and has all its room again when everybody has left', () => {
    const options = { peersMax: 3000, torrentsMax: 50 }
    const subject = open(options)
    for (let round = 0; round < 3; round++) {
      // Swarms that somebody comes back to do not give way.
      for (let torrent = 0; torrent < 3; torrent++) subject.announce({ torrent, peer: 1_000_000 })
      for (let torrent = 0; torrent < 3; torrent++) subject.announce({ torrent, peer: 1_000_001 })
      subject.clock.nowSeconds += 600
      for (let torrent = 0; torrent < 3; torrent++) subject.announce({ torrent, peer: 1_000_000 })
      let stored = 6
      for (let peer = 0; peer < 4000; peer++)
        if (subject.announce({ torrent: peer % 3, peer: peer + round * 7919 }).stored) stored++
      expect(stored).toBe(3000)
      for (let leaver = 0; leaver < 6; leaver++)
        subject.announce({
          torrent: leaver % 3,
          peer: 1_000_000 + Math.floor(leaver / 3),
          event: AnnounceEvent.stopped,
        })
      for (let peer = 0; peer < 4000; peer++)
        subject.announce({
          torrent: peer % 3,
          peer: peer + round * 7919,
          event: AnnounceEvent.stopped,
        })
      expect(swarmTotals(subject.store.parts.memory)).toMatchObject({ torrents: 0, leechers4: 0 })
    }
    for (let torrent = 0; torrent < 200; torrent++) subject.announce({ torrent, peer: 1 })
    const { torrents, leechers4 } = swarmTotals(subject.store.parts.memory)
    expect([leechers4, torrents <= 50, torrents > 40]).toEqual([torrents, true, true])
  })

  test('uses no more memory when swarms come and go than the first time', () => {
    const subject = open({ peersMax: 60_000 })
    let used = 0
    for (let round = 0; round < 6; round++) {
      for (let peer = 0; peer < 20_000; peer++)
        subject.announce({ torrent: peer % 5, peer, left: 0 })
      for (let peer = 0; peer < 20_000; peer++)
        subject.announce({ torrent: peer % 5, peer, event: AnnounceEvent.stopped })
      if (round === 0) used = swarmTotals(subject.store.parts.memory).usedBytes
    }
    expect(swarmTotals(subject.store.parts.memory).usedBytes).toBeLessThanOrEqual(used * 1.1)
  })

  test('caps the entries of one source and lets its latest ones in', () => {
    const subject = open({ capSources: true })
    for (let peer = 0; peer < 500; peer++) subject.announce({ torrent: 1, peer })
    for (let port = 1; port <= 40; port++) {
      subject.clock.nowSeconds += 120
      subject.announce({ torrent: 1, peer: 7777, port })
    }
    expect(subject.scrape(1).leechers).toBe(516)
    expect(subject.store.tally.replaced).toBe(24)
    const told = subject.announce({ torrent: 1, peer: 0, want: 520 }).ipv4
    const ports = told.filter((name) => name.startsWith(peerName(7777, 4).slice(0, 8)))
    expect(
      ports.map((name) => Number.parseInt(name.slice(8), 16)).toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 16 }, (_, index) => 25 + index))
    expect(subject.faults()).toEqual([])
  })

  test('a completed torrent is remembered for a day after its last peer', () => {
    const subject = open()
    subject.announce({ torrent: 1, peer: 1, event: AnnounceEvent.completed })
    subject.announce({ torrent: 1, peer: 1, event: AnnounceEvent.stopped })
    subject.clock.nowSeconds += 23 * 3600
    subject.sweepAll()
    expect(subject.scrape(1).completed).toBe(1)
    subject.clock.nowSeconds += 2 * 3600
    subject.sweepAll()
    expect(subject.scrape(1).completed).toBe(0)
  })

  test('a seeder that becomes a leecher again is counted once', () => {
    const subject = open()
    subject.announce({ torrent: 1, peer: 1, left: 0 })
    subject.announce({ torrent: 1, peer: 1, left: 5 })
    const { seeders, leechers } = subject.scrape(1)
    expect([seeders, leechers]).toEqual([0, 1])
  })
})

function tally(subject: StoreUnderTest, peers: number, want: number, rounds: number): number[] {
  const placeOf = new Map(Array.from({ length: peers }, (_, peer) => [peerName(peer, 4), peer]))
  const tallies = Array.from({ length: peers }, () => 0)
  for (let round = 0; round < rounds; round++) {
    for (const name of subject.announce({ torrent: 1, peer: 0, want }).ipv4) {
      const place = placeOf.get(name) ?? -1
      tallies[place] = (tallies[place] ?? 0) + 1
    }
  }
  return tallies
}

function runStep(
  subject: StoreUnderTest,
  model: ReferenceSwarms,
  random: Prng,
  torrent: number,
  peer: number,
  family: 4 | 6,
): void {
  const event = [0, 0, 0, 1, 2, 3, 3, 4][random.below(8)] as AnnounceEvent
  const left = random.below(2)
  const name = peerName(peer, family)
  subject.announce({ torrent, peer, family, left, event, want: random.below(60) })
  if (event === AnnounceEvent.stopped) model.stop(`${torrent}`, name)
  else {
    const seeder = left === 0 || event === AnnounceEvent.completed
    const partial = !seeder && event === AnnounceEvent.paused
    const modelPeer: ModelPeer = { seeder, partial, family, seenSeconds: 0 }
    model.announce(`${torrent}`, name, modelPeer, event === AnnounceEvent.completed)
  }
}
