/** What gives way in a full store, in which order, and what never does; on both kinds of region. */
import { describe, expect, test } from 'vitest'
import { Prng } from '#base/prng'
import { createRegion, type RegionHandle } from '#base/region'
import { Lack } from '#tracker/swarm/lack'
import { planLayout } from '#tracker/swarm/layout'
import { reclaim } from '#tracker/swarm/reclaim'
import { SwarmMemory } from '#tracker/swarm/swarm-memory'
import { swarmTotals } from '#tracker/swarm/swarm-totals'
import { VictimKind } from '#tracker/swarm/victim-kind'
import { AnnounceEvent } from '#tracker/wire/announce'
import { formattedRegion, type StoreOptions, StoreUnderTest } from './store-under-test.ts'

const kinds: RegionHandle['kind'][] =
  process.platform === 'linux' ? ['memory-file', 'shared'] : ['shared']

/** Longer than any announce that is only sent twice. */
const laterSeconds = 600
const firstInvented = 1_000_000

describe.each(kinds)('a full store in a %s region', (kind) => {
  function open(options: StoreOptions): StoreUnderTest {
    const { region, layout } = formattedRegion({ kind, ...options })
    return new StoreUnderTest(region, layout, 0, options)
  }

  test('gives way in the order of what is least useful, and keeps whom somebody came back to', () => {
    const subject = open({ torrentsMax: 40 })
    const [returned, alone, once, peerless] = [0, 1, 2, 3].map((group) =>
      Array.from({ length: 10 }, (_, index) => group * 10 + index),
    ) as [number[], number[], number[], number[]]
    fill(subject, returned, 2)
    fill(subject, alone, 1)
    subject.clock.nowSeconds += laterSeconds
    fill(subject, returned, 2)
    fill(subject, alone, 1)
    fill(subject, once, 3)
    for (const torrent of peerless) {
      subject.announce({ torrent, peer: 1, left: 0, event: AnnounceEvent.completed })
      subject.announce({ torrent, peer: 1, event: AnnounceEvent.stopped })
    }
    const evictedAfter: number[][] = []
    for (let round = 0; round < 3; round++) {
      // Those that come for them come back at once, so that they give way to nobody themselves.
      for (let index = 0; index < 10; index++) {
        const torrent = firstInvented + round * 10 + index
        expect(subject.announce({ torrent, peer: 1 }).stored).toBe(true)
        subject.announce({ torrent, peer: 2 })
        subject.clock.nowSeconds += laterSeconds
        subject.announce({ torrent, peer: 1 })
      }
      const { tally } = subject.store
      evictedAfter.push(Object.values(VictimKind).map((victim) => tally.evicted(victim)))
    }
    expect(evictedAfter).toEqual([
      [10, 0, 0],
      [10, 10, 0],
      [10, 10, 10],
    ])
    expect(subject.announce({ torrent: firstInvented + 99, peer: 1 }).stored).toBe(false)
    expect(subject.store.lack).toBe(Lack.torrents)
    expect(subject.store.tally.unstored(Lack.torrents)).toBe(1)
    expect(returned.every((torrent) => isThere(subject, torrent))).toBe(true)
    expect(swarmTotals(subject.store.parts.memory).torrents).toBe(40)
    expect(subject.faults()).toEqual([])
  })

  test('lets the longest silent go first, nearly exactly', () => {
    const torrentsMax = 4000
    const subject = open({ torrentsMax, peerTimeoutSeconds: 4000 })
    for (let torrent = 0; torrent < torrentsMax; torrent++) {
      if (torrent % 100 === 0) subject.clock.nowSeconds += 90
      subject.announce({ torrent, peer: torrent })
    }
    for (let torrent = 0; torrent < 1000; torrent++)
      subject.announce({ torrent: firstInvented + torrent, peer: torrent })
    const gone = Array.from({ length: torrentsMax }, (_, torrent) => torrent).filter(
      (torrent) => !isThere(subject, torrent),
    )
    expect(gone.length).toBeGreaterThanOrEqual(1000)
    // A perfect order would take the first thousand, 500 on average.
    expect(gone.reduce((sum, torrent) => sum + torrent, 0) / gone.length).toBeLessThan(800)
    expect(Math.max(...gone)).toBeLessThan(torrentsMax * 0.75)
  })

  test('finds what goes first where it is rare', () => {
    const subject = open({ torrentsMax: 2000 })
    for (let torrent = 0; torrent < 2000; torrent++) {
      const isLeft = torrent % 20 === 0
      const event = isLeft ? AnnounceEvent.completed : AnnounceEvent.none
      subject.announce({ torrent, peer: 1, left: 0, event })
      if (isLeft) subject.announce({ torrent, peer: 1, event: AnnounceEvent.stopped })
    }
    for (let torrent = 0; torrent < 60; torrent++)
      subject.announce({ torrent: firstInvented + torrent, peer: 1 })
    const { tally } = subject.store
    expect(tally.evicted(VictimKind.peerless)).toBeGreaterThanOrEqual(60)
    expect(tally.evicted(VictimKind.neverReturned)).toBe(0)
  })

  test('has room for a peer when invented swarms hold all of it, however large', () => {
    const peersMax = 20_000
    const subject = open({ peersMax })
    for (let peer = 0; peer < peersMax; peer++)
      subject.announce({ torrent: peer < 12_000 ? firstInvented : peer >> 1, peer, left: peer % 2 })
    for (let peer = 0; peer < 15_000; peer++) {
      expect(subject.announce({ torrent: 7, peer: 100_000 + peer }).stored).toBe(true)
      if (peer % 500 === 0) subject.clock.nowSeconds += 60
      if (peer % 500 === 0) subject.announce({ torrent: 7, peer: 100_000 })
    }
    const { leechers4, seeders4 } = swarmTotals(subject.store.parts.memory)
    expect(leechers4 + seeders4).toBeLessThanOrEqual(peersMax)
    expect(subject.scrape(7).leechers).toBe(15_000)
    expect(subject.faults()).toEqual([])
  })

  test('refuses a new peer of a swarm that stays, and tells it the others', () => {
    const subject = open({ peersMax: 100 })
    for (let round = 0; round < 2; round++) {
      for (let peer = 0; peer < 100; peer++) subject.announce({ torrent: 1, peer })
      subject.clock.nowSeconds += laterSeconds
    }
    const told = subject.announce({ torrent: 1, peer: 500, want: 50 })
    expect([told.stored, told.ipv4.length]).toEqual([false, 50])
    expect(subject.store.tally.unstored(Lack.peers)).toBe(1)
    expect(subject.scrape(1).leechers).toBe(100)
  })

  test('uses what memory there is again, before a ceiling is reached', () => {
    const planned = planLayout(200_000, 20_000)
    const layout = { ...planned, bytes: planned.poolUnit * 16 + 1024 ** 2 }
    const region = createRegion(layout.bytes, kind)
    new SwarmMemory(region, layout).format()
    const subject = new StoreUnderTest(region, layout, 0, {})
    for (let torrent = 0; torrent < 30_000; torrent++)
      expect(subject.announce({ torrent, peer: torrent }).stored).toBe(true)
    const { tally, parts } = subject.store
    const { torrents } = swarmTotals(parts.memory)
    expect(torrents).toBeLessThan(20_000)
    expect(tally.evicted(VictimKind.neverReturned)).toBe(30_000 - torrents)
    // Nothing that is given back is as large as what a large swarm needs.
    const answers = Array.from({ length: 300 }, (_, peer) => subject.announce({ torrent: 1, peer }))
    const refused = answers.filter(({ stored }) => !stored).length
    expect([refused > 0, tally.unstored(Lack.memory)]).toEqual([true, refused])
    expect(subject.faults()).toEqual([])
    expect(reclaim(parts)).toEqual({ result: 'done', bytes: 0 })
  })

  test('takes an announce that was sent twice for one', () => {
    const subject = open({ torrentsMax: 1 })
    for (let peer = 0; peer < 3; peer++) subject.announce({ torrent: 1, peer })
    for (let peer = 0; peer < 3; peer++) subject.announce({ torrent: 1, peer })
    expect(subject.announce({ torrent: 2, peer: 1 }).stored).toBe(true)
    expect([isThere(subject, 1), isThere(subject, 2)]).toEqual([false, true])
  })

  test('begins anew with a swarm that everybody had left', () => {
    const subject = open({ torrentsMax: 1 })
    const event = AnnounceEvent.completed
    subject.announce({ torrent: 1, peer: 1, left: 0, event })
    subject.clock.nowSeconds += laterSeconds
    subject.announce({ torrent: 1, peer: 1, left: 0 })
    subject.announce({ torrent: 1, peer: 1, event: AnnounceEvent.stopped })
    for (let peer = 5; peer < 8; peer++) subject.announce({ torrent: 1, peer })
    expect(subject.announce({ torrent: 2, peer: 1 }).stored).toBe(true)
    expect(subject.store.tally.evicted(VictimKind.neverReturned)).toBe(1)
  })

  test.for([1, 2, 3])(
    'agrees with a model of honest swarms among invented ones (seed %i)',
    (seed) => {
      const subject = open({ peersMax: 3000, torrentsMax: 400, seed })
      const random = new Prng(seed, 5, 9)
      const swarms = Array.from({ length: 40 }, () => new Set([0, 1, 2]))
      const visit = (): void => {
        for (const [torrent, peers] of swarms.entries())
          for (const peer of peers)
            subject.announce({ torrent, peer, family: peer % 3 === 0 ? 6 : 4 })
      }
      visit()
      subject.clock.nowSeconds += laterSeconds
      visit()
      for (let step = 0; step < 30_000; step++) {
        if (step % 1500 === 0) subject.clock.nowSeconds += 300
        if (step % 6000 === 0) visit()
        const torrent = random.below(swarms.length)
        const peer = 3 + random.below(60)
        const family = peer % 3 === 0 ? 6 : 4
        const isLeaving = random.below(2) === 0
        const event = isLeaving ? AnnounceEvent.stopped : AnnounceEvent.none
        const { stored } = subject.announce({ torrent, peer, family, event, left: random.below(2) })
        if (isLeaving) swarms[torrent]?.delete(peer)
        else if (stored) swarms[torrent]?.add(peer)
        for (let fake = 0; fake < 3; fake++)
          subject.announce({
            torrent: firstInvented + step + random.below(2),
            peer: fake * 7 + step,
          })
      }
      subject.sweepAll()
      const counts = swarms.map((_, torrent) => {
        const { seeders, leechers } = subject.scrape(torrent)
        return seeders + leechers
      })
      expect(counts).toEqual(swarms.map(({ size }) => size))
      const { tally, parts } = subject.store
      expect(tally.evicted(VictimKind.neverReturned)).toBeGreaterThan(10_000)
      const totals = swarmTotals(parts.memory)
      const peers = totals.seeders4 + totals.leechers4 + totals.seeders6 + totals.leechers6
      expect([totals.torrents <= 400, peers <= 3000]).toEqual([true, true])
      expect(subject.faults()).toEqual([])
      expect(reclaim(parts)).toEqual({ result: 'done', bytes: 0 })
    },
  )
})

/** Each of the torrents is announced by so many seeders. */
function fill(subject: StoreUnderTest, torrents: readonly number[], peers: number): void {
  for (const torrent of torrents)
    for (let peer = 0; peer < peers; peer++) subject.announce({ torrent, peer, left: 0 })
}

function isThere(subject: StoreUnderTest, torrent: number): boolean {
  const { seeders, leechers } = subject.scrape(torrent)
  return seeders + leechers > 0
}
