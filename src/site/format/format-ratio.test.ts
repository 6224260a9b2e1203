import { expect, test } from 'vitest'
import { formatRatio } from './format-ratio.ts'

test.for([
  [undefined, '–'],
  [0, '0.00'],
  [0.4999, '0.49'],
  [0.9999, '0.99'],
  [1, '1.00'],
  [1.5, '1.50'],
  [12_345.678, '12345.67'],
] as const)('%s is shown as %s', ([ratio, shown]) => {
  expect(formatRatio(ratio)).toBe(shown)
})
