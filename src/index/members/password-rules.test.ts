import { expect, test } from 'vitest'
import { MemberError } from './member-error.ts'
import { checkPassword } from './password-rules.ts'

function codeOf(password: string, nameKey = 'alice'): unknown {
  try {
    checkPassword(password, nameKey)
    return 'good'
  } catch (error) {
    return error instanceof MemberError ? error.code : error
  }
}

test('eight characters are enough, whichever they are', () => {
  for (const password of [
    'aeioubcd',
    'ten words ',
    '密码密码密码密码',
    '🐝🐝🐝🐝🐝🐝🐝🐝',
    'x'.repeat(1024),
  ])
    expect(codeOf(password), password).toBe('good')
})

test('characters are counted, not bytes or units', () => {
  expect(codeOf('🐝🐝🐝🐝🐝🐝🐝')).toBe('password_too_short')
  expect(codeOf('ééééééé')).toBe('password_too_short')
  // Composed, these are seven.
  expect(codeOf('é'.normalize('NFD').repeat(7))).toBe('password_too_short')
  expect(codeOf('🐝'.repeat(1024))).toBe('good')
  expect(codeOf('x'.repeat(1025))).toBe('password_too_long')
  // One character of eighteen, once it is normalised.
  expect(codeOf('\ufdfa'.repeat(100))).toBe('password_too_long')
})

test('the commonest are refused, in any case and form', () => {
  for (const password of ['password', 'Password1', 'QWERTYUIOP', '12345678', 'ｐａｓｓｗｏｒｄ'])
    expect(codeOf(password), password).toBe('password_common')
})

test('the own name is refused, however it is written', () => {
  expect(codeOf('Bartholoméw', 'bartholomew')).toBe('password_is_name')
  expect(codeOf('Bartholoméw')).toBe('good')
})
