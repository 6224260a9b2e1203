import { describe, expect, test } from 'vitest'
import { createRegion } from '#base/region'
import { planLayout } from './layout.ts'
import { Occupancy } from './occupancy.ts'
import { SwarmMemory } from './swarm-memory.ts'

/** The occupancies of `slots` threads over one store with these ceilings. */
function occupancies(slots: number, peersMax: number, torrentsMax: number): Occupancy[] {
  const layout = planLayout(peersMax, torrentsMax)
  const memory = new SwarmMemory(createRegion(layout.bytes), layout)
  memory.format()
  return Array.from({ length: slots }, (_, slot) => new Occupancy(memory, slot))
}

/** Takes room for peers until there is none; gives how many. */
function takeAll(occupancy: Occupancy): number {
  let taken = 0
  while (occupancy.takePeer()) taken++
  return taken
}

describe('occupancy', () => {
  test.for([1, 2, 100, 5000, 2_000_000])('has room for exactly %i peers', (peersMax) => {
    const [one, other] = occupancies(2, peersMax, 1)
    if (one === undefined || other === undefined) throw new Error('there are two')
    const first = one.takePeer() ? 1 : 0
    expect(first + takeAll(other) + takeAll(one)).toBe(peersMax)
    expect(one.takePeer() || other.takePeer()).toBe(false)
  })

  test('room that is given back can be taken again', () => {
    const [occupancy] = occupancies(1, 10, 10)
    expect(occupancy && takeAll(occupancy)).toBe(10)
    occupancy?.givePeer()
    occupancy?.givePeer()
    expect(occupancy && takeAll(occupancy)).toBe(2)
  })

  test.for([100, 5000, 2_000_000])('of %i, at most two shares stay with who gave back', (max) => {
    const [one, other] = occupancies(2, max, 1)
    if (one === undefined || other === undefined) throw new Error('there are two')
    const taken = takeAll(one)
    for (let peer = 0; peer < taken; peer++) one.givePeer()
    const share = Math.min(256, Math.max(1, max >> 12))
    expect(takeAll(other)).toBeGreaterThanOrEqual(max - 2 * share)
  })

  test('peers and torrents have ceilings of their own', () => {
    const [occupancy] = occupancies(1, 3, 2)
    if (occupancy === undefined) throw new Error('there is one')
    expect(takeAll(occupancy)).toBe(3)
    expect([0, 1, 2].map(() => occupancy.takeTorrent())).toEqual([true, true, false])
    occupancy.giveTorrent()
    expect(occupancy.takeTorrent()).toBe(true)
    expect(occupancy.takePeer()).toBe(false)
  })
})
