import { expect, test } from 'vitest'
import { tomlComment, tomlLine, tomlValue } from './toml-text.ts'

test.each([
  ['a "b"', '"a \\"b\\""'],
  [12, '12'],
  [false, 'false'],
  [[], '[]'],
  [['a'], '[ "a" ]'],
])('writes %j as %s', (value, text) => {
  expect(tomlValue(value)).toBe(text)
  expect(tomlLine('key', value)).toBe(`key = ${text}`)
})

test('breaks comments between words', () => {
  expect(tomlComment('one two three', 9)).toEqual(['# one two', '# three'])
  expect(tomlComment('unbreakable', 5)).toEqual(['# unbreakable'])
})
