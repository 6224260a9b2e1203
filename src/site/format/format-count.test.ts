import { expect, test } from 'vitest'
import { formatCount, formatRate } from './format-count.ts'

test('counts have their thousands apart', () => {
  expect(formatCount('en', 0)).toBe('0')
  expect(formatCount('en', 1234567)).toBe('1,234,567')
})

test('a rate has one digit after the point while it is small', () => {
  const rates = [0, 0.04, 0.05, 9.94, 9.96, 10.4, 12345.6]
  expect(rates.map((rate) => formatRate('en', rate))).toEqual([
    '0',
    '0.0',
    '0.1',
    '9.9',
    '10',
    '10',
    '12,346',
  ])
})
