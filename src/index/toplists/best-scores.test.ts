import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BestScores } from './best-scores.ts'

test('gives the first of all that came, sorted by score and then by member', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 8 }), (given, most) => {
      const all = given.map((score, index) => ({ memberId: index + 1, score }))
      const best = new BestScores(most)
      for (const one of all.toReversed()) best.add(one)
      const expected = all
        .filter(({ score }) => score > 0)
        .toSorted((one, other) => other.score - one.score || one.memberId - other.memberId)
        .slice(0, most)
      expect(best.ranked()).toEqual(expected)
    }),
  )
})
