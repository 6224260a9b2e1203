/** The keys of points and toplists; a part of `schema.ts`. */
import { pointsPerCompletionMax } from '#base/limits'
import { onReload } from './key.ts'
import { integer } from './value-type.ts'

export const pointsKeys = {
  'points.per_completion': onReload(integer(0, pointsPerCompletionMax), 10, [
    'How many points (GP) a member has for each completion of a torrent that they uploaded, and as many for each of a',
    'torrent in a gallery of theirs; who is uploader and owner has both. A change holds for later completions only.',
  ]),

  'toplists.completion_weight': onReload(integer(0, 1000), 10, [
    'What one completion is worth in the scores of the toplists.',
  ]),
  'toplists.seed_day_weight': onReload(integer(0, 1000), 1, [
    'What seeding one torrent for a day is worth there.',
  ]),
  'toplists.ratio_exponent_percent': onReload(integer(0, 200), 50, [
    'How much the ratio counts there: the sum of both is multiplied with the ratio to the power of so many hundredths.',
    '50 takes its square root, 100 the ratio itself, and with 0 it does not count.',
  ]),
  'toplists.ratio_max': onReload(integer(1, 100), 4, [
    'A higher ratio counts there like this one. One below 0.5 counts as 0.5.',
  ]),
} as const
