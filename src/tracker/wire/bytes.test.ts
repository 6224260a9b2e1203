import { expect, test } from 'vitest'
import { ascii, copyBytes, writeBytes, writeBytesBackwards } from './bytes.ts'

test('forwards a piece begins at the index and its end is returned', () => {
  const out = new Uint8Array(6)
  expect(writeBytes(out, 1, ascii('abc'))).toBe(4)
  expect(out).toEqual(Uint8Array.of(0, 0x61, 0x62, 0x63, 0, 0))
})

test('backwards a piece ends before the index and its start is returned', () => {
  const out = new Uint8Array(6)
  expect(writeBytesBackwards(out, 5, ascii('abc'))).toBe(2)
  expect(out).toEqual(Uint8Array.of(0, 0, 0x61, 0x62, 0x63, 0))
})

test('a copy takes the given length from the given place', () => {
  const out = new Uint8Array(4)
  expect(copyBytes(out, 1, ascii('abcdef'), 2, 2)).toBe(3)
  expect(out).toEqual(Uint8Array.of(0, 0x63, 0x64, 0))
})
