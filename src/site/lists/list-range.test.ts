/** Which rows a page says that it shows. */
import { expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import { listRange } from './list-range.ts'

type Facts = {
  readonly from: number
  readonly rows: number
  readonly count: number
  readonly isMore?: boolean
  readonly isLast?: boolean
}

function rangeOf({ from, rows, count, isMore = false, isLast = true }: Facts): string {
  const range = listRange(en, {
    words: en.gallery.list,
    found: {
      rows: Array.from({ length: rows }),
      newer: from > 1 ? 'newer' : undefined,
      older: isLast ? undefined : 'older',
    },
    place: { after: from > 1 ? 'mark' : undefined, before: undefined, from },
    total: { count, isMore },
    isByTime: true,
    hrefAt: (place) => `/?from=${place.from}`,
  })
  return range.toString()
}

test.each([
  [{ from: 1, rows: 3, count: 3 }, 'Showing 1-3 of 3'],
  [{ from: 51, rows: 20, count: 70 }, 'Showing 51-70 of 70'],
  // One more came since they were counted.
  [{ from: 51, rows: 21, count: 70 }, 'Showing 51-71 of 71'],
  [{ from: 51, rows: 50, count: 120, isLast: false }, 'Showing 51-100 of 120'],
  [{ from: 9001, rows: 50, count: 5000, isMore: true, isLast: false }, '9,001-9,050 of many'],
] satisfies [Facts, string][])('%j', (facts, text) => {
  expect(rangeOf(facts)).toContain(text)
})

test('a number beyond all rows is one that somebody made up', () => {
  const last = rangeOf({ from: 999_999_999, rows: 20, count: 70 })
  expect(last).toContain('Showing 51-70 of 70')
  const middle = rangeOf({ from: 999_999_999, rows: 50, count: 70, isLast: false })
  expect(middle).toContain('Showing 21-70 of 70')
  expect(last + middle).not.toContain('999')
})
