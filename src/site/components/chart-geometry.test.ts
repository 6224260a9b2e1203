import { describe, expect, test } from 'vitest'
import { areaPath, linePath, roundCeiling } from './chart-geometry.ts'

const frame = { xMin: 100, xMax: 200, yMax: 4, width: 600, height: 120 }

describe('the top of a chart', () => {
  test.for([
    [0, 1],
    [0.03, 0.04],
    [1, 1],
    [1.1, 2],
    [3, 4],
    [4.5, 5],
    [6, 8],
    [9, 10],
    [1407, 2000],
  ] as const)('of %s is %s', ([value, top]) => {
    expect(roundCeiling(value)).toBeCloseTo(top, 9)
  })
})

describe('the path', () => {
  const points = [
    { x: 100, y: 0 },
    { x: 150, y: 4 },
    { x: 200, y: 1 },
  ]

  test('goes from left to right, and up', () => {
    expect(linePath(points, frame)).toBe('M0 120L300 0L600 90')
  })

  test('of the area returns along the bottom', () => {
    expect(areaPath(points.slice(1), frame)).toBe('M300 0L600 90V120H300Z')
    expect(areaPath([], frame)).toBe('')
  })

  test('leaves out a time in which nobody counted', () => {
    const gone = { ...frame, xGap: 20 }
    const some = [
      { x: 100, y: 0 },
      { x: 110, y: 4 },
      { x: 150, y: 4 },
      { x: 160, y: 0 },
    ]
    expect(linePath(some, gone)).toBe('M0 120L60 0M300 0L360 120')
    expect(areaPath(some, gone)).toBe('M0 120L60 0V120H0ZM300 0L360 120V120H300Z')
  })
})
