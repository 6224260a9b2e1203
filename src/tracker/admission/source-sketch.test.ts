/** The heaviest prefixes of any stream are found, their counts are never too high, and old ones fade. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  readSketch,
  type SketchReading,
  SourceSketch,
  sketchEntries,
  sketchWords,
} from './source-sketch.ts'

const at = 16

class Subject {
  readonly words = new Int32Array(new SharedArrayBuffer((at + sketchWords) * 4))
  readonly sketch = new SourceSketch(this.words, at)

  read(halvings = 0): SketchReading {
    return readSketch(this.words, at, halvings)
  }
}

type Request = readonly [prefix: number, isRefused: boolean]

/** Many prefixes that come once, and a few that come often. */
const requests = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.integer({ min: 100, max: 100_000 }) },
      { weight: 1, arbitrary: fc.nat(5) },
    ),
    { maxLength: 3000, size: 'max' },
  )
  .chain((prefixes) =>
    fc
      .array(fc.boolean(), { minLength: prefixes.length, maxLength: prefixes.length })
      .map((refused) =>
        prefixes.map((prefix, index): Request => [prefix, refused[index] ?? false]),
      ),
  )

describe('a sketch', () => {
  test('finds whoever sends more than its share of an entry, and says of nobody too much', () => {
    fc.assert(
      fc.property(requests, (stream) => {
        const subject = new Subject()
        const exact = new Map<number, { count: number; refused: number }>()
        for (const [prefix, isRefused] of stream) {
          subject.sketch.note(prefix, ~prefix, isRefused, 0)
          const known = exact.get(prefix) ?? { count: 0, refused: 0 }
          known.count++
          if (isRefused) known.refused++
          exact.set(prefix, known)
        }
        const { samples, refused, entries } = subject.read()
        expect(samples).toBe(stream.length)
        expect(refused).toBe(stream.filter(([, isRefused]) => isRefused).length)
        const found = new Map(entries.map((entry) => [entry.first, entry]))
        for (const [prefix, { count, refused: refusals, second }] of found) {
          expect(second).toBe(~prefix)
          expect(count).toBeLessThanOrEqual(exact.get(prefix)?.count ?? 0)
          expect(refusals).toBeLessThanOrEqual(exact.get(prefix)?.refused ?? 0)
        }
        const wrongAtMost = samples / sketchEntries
        for (const [prefix, { count }] of exact)
          if (count > wrongAtMost)
            expect(found.get(prefix)?.count ?? 0).toBeGreaterThanOrEqual(count - wrongAtMost)
      }),
      { numRuns: 30 },
    )
  })

  test('is exact while there are no more prefixes than entries', () => {
    const { sketch, words } = new Subject()
    for (let round = 1; round <= 5; round++)
      for (let prefix = 0; prefix < sketchEntries; prefix++) sketch.note(prefix, 0, round === 1, 0)
    const { entries } = readSketch(words, at, 0)
    expect(entries).toHaveLength(sketchEntries)
    for (const { count, refused } of entries) expect([count, refused]).toEqual([5, 1])
  })

  test('forgets half with each halving, whether something comes meanwhile or not', () => {
    const subject = new Subject()
    for (let count = 0; count < 80; count++) subject.sketch.note(1, 4, count < 40, 0)
    expect(subject.read(1)).toEqual({
      samples: 40,
      refused: 20,
      entries: [{ first: 1, second: 4, count: 40, refused: 20 }],
    })
    subject.sketch.note(2, 4, false, 3)
    expect(subject.read(3)).toEqual({
      samples: 11,
      refused: 5,
      entries: [
        { first: 1, second: 4, count: 10, refused: 5 },
        { first: 2, second: 4, count: 1, refused: 0 },
      ],
    })
    expect(subject.read(40)).toEqual({ samples: 0, refused: 0, entries: [] })
  })
})
