import { expect, test } from 'vitest'
import { allowanceOf, forgottenBefore, isTooLate } from './housekeeping-rules.ts'

test('one run may do a twentieth, but one torrent at least', () => {
  expect([0, 1, 19, 20, 39, 40, 1_000_000].map((count) => allowanceOf(count, false))).toEqual([
    1, 1, 1, 1, 1, 2, 50_000,
  ])
})

test('a forced run may do everything', () => {
  expect(allowanceOf(3, true)).toBe(Number.POSITIVE_INFINITY)
})

test('what was removed can be restored for 30 days', () => {
  const days30 = 30 * 86_400
  const [at, upSeconds] = [1_800_000_000, 40 * 86_400]
  const before = { at: at - days30, upSeconds: 10 * 86_400 }
  expect(forgottenBefore(at, upSeconds)).toEqual(before)
  expect(isTooLate(days30, days30)).toBe(false)
  expect(isTooLate(days30 + 1, days30 + 1)).toBe(true)
})

test('days in which the tracker was down do not count, and neither does a clock that was put forward', () => {
  const days30 = 30 * 86_400
  expect(isTooLate(days30 * 2, days30)).toBe(false)
  expect(isTooLate(days30, days30 * 2)).toBe(false)
})
