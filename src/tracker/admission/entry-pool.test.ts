import { expect, test } from 'vitest'
import { createRegion } from '#base/region'
import { EntryPool } from './entry-pool.ts'
import { planTable } from './table-layout.ts'
import { TableMemory } from './table-memory.ts'

function newPool(): EntryPool {
  const layout = planTable(10)
  return new EntryPool(new TableMemory(createRegion(layout.bytes, 'shared'), layout))
}

test('every entry is taken once, and then there are none', () => {
  const pool = newPool()
  const { entriesMax } = planTable(10)
  const taken = Array.from({ length: entriesMax - 1 }, () => pool.take())
  expect(taken).toEqual(taken.map((_, index) => index + 1))
  expect(pool.take()).toBe(0)
})

test('an entry that is given back is taken again when two flushes are over', () => {
  const pool = newPool()
  const [first, second] = [pool.take(), pool.take()]
  pool.give(first)
  expect(pool.take()).toBe(3)
  pool.advance()
  pool.give(second)
  expect(pool.take()).toBe(4)
  pool.advance()
  expect(pool.take()).toBe(first)
  expect(pool.take()).toBe(5)
  pool.advance()
  expect(pool.take()).toBe(second)
})
