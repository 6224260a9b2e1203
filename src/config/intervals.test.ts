import { expect, test } from 'vitest'
import { peerTimeoutSeconds, shortestIntervalSeconds } from './intervals.ts'

const base = { intervalSeconds: 1800, intervalJitterPercent: 0, peerTimeoutSeconds: 0 }

test('a peer stays one and a half intervals and a minute unless it is told otherwise', () => {
  expect(peerTimeoutSeconds(base)).toBe(2760)
  expect(peerTimeoutSeconds({ ...base, intervalSeconds: 3 })).toBe(65)
  expect(peerTimeoutSeconds({ ...base, peerTimeoutSeconds: 5 })).toBe(5)
})

test('jitter shortens the interval, to a second at least', () => {
  expect(shortestIntervalSeconds(base)).toBe(1800)
  expect(shortestIntervalSeconds({ ...base, intervalJitterPercent: 10 })).toBe(1620)
  expect(shortestIntervalSeconds({ intervalSeconds: 1, intervalJitterPercent: 50 })).toBe(1)
})
