import { expect, test } from 'vitest'
import { daySeconds } from '#index/petitions/petition-rules'
import { powerOf, weightOf } from '#index/petitions/power'
import { petitionRules as rules } from '../support/petition-rules.ts'

const now = 1_800_000_000
const nobody = {
  role: 'member',
  createdAt: now,
  goodPetitions: 0,
  torrentCompletes: 0,
} as const

test('a member begins with 1, and has 1 more for every 120 days, 3 at most', () => {
  const afterDays = (days: number) =>
    powerOf({ ...nobody, createdAt: now - days * daySeconds }, rules, now).total
  expect([0, 119, 120, 359, 360, 5000].map(afterDays)).toEqual([1, 1, 2, 3, 4, 4])
  // A clock that was wrong takes nothing away.
  expect(afterDays(-10)).toBe(1)
})

test('petitions in force and finished downloads add 5 at most together', () => {
  const of = (goodPetitions: number, torrentCompletes: number) =>
    powerOf({ ...nobody, goodPetitions, torrentCompletes }, rules, now)
  expect(of(2, 149)).toEqual({ total: 5, role: 1, age: 0, petitions: 2, uploads: 2 })
  expect(of(4, 1000)).toEqual({ total: 6, role: 1, age: 0, petitions: 4, uploads: 1 })
  expect(of(9, 1000)).toEqual({ total: 6, role: 1, age: 0, petitions: 5, uploads: 0 })
})

test('uploaders begin with 2, and those who moderate have 100', () => {
  const of = (role: 'uploader' | 'moderator' | 'administrator') =>
    powerOf({ ...nobody, role, goodPetitions: 3 }, rules, now).total
  expect([of('uploader'), of('moderator'), of('administrator')]).toEqual([5, 100, 100])
})

test('a vote about a gallery weighs 30 at most, or 40 where the role alone gives 2', () => {
  const member = { total: 90, role: 1, age: 0, petitions: 0, uploads: 0 }
  expect(weightOf('gallery', member, rules)).toBe(30)
  expect(weightOf('gallery', { ...member, role: 2 }, rules)).toBe(40)
  expect(weightOf('gallery', { ...member, total: 7 }, rules)).toBe(7)
  expect(weightOf('torrent', member, rules)).toBe(90)
})
