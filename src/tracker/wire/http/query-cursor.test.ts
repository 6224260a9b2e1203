import { expect, test } from 'vitest'
import { queryParametersMax } from '#base/limits'
import { ascii } from '../bytes.ts'
import { QueryCursor } from './query-cursor.ts'

const cursor = new QueryCursor()

function pairs(query: string): string[] {
  const found: string[] = []
  cursor.open(ascii(query), 0, query.length)
  while (cursor.next()) {
    const name = query.slice(cursor.nameStart, cursor.nameEnd)
    const value = query.slice(cursor.valueStart, cursor.valueEnd)
    found.push(`${name} -> ${value}`)
  }
  return found
}

test('parameters are separated by & and split at the first =', () => {
  expect(pairs('a=1&b=x=y=&c')).toEqual(['a -> 1', 'b -> x=y=', 'c -> '])
})

test('empty parameters are skipped', () => {
  expect(pairs('&&a=1&&b=2&')).toEqual(['a -> 1', 'b -> 2'])
  expect(pairs('')).toEqual([])
  expect(pairs('&')).toEqual([])
})

test('a parameter without a name is one', () => {
  expect(pairs('=1&=')).toEqual([' -> 1', ' -> '])
})

test('; belongs to a value', () => {
  expect(pairs('a=1;b=2')).toEqual(['a -> 1;b=2'])
})

test('a second ? before info_hash= separates, as appended by old clients', () => {
  expect(pairs('passkey=abc?info_hash=X&a=1')).toEqual([
    'passkey -> abc',
    'info_hash -> X',
    'a -> 1',
  ])
  expect(pairs('?info_hash=X')).toEqual(['info_hash -> X'])
  expect(pairs('key?info_hash=X')).toEqual(['key -> ', 'info_hash -> X'])
})

test('any other ? belongs to what it stands in', () => {
  expect(pairs('a=?&b=1?2&c=x?info_hash')).toEqual(['a -> ?', 'b -> 1?2', 'c -> x?info_hash'])
})

test('a fragment is cut off', () => {
  expect(pairs('a=1&b=2#c=3&d=4')).toEqual(['a -> 1', 'b -> 2'])
  expect(pairs('a#=1')).toEqual(['a -> '])
  expect(pairs('#a=1')).toEqual([])
})

test('the walk stays between start and end', () => {
  const query = 'x&a=1&b=2'
  cursor.open(ascii(query), 2, 5)
  expect(cursor.next()).toBe(true)
  expect([cursor.nameStart, cursor.valueEnd]).toEqual([2, 5])
  expect(cursor.next()).toBe(false)
})

test('a second ? must be followed by info_hash= before the end', () => {
  const query = 'a=1?info_hash=X'
  cursor.open(ascii(query), 0, 'a=1?info_has'.length)
  expect(cursor.next()).toBe(true)
  expect(query.slice(cursor.valueStart, cursor.valueEnd)).toBe('1?info_has')
})

test('as many parameters as are allowed are walked, one more is refused for good', () => {
  const allowed = 'a=1&'.repeat(queryParametersMax)
  expect(pairs(allowed)).toHaveLength(queryParametersMax)
  expect(cursor.overflowed).toBe(false)
  expect(pairs(`${allowed}b=2&c=3`)).toHaveLength(queryParametersMax)
  expect(cursor.overflowed).toBe(true)
  expect(cursor.next()).toBe(false)
  expect(pairs('a=1')).toEqual(['a -> 1'])
  expect(cursor.overflowed).toBe(false)
})

test('empty parameters do not count', () => {
  expect(pairs(`${'&'.repeat(65536)}a=1`)).toEqual(['a -> 1'])
  expect(cursor.overflowed).toBe(false)
})
