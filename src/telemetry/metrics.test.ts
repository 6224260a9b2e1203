import { describe, expect, test } from 'vitest'
import { actions, columnsOf, createMetrics, labelCombinations } from './metrics.ts'
import { readMetrics } from './read-metrics.ts'

const metrics = createMetrics({ failureCodes: ['first', 'second'] })

describe('the catalogue', () => {
  test('names follow the conventions of Prometheus', () => {
    const read = Object.entries(readMetrics).map(([name, metric]) => ({ name, ...metric }))
    const all = [...metrics.counted, ...read]
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { name, type, help } of all) {
      expect(name).toMatch(/^(waggle|process)_[a-z_]+$/)
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
      expect(help).toMatch(/^[A-Z].*\.$/)
    }
  })

  test('gives every series a column of its own', () => {
    const columns = metrics.counted.flatMap((metric) =>
      Array.from({ length: columnsOf(metric) }, (_, index) => metric.first + index),
    )
    expect(columns).toEqual(Array.from({ length: metrics.columns }, (_, index) => index))
  })

  test('the last label is the fastest, so actions and codes stand side by side', () => {
    const connect = metrics.requests('http', '6', 'connect')
    expect(actions.map((action) => metrics.requests('http', '6', action) - connect)).toEqual([
      0, 1, 2, 3, 4,
    ])
    expect(metrics.failures('udp', 'second')).toBe(metrics.failures('udp', 'first') + 1)
    expect(metrics.sentBytes('http')).toBe(metrics.sentBytes('udp') + 1)
  })

  test('is the same wherever it is made', () => {
    const other = createMetrics({ failureCodes: ['first', 'second'] })
    expect(other.counted).toEqual(metrics.counted)
    expect(other.columns).toBe(metrics.columns)
  })

  test('refuses a code that is not there, and one given twice', () => {
    expect(() => metrics.failures('http', 'third')).toThrow('waggle_failures_total has no series')
    expect(() => createMetrics({ failureCodes: ['a', 'a'] })).toThrow('given twice')
  })
})

test('labelCombinations of no labels is the one without any', () => {
  expect(labelCombinations({})).toEqual([{}])
  expect(labelCombinations({ a: ['1', '2'], b: ['x'] })).toEqual([
    { a: '1', b: 'x' },
    { a: '2', b: 'x' },
  ])
})
