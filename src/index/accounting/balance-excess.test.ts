import { expect, test } from 'vitest'
import { balanceExcess } from './balance-excess.ts'

const gibibyte = 2 ** 30

function excess(uploaded: number, downloaded: number, anonymousCompletes = 0): number {
  return balanceExcess({ sizeBytes: gibibyte, uploaded, downloaded, anonymousCompletes })
}

test('is what was uploaded beyond what members and others can have received', () => {
  expect(excess(3 * gibibyte, gibibyte)).toBe(2 * gibibyte)
  expect(excess(9 * gibibyte, gibibyte, 5)).toBe(3 * gibibyte)
  expect(excess(3 * gibibyte, 3 * gibibyte)).toBe(0)
  // More was downloaded than members uploaded: others seed too.
  expect(excess(0, 3 * gibibyte)).toBe(0)
})

test('leaves out the size of the torrent, or a twentieth of what was received', () => {
  expect(excess(2 * gibibyte, gibibyte)).toBe(0)
  expect(excess(2 * gibibyte + 1, gibibyte)).toBe(gibibyte + 1)
  expect(excess(105 * gibibyte, 100 * gibibyte)).toBe(0)
  expect(excess(105 * gibibyte + 1, 100 * gibibyte)).toBeGreaterThan(0)
})

test('is not computed of a torrent whose size nobody knows', () => {
  const balance = { sizeBytes: 0, uploaded: gibibyte, downloaded: 0, anonymousCompletes: 1 }
  expect(balanceExcess(balance)).toBe(0)
})
