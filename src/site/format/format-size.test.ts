import { expect, test } from 'vitest'
import { formatSize } from './format-size.ts'

test.for([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [252 * 1024 ** 2, '252.0 MiB'],
  [1024 ** 3 - 1, '1.0 GiB'],
  [1.44 * 1024 ** 3, '1.4 GiB'],
  [2 ** 50 * 2000, '2000.0 PiB'],
] as const)('%s bytes are %s', ([bytes, text]) => {
  expect(formatSize(bytes)).toBe(text)
})
