import { expect, test } from 'vitest'
import { ascii } from '../bytes.ts'
import { decodesTo, percentDecode } from './percent.ts'

function decoded(text: string): string | null {
  const into = new Uint8Array(64)
  const length = percentDecode(ascii(text), 0, text.length, into)
  return length < 0 ? null : String.fromCharCode(...into.subarray(0, length))
}

test('both cases of digits give the same byte, mixed in one value', () => {
  expect(decoded('%1f%1F%aB%Ab')).toBe('\x1f\x1f\xab\xab')
})

test('letters and everything else may be escaped', () => {
  expect(decoded('%41%42%7a%00%ff')).toBe('ABz\0\xff')
})

test('what needs no escape stays literal, a plus sign included', () => {
  const literal = `azAZ09-_.~!*'()/:@,;$"<>|^{}\`\\+`
  expect(decoded(literal)).toBe(literal)
})

test.for(['%', '%1', '%zz', '%1g', '%g1', '%u0041', '%%41', 'abc%', 'abc%4'])(
  '"%s" holds a bad escape',
  (text) => {
    expect(decoded(text)).toBeNull()
  },
)

test('an escape is not completed by bytes behind the value', () => {
  expect(percentDecode(ascii('%41'), 0, 2, new Uint8Array(4))).toBe(-1)
})

test('bytes beyond the room are counted but not written', () => {
  const into = new Uint8Array(3)
  expect(percentDecode(ascii('abcdef'), 0, 6, into)).toBe(6)
  expect(into).toEqual(ascii('abc'))
})

test('a comparison decodes, and is of the whole value', () => {
  const text = ascii('abc')
  expect(decodesTo(ascii('a%62c'), 0, 5, text, 0)).toBe(true)
  expect(decodesTo(ascii('abcd'), 0, 4, text, 0)).toBe(false)
  expect(decodesTo(ascii('ab'), 0, 2, text, 0)).toBe(false)
  expect(decodesTo(ascii('ABC'), 0, 3, text, 0)).toBe(false)
  expect(decodesTo(ascii('A%42c'), 0, 5, text, 0x20)).toBe(true)
  expect(decodesTo(ascii('ab%'), 0, 3, text, 0)).toBe(false)
})
