import { expect, test } from 'vitest'
import { checkedText } from './gallery-text.ts'

const rule = { what: 'the title', charactersMax: 20 }

test.for(['', ' ', '\u3164\u2800', '\u200b\ufe0f', '\u115f'])('%j is no title', (given) => {
  expect(() => checkedText(given, rule)).toThrow('the title is empty; give it')
  expect(checkedText('', { ...rule, mayBeEmpty: true })).toBe('')
})

test.for(['👩‍👩‍👧 ❤️', 'می‌خواهم', '…', 'ᠮᠣᠩᠭᠣᠯ᠎ᠠ'])(
  '%s keeps what joins and varies its characters',
  (given) => {
    expect(checkedText(given, rule)).toBe(given.normalize('NFC'))
  },
)
