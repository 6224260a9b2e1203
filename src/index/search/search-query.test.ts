/** How queries are read. */
import { describe, expect, test } from 'vitest'
import { parseSearchQuery, type SearchTerm, searchTermsMax } from './search-query.ts'

const term = (tokens: readonly string[], more: Partial<SearchTerm> = {}): SearchTerm => ({
  tokens,
  isPrefix: false,
  isExcluded: false,
  ...more,
})

describe('parseSearchQuery', () => {
  test.each([
    ['', []],
    ['  " - * "" -', []],
    ['Old Maps', [term(['old']), term(['maps'])]],
    ['"old maps" europe', [term(['old', 'maps']), term(['europe'])]],
    ['"old maps', [term(['old', 'maps'])]],
    ['-draft maps', [term(['maps']), term(['draft'], { isExcluded: true })]],
    ['-"old maps"', [term(['old', 'maps'], { isExcluded: true })]],
    ['atl*', [term(['atl'], { isPrefix: true })]],
    ['plate_03.tif', [term(['plate', '03', 'tif'])]],
    ['well-known', [term(['well', 'known'])]],
    ['黒い猫', [term(['黒い', 'い猫'])]],
    ['猫', [term(['猫'], { isPrefix: true })]],
    ['"黒い猫 map"', [term(['黒い', 'い猫', '猫', 'map'])]],
  ] satisfies [string, SearchTerm[]][])('reads %j', (text, terms) => {
    expect(parseSearchQuery(text)).toEqual(terms)
  })

  test('looks for a limited number of terms', () => {
    expect(parseSearchQuery('word '.repeat(100))).toHaveLength(searchTermsMax)
  })
})
