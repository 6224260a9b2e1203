import { expect, test } from 'vitest'
import { regionBytesMax } from '#base/region'
import { entryNumberMask, entryWords, planTable, textUnitWords } from './table-layout.ts'

test.each([1, 1000, 2_000_000, 12_000_000])('the parts for %i torrents do not overlap', (max) => {
  const layout = planTable(max)
  expect(layout.indexAt + 2 * layout.indexSizeMax).toBeLessThanOrEqual(layout.dirtyAt)
  expect(layout.dirtyAt + layout.entriesMax / 32).toBeLessThanOrEqual(layout.entriesAt)
  const entriesEnd = layout.entriesAt + layout.entriesMax * entryWords
  expect(entriesEnd).toBeLessThanOrEqual(layout.textsUnit * textUnitWords)
  expect(layout.textsEndUnit * 16).toBeLessThanOrEqual(layout.bytes)
  expect(layout.entriesAt % entryWords).toBe(0)
  expect(layout.bytes % 4096).toBe(0)
})

test.each([1, 1000, 2_000_000, 12_000_000])('an index for %i torrents is half used', (max) => {
  const { indexSizeMax, entriesMax } = planTable(max)
  expect(Number.isInteger(Math.log2(indexSizeMax))).toBe(true)
  expect(max).toBeLessThanOrEqual(indexSizeMax / 2)
  expect(entriesMax).toBeLessThan(entryNumberMask)
})

test('twelve million torrents fit a region, and fifty million do not', () => {
  expect(planTable(12_000_000).bytes).toBeLessThanOrEqual(regionBytesMax)
  expect(planTable(50_000_000).bytes).toBeGreaterThan(regionBytesMax)
})
