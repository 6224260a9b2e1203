import { expect, test } from 'vitest'
import { decimalDigitsMax, decimalLength, writeDecimal, writeDecimalBackwards } from './decimal.ts'

const numbers = [
  0,
  1,
  9,
  10,
  99,
  100,
  1800,
  65535,
  2147483647,
  2147483648,
  4294967295,
  4294967296,
  9999999999,
  2 ** 50,
  999999999999999,
  1000000000000000,
  2 ** 53,
]

test.for(numbers)('%d is written as its digits, forwards and backwards', (number) => {
  const out = Buffer.alloc(20, '.')
  const end = writeDecimal(out, 2, number)
  expect(out.toString('latin1', 0, end + 1)).toBe(`..${number}.`)
  out.fill('.')
  const start = writeDecimalBackwards(out, 18, number)
  expect(out.toString('latin1', start - 1, 19)).toBe(`.${number}.`)
  expect(decimalLength(number)).toBe(`${number}`.length)
  expect(`${number}`.length).toBeLessThanOrEqual(decimalDigitsMax)
})

test('a negative number, which is our own fault, is written as 0', () => {
  const out = Buffer.alloc(4, '.')
  expect(writeDecimal(out, 0, -5)).toBe(1)
  expect(out.toString('latin1')).toBe('0...')
})
