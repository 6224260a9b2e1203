import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Connections, Phase } from './connections.ts'

const source = Uint8Array.from({ length: 32 }, (_, index) => index)

function row(connections: Connections): number[] {
  const slots: number[] = []
  for (let slot = connections.idlest(); slot >= 0; slot = connections.lessIdle(slot))
    slots.push(slot)
  return slots
}

test('a connection is known by its slot until it is forgotten', () => {
  const connections = new Connections(new Int32Array(4))
  const slot = connections.open(7, 4, source, 4, 100)
  expect(connections.isOpen(slot)).toBe(true)
  expect(connections.descriptor(slot)).toBe(7)
  expect(connections.family(slot)).toBe(4)
  expect(connections.phase(slot)).toBe(Phase.open)
  expect(connections.watched(slot)).toBe(-1)
  const address = new Uint8Array(16)
  connections.readAddress(slot, address)
  expect([...address.subarray(0, 5)]).toEqual([4, 5, 6, 7, 0])
  connections.forget(slot)
  expect(connections.isOpen(slot)).toBe(false)
  expect(connections.count).toBe(0)
})

test('descriptor 0 is one', () => {
  const descriptors = new Int32Array(2)
  const connections = new Connections(descriptors)
  const slot = connections.open(0, 6, source, 8, 100)
  expect(connections.isOpen(slot)).toBe(true)
  expect(descriptors[slot]).toBe(1)
  const address = new Uint8Array(16)
  connections.readAddress(slot, address)
  expect([...address]).toEqual([...source.subarray(8, 24)])
})

test('a slot is used again, without what it was', () => {
  const connections = new Connections(new Int32Array(1))
  const slot = connections.open(7, 4, source, 4, 100)
  expect(connections.isFull).toBe(true)
  connections.setPhase(slot, Phase.lingering)
  connections.setWatched(slot, 5)
  connections.forget(slot)
  expect(connections.isFull).toBe(false)
  expect(connections.open(8, 6, source, 8, 200)).toBe(slot)
  expect(connections.phase(slot)).toBe(Phase.open)
  expect(connections.watched(slot)).toBe(-1)
  expect(connections.idleSeconds(slot, 203)).toBe(3)
})

test('the idlest is the one that was active longest ago', () => {
  const connections = new Connections(new Int32Array(3))
  const [a, b, c] = [100, 101, 102].map((now) => connections.open(7, 4, source, 4, now))
  expect(row(connections)).toEqual([a, b, c])
  connections.touch(a ?? -1, 103)
  expect(row(connections)).toEqual([b, c, a])
  connections.touch(a ?? -1, 103)
  expect(row(connections)).toEqual([b, c, a])
  connections.forget(c ?? -1)
  expect(row(connections)).toEqual([b, a])
})

test('a clock that was set back makes every connection old', () => {
  const connections = new Connections(new Int32Array(1))
  const slot = connections.open(7, 4, source, 4, 1000)
  expect(connections.idleSeconds(slot, 900)).toBeGreaterThan(1e9)
})

test('opened, touched and forgotten at random, the row is that of the times', () => {
  const step = fc.record({
    what: fc.constantFrom('open', 'touch', 'forget'),
    which: fc.nat(),
    passes: fc.integer({ min: 0, max: 2 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const connections = new Connections(new Int32Array(8))
      let model: number[] = []
      const activeAt = new Map<number, number>()
      let now = 1000
      for (const { what, which, passes } of steps) {
        now += passes
        const slot = model[which % Math.max(1, model.length)] ?? -1
        if (what === 'open' && !connections.isFull) {
          const opened = connections.open(which % 1000, 4, source, 4, now)
          expect(model).not.toContain(opened)
          model.push(opened)
          activeAt.set(opened, now)
        } else if (what === 'touch' && slot >= 0) {
          connections.touch(slot, now)
          if (activeAt.get(slot) !== now) model = [...model.filter((one) => one !== slot), slot]
          activeAt.set(slot, now)
        } else if (what === 'forget' && slot >= 0) {
          connections.forget(slot)
          model = model.filter((one) => one !== slot)
        }
        expect(row(connections)).toEqual(model)
        expect(connections.count).toBe(model.length)
      }
    }),
  )
})
