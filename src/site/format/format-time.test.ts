import { describe, expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import {
  formatAge,
  formatClock,
  formatDay,
  formatDuration,
  formatMinute,
  isoText,
} from './format-time.ts'

test('a moment is told in UTC, whatever the zone of the machine', () => {
  const moment = Date.UTC(2026, 3, 26, 5, 14, 9) / 1000
  expect(formatMinute(moment)).toBe('2026-04-26 05:14')
  expect(formatClock(moment)).toBe('05:14')
  expect(formatDay(moment)).toBe('2026-04-26')
  expect(isoText(moment)).toBe('2026-04-26T05:14:09Z')
})

describe('an age', () => {
  test.for([
    [-5, 'now'],
    [59, 'now'],
    [60, '1 min'],
    [3599, '59 min'],
    [7200, '2 h'],
    [47 * 3600, '47 h'],
    [48 * 3600, '2 d'],
    [59 * 86400, '59 d'],
    [60 * 86400, '2 mo'],
    [729 * 86400, '24 mo'],
    [730 * 86400, '2 y'],
  ] as const)('of %s seconds is %s', ([seconds, text]) => {
    expect(formatAge(en.time, seconds)).toBe(text)
  })
})

describe('a duration', () => {
  test.for([
    [90, '90 seconds'],
    [1800, '30 minutes'],
    [2760, '46 minutes'],
    [7200, '2 hours'],
    [9000, '2.5 hours'],
  ] as const)('of %s seconds is %s', ([seconds, text]) => {
    expect(formatDuration(en.policy.duration, seconds)).toBe(text)
  })
})
