/** What a member's power is made of, and how much of it counts in a vote. */
import { expect, test } from 'vitest'
import { daySeconds } from '#index/petitions/petition-rules'
import { type Power, type PowerFacts, powerOf, weightOf } from '#index/petitions/power'
import { petitionRules as rules } from '../support/petition-rules.ts'

const now = 1_800_000_000

function power(facts: Partial<PowerFacts>): Power {
  const nobody = { role: 'member', createdAt: now, goodPetitions: 0, torrentCompletes: 0 } as const
  return powerOf({ ...nobody, ...facts }, rules, now)
}

test('a member begins with 1, and has 1 more for every 120 days, 3 at most', () => {
  // A clock that was wrong takes nothing away.
  const days = [0, 119, 120, 359, 360, 5000, -10]
  const totals = days.map((count) => power({ createdAt: now - count * daySeconds }).total)
  expect(totals).toEqual([1, 1, 2, 3, 4, 4, 1])
})

test('petitions in force and finished downloads add 5 at most together', () => {
  const parts = { total: 5, role: 1, age: 0, petitions: 2, uploads: 2 }
  expect(power({ goodPetitions: 2, torrentCompletes: 149 })).toEqual(parts)
  const most = { total: 6, role: 1, age: 0, petitions: 4, uploads: 1 }
  expect(power({ goodPetitions: 4, torrentCompletes: 1000 })).toEqual(most)
  expect(power({ goodPetitions: 9, torrentCompletes: 1000 })).toEqual({
    ...most,
    petitions: 5,
    uploads: 0,
  })
})

test('uploaders begin with 2, and those who moderate have 100', () => {
  const roles = ['uploader', 'moderator', 'administrator'] as const
  const totals = roles.map((role) => power({ role, goodPetitions: 3 }).total)
  expect(totals).toEqual([5, 100, 100])
})

test('a vote about a gallery weighs 30 at most, or 40 where the role alone gives 2', () => {
  const member = { total: 90, role: 1, age: 0, petitions: 0, uploads: 0 }
  expect(weightOf('gallery', member, rules)).toBe(30)
  expect(weightOf('gallery', { ...member, role: 2 }, rules)).toBe(40)
  expect(weightOf('gallery', { ...member, total: 7 }, rules)).toBe(7)
  expect(weightOf('torrent', member, rules)).toBe(90)
})
