import { expect, test } from 'vitest'
import { allowanceOf, forgottenBefore } from './housekeeping-rules.ts'

test('one run may do a twentieth, but one torrent at least', () => {
  expect([0, 1, 19, 20, 39, 40, 1_000_000].map((count) => allowanceOf(count, false))).toEqual([
    1, 1, 1, 1, 1, 2, 50_000,
  ])
})

test('a forced run may do everything', () => {
  expect(allowanceOf(3, true)).toBe(Number.POSITIVE_INFINITY)
})

test('what was removed can be restored for 30 days', () => {
  expect(forgottenBefore(1_800_000_000)).toBe(1_800_000_000 - 30 * 86_400)
})
