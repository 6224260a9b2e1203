/** Counting the peers of a network: as many as going over all peers by hand finds, in swarms of every size. */
import { expect, test } from 'vitest'
import { Prng } from '#base/prng'
import { shardCount } from '#tracker/swarm/layout'
import { PeerCensus } from '#tracker/swarm/peer-census'
import { formattedRegion, peerName, StoreUnderTest } from './store-under-test.ts'

/** Bits of the address of a peer as `peerName` names it. */
function bitsOf(name: string, family: 4 | 6): string {
  const digits = name.slice(0, family === 4 ? 8 : 32)
  return Array.from(digits)
    .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('')
}

function wordsOf(bits: string): number[] {
  return (bits.match(/.{32}/g) ?? []).map((word) => Number.parseInt(word, 2))
}

function count(subject: StoreUnderTest, bits: string, prefixBits: number) {
  const census = new PeerCensus(subject.store.parts, { words: wordsOf(bits), prefixBits })
  for (let shard = 0; shard < shardCount; shard++) census.visitShard(shard)
  return { peers: census.peers, torrents: census.torrents }
}

test('the peers of a network, and their torrents, are counted', () => {
  const options = { seed: 5 }
  const { region, layout } = formattedRegion(options)
  const subject = new StoreUnderTest(region, layout, 0, options)
  const random = new Prng(5, 6, 7)
  const present = { 4: new Map<string, number>(), 6: new Map<string, number>() } as const
  for (let step = 0; step < 20_000; step++) {
    // One swarm of thousands, some of dozens, many of one or two.
    const torrent = random.below(2) === 0 ? 0 : random.below(random.below(2) === 0 ? 50 : 5000)
    const peer = random.below(100_000)
    const family = random.below(3) === 0 ? 6 : 4
    subject.announce({ torrent, peer, family, left: random.below(2) })
    present[family].set(`${torrent} ${peerName(peer, family)}`, torrent)
  }
  for (const family of [4, 6] as const) {
    const all = [...present[family]].map(([key, torrent]) => ({
      torrent,
      bits: bitsOf(key.split(' ')[1] ?? '', family),
    }))
    for (const prefixBits of [0, 1, 3, 8, 9, 17, 24, 32, ...(family === 6 ? [47, 64, 128] : [])]) {
      const { bits = '' } = all[random.below(all.length)] ?? {}
      const hit = all.filter((one) => one.bits.startsWith(bits.slice(0, prefixBits)))
      expect(count(subject, bits, prefixBits), `${family} ${prefixBits}`).toEqual({
        peers: hit.length,
        torrents: new Set(hit.map(({ torrent }) => torrent)).size,
      })
    }
  }
  expect(subject.faults()).toEqual([])
})
