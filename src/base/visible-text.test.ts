import { expect, test } from 'vitest'
import { hasInvisible, isVisible } from './visible-text.ts'

const nothing = ['', ' ', '\u200b', '\u3164\u2800', '\u115f\u1160', '\ufe0f', '\u{13441}', '\u0301']

test.for(nothing)('%j is seen by nobody', (text) => {
  expect(isVisible(text)).toBe(false)
})

test.for(['a', '…', '王', '\u3164x', '👩‍👩‍👧', '❤️', 'می‌خواهم'])('%j is seen', (text) => {
  expect(isVisible(text)).toBe(true)
})

test('what hides among letters is found', () => {
  for (const text of ['dave1\ufe0f', 'dave\u034f1', 'a\u115fb', 'a\u180bb', 'a\u2800'])
    expect(hasInvisible(text), text).toBe(true)
  for (const text of ['dave1', 'José', 'Jose\u0301', 'हिन्दी'])
    expect(hasInvisible(text)).toBe(false)
})
