import { expect, test } from 'vitest'
import { createRegion } from '#base/region'
import { planTable, textUnitWords } from './table-layout.ts'
import { TableMemory } from './table-memory.ts'
import { TextHeap } from './text-heap.ts'

function newHeap(torrentsMax = 100): { heap: TextHeap; read: (unit: number) => string } {
  const layout = planTable(torrentsMax)
  const region = createRegion(layout.bytes, 'shared')
  const bytes = Buffer.from(region.buffer)
  const read = (unit: number): string => {
    const at = unit * textUnitWords * 4
    return bytes.toString('utf8', at + 1, at + 1 + bytes.readUInt8(at))
  }
  const { words } = new TableMemory(region, layout)
  return { heap: new TextHeap({ words, ...layout }), read }
}

test.each(['a', 'fifteen bytes..', 'sixteen bytes...', 'Ein größeres Iso', '🐝'.repeat(63)])(
  '%j is kept as it is',
  (text) => {
    const { heap, read } = newHeap()
    const unit = heap.write(text, 255)
    expect(read(unit)).toBe(text)
    expect(heap.holds(unit, text, 255)).toBe(true)
    expect(heap.holds(unit, `${text}x`, 255)).toBe(false)
  },
)

test('a text that is too long is cut between two characters', () => {
  const { heap, read } = newHeap()
  const unit = heap.write('🐝'.repeat(100), 255)
  expect(read(unit)).toBe('🐝'.repeat(63))
  expect(heap.holds(unit, '🐝'.repeat(100), 255)).toBe(true)
  expect(read(heap.write('größer', 3))).toBe('gr')
})

test('no text takes no block', () => {
  const { heap } = newHeap()
  expect(heap.write('', 255)).toBe(0)
  expect(heap.holds(0, '', 255)).toBe(true)
  expect(heap.holds(0, 'x', 255)).toBe(false)
})

test('blocks that are given back are used again, for texts that fit', () => {
  const { heap, read } = newHeap()
  const units = ['short', 'x'.repeat(100), 'y'.repeat(200)].map((text) => heap.write(text, 255))
  for (const unit of units) heap.free(unit)
  const again = ['other', 'z'.repeat(90), 'w'.repeat(210)].map((text) => heap.write(text, 255))
  expect(again).toEqual(units)
  expect(again.map(read)).toEqual(['other', 'z'.repeat(90), 'w'.repeat(210)])
})

test('there is room for a longest name of every torrent, and then no more', () => {
  const { heap, read } = newHeap(50)
  const names = Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(255, 'n'))
  const units = names.map((name) => heap.write(name, 255))
  expect(units.map(read)).toEqual(names)
  const more = Array.from({ length: 20 }, () => heap.write('m'.repeat(255), 255))
  expect(more.at(-1)).toBe(0)
})
