/** Torrents counted by how many peers they have: as many as are there, however they are passed. */
import { expect, test } from 'vitest'
import { swarmSizes } from '#telemetry/read-metrics'
import { SwarmSizes, swarmSizeBounds } from '#tracker/swarm/swarm-sizes'
import { AnnounceEvent } from '#tracker/wire/announce'
import { formattedRegion, StoreUnderTest } from './store-under-test.ts'

const options = { seed: 9 }
const { region, layout } = formattedRegion(options)
const subject = new StoreUnderTest(region, layout, 0, options)
const sizes = new SwarmSizes(subject.store.parts)
const counts = () => swarmSizeBounds.map((_, size) => sizes.count(size))

test('each torrent is of one size, by all of its peers', () => {
  const swarms = [1, 1, 1, 2, 9, 10, 99, 100, 1000]
  let peer = 0
  for (const [torrent, peers] of swarms.entries())
    for (let count = 0; count < peers; count++)
      subject.announce({ torrent, peer: peer++, family: count % 3 === 0 ? 6 : 4, left: count % 2 })
  const event = AnnounceEvent.completed
  subject.announce({ torrent: 500, peer: 1, left: 0, event })
  subject.announce({ torrent: 500, peer: 1, left: 0, event: AnnounceEvent.stopped })
  sizes.lap()
  expect(counts()).toEqual([1, 3, 2, 2, 1, 1, 0])
})

test('what has changed is found at the next lap, and counted once', () => {
  for (let torrent = 1000; torrent < 9000; torrent++) subject.announce({ torrent, peer: 1 })
  sizes.lap()
  expect(counts()).toEqual([1, 8003, 2, 2, 1, 1, 0])
  sizes.lap()
  expect(counts()).toEqual([1, 8003, 2, 2, 1, 1, 0])
})

test('the names of the sizes say the bounds', () => {
  const first = swarmSizes.map((text) => Number(text.replace(/[-+].*$/, '')))
  expect(first).toEqual([...swarmSizeBounds])
})
