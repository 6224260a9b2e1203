import { expect, test } from 'vitest'
import { ConfigError, showValue, withoutPasswords } from './config-error.ts'

test('the message of a ConfigError is a line per problem', () => {
  const error = new ConfigError([
    { code: 'invalid_value', key: 'mode', line: 'one' },
    { code: 'unknown_key', key: 'x', line: 'two' },
  ])
  expect(error.message).toBe('one\ntwo')
  expect(error.code).toBe('invalid_config')
})

test.each([
  ['a\nb', '"a\\nb"'],
  [12, '12'],
  [undefined, 'undefined'],
  [['a', true], '["a",true]'],
  ['postgres://me:secret@db/waggle', '"postgres://me:***@db/waggle"'],
])('shows %j as %s', (value, shown) => {
  expect(showValue(value)).toBe(shown)
})

test('a long value is cut', () => {
  expect(showValue('x'.repeat(1000))).toHaveLength(81)
})

test('hides every password and nothing else', () => {
  expect(withoutPasswords('a://b:p:q@c d://e:r/s@f http://[::1]:80 u://:w@h x@y:z')).toBe(
    'a://b:***@c d://e:***@f http://[::1]:80 u://:***@h x@y:z',
  )
})
