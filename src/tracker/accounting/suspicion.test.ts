import { describe, expect, test } from 'vitest'
import { type Stretch, suspicionsOf } from './suspicion.ts'

const rules = { bytesPerSecondMax: 1000, isEmptySince: () => false }
const nobody = { ...rules, isEmptySince: () => true }

function stretch(more: Partial<Stretch> = {}): Stretch {
  const moved = { uploaded: 0, downloaded: 0, isSeeder: true }
  return { memberId: 2, torrentId: 3, from: 10_000, until: 10_100, ...moved, ...more }
}

describe('a rate', () => {
  test('is suspicious above the limit, in either direction', () => {
    expect(suspicionsOf(stretch({ uploaded: 100_000, downloaded: 100_000 }), rules)).toEqual([])
    const facts = { kind: 'rate', memberId: 2, torrentId: 3, at: 10_100, seconds: 100 }
    for (const moved of [{ uploaded: 100_001 }, { downloaded: 100_001 }])
      expect(suspicionsOf(stretch(moved), rules)).toEqual([{ ...facts, bytes: 100_001 }])
  })

  test('is not computed from moments: what two announces in one second tell was moved before', () => {
    const moved = { from: 10_000, until: 10_000, uploaded: 60_000 }
    expect(suspicionsOf(stretch(moved), rules)).toEqual([])
    expect(suspicionsOf(stretch({ ...moved, uploaded: 60_001 }), rules)).toHaveLength(1)
  })

  test('is of no interest without a limit', () => {
    const fast = stretch({ uploaded: 2 ** 50 })
    expect(suspicionsOf(fast, { ...rules, bytesPerSecondMax: 0 })).toEqual([])
  })
})

test('an upload to nobody is one of a seeder', () => {
  expect(suspicionsOf(stretch({ uploaded: 1 }), nobody)).toMatchObject([
    { kind: 'empty', bytes: 1 },
  ])
  expect(suspicionsOf(stretch({ uploaded: 1 }), rules)).toEqual([])
  expect(suspicionsOf(stretch({ uploaded: 1, isSeeder: false }), nobody)).toEqual([])
  expect(suspicionsOf(stretch({ downloaded: 1 }), nobody)).toEqual([])
})

test('one announce may be both', () => {
  const kinds = suspicionsOf(stretch({ uploaded: 2 ** 50 }), nobody).map(({ kind }) => kind)
  expect(kinds).toEqual(['rate', 'empty'])
})
