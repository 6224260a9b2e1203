import { expect, test } from 'vitest'
import { type PeriodSums, type ScoreWeights, scoreOf } from './score.ts'

const weights: ScoreWeights = {
  completionWeight: 10,
  seedDayWeight: 1,
  ratioExponentPercent: 50,
  ratioMax: 4,
}
const nothing: PeriodSums = { completes: 0, uploadedBytes: 0, downloadedBytes: 0, seedSeconds: 0 }
const day = 86_400

test.each<[string, Partial<PeriodSums>, number]>([
  ['nothing', {}, 0],
  ['moving bytes alone', { uploadedBytes: 1e12, downloadedBytes: 1 }, 0],
  ['three completions', { completes: 3 }, 3000],
  ['two days of seeding', { seedSeconds: 2 * day }, 200],
  ['seeding for less than a minute', { seedSeconds: 59 }, 0],
  [
    'a ratio of 2.25',
    { completes: 1, uploadedBytes: 9, downloadedBytes: 4, seedSeconds: day },
    1650,
  ],
  ['a ratio above the largest', { completes: 1, uploadedBytes: 99, downloadedBytes: 1 }, 2000],
  ['uploading and downloading nothing', { completes: 1, uploadedBytes: 1 }, 2000],
  ['a ratio below 0.5', { completes: 1, uploadedBytes: 1, downloadedBytes: 100 }, 707],
])('%s is worth %o hundredths', (_, sums, score) => {
  expect(scoreOf({ ...nothing, ...sums }, weights)).toBe(score)
})

test('weights change what is worth something', () => {
  const sums = { completes: 1, uploadedBytes: 2, downloadedBytes: 1, seedSeconds: day }
  expect(scoreOf(sums, { ...weights, ratioExponentPercent: 0 })).toBe(1100)
  expect(scoreOf(sums, { ...weights, ratioExponentPercent: 100 })).toBe(2200)
  expect(
    scoreOf(sums, { ...weights, ratioExponentPercent: 0, completionWeight: 0, seedDayWeight: 7 }),
  ).toBe(700)
})

test('a score ends where numbers do', () => {
  const most = Number.MAX_SAFE_INTEGER
  const sums = { completes: most, uploadedBytes: most, downloadedBytes: 1, seedSeconds: most }
  expect(scoreOf(sums, weights)).toBe(most)
})
