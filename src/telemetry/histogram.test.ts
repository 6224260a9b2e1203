import { expect, test } from 'vitest'
import { batchSecondsBounds, histogramColumns, observe } from './histogram.ts'

test('a value falls into the first bucket whose bound it does not pass, and into the sum', () => {
  const bounds = [1, 10]
  const row = new Float64Array(1 + histogramColumns(bounds))
  for (const value of [0, 1, 1.5, 10, 11, 1000]) observe(row, 1, bounds, value)
  expect([...row]).toEqual([0, 2, 2, 2, 1023.5])
})

test('bounds of batches rise', () => {
  expect([...batchSecondsBounds].toSorted((one, other) => one - other)).toEqual([
    ...batchSecondsBounds,
  ])
})
