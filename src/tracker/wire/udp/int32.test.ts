import { expect, test } from 'vitest'
import { readInt32, writeInt32 } from './int32.ts'

test('integers are big-endian and signed', () => {
  const bytes = Uint8Array.of(9, 0x80, 0x01, 0x02, 0xff, 9)
  expect(readInt32(bytes, 1)).toBe(0x800102ff | 0)
  const out = new Uint8Array(6)
  expect(writeInt32(out, 1, 0x800102ff)).toBe(5)
  expect(out).toEqual(Uint8Array.of(0, 0x80, 0x01, 0x02, 0xff, 0))
})
