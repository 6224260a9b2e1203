import { expect, test } from 'vitest'
import { AnnounceEvent } from '#tracker/wire/announce'
import { LeecherSightings, type Sighted } from './leecher-sightings.ts'

function seen(more: Partial<Sighted>): Sighted {
  return { torrentId: 1, at: 5000, event: AnnounceEvent.none, left: 0, leechers: 0, ...more }
}

test('a leecher, a swarm with leechers and an end of a download are signs of somebody', () => {
  const { completed } = AnnounceEvent
  for (const sign of [{ left: 1 }, { leechers: 1 }, { event: completed }]) {
    const sightings = new LeecherSightings({ since: 1000, most: 10 })
    sightings.note(seen({}))
    expect(sightings.isEmptySince(1, 4000), JSON.stringify(sign)).toBe(true)
    sightings.note(seen(sign))
    expect(sightings.isEmptySince(1, 4000), JSON.stringify(sign)).toBe(false)
    expect(sightings.isEmptySince(2, 4000)).toBe(true)
    // Clocks of threads differ.
    expect(sightings.isEmptySince(1, 5060)).toBe(false)
    expect(sightings.isEmptySince(1, 5121)).toBe(true)
  }
})

test('of the time before it looked nothing is known, nor of what it has forgotten', () => {
  const sightings = new LeecherSightings({ since: 1000, most: 2 })
  expect(sightings.isEmptySince(1, 1000)).toBe(false)
  for (const torrentId of [1, 2, 3]) sightings.note(seen({ torrentId, left: 1 }))
  expect(sightings.isEmptySince(1, 4000)).toBe(false)
  expect(sightings.isEmptySince(1, 6000)).toBe(true)
})
