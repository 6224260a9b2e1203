import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareOfIpv4 } from './family-share.ts'

test('everybody is told when there are few', () => {
  expect(shareOfIpv4(50, 10, 3)).toBe(10)
})

test('a small family gets a quarter', () => {
  expect(shareOfIpv4(40, 1000, 1000_000)).toBe(10)
  expect(shareOfIpv4(40, 1_000_000, 1000)).toBe(30)
})

test('the reply is as full as it can be and neither family gets more than there is', () => {
  const count = fc.nat(2_000)
  fc.assert(
    fc.property(fc.nat(200), count, count, (want, available4, available6) => {
      const ipv4 = shareOfIpv4(want, available4, available6)
      const ipv6 = Math.min(available6, want - ipv4)
      expect(ipv4).toBeGreaterThanOrEqual(0)
      expect(ipv4).toBeLessThanOrEqual(available4)
      expect(ipv4 + ipv6).toBe(Math.min(want, available4 + available6))
      const quarter = want >> 2
      expect(ipv4).toBeGreaterThanOrEqual(Math.min(available4, quarter))
      expect(ipv6).toBeGreaterThanOrEqual(Math.min(available6, quarter))
    }),
  )
})
