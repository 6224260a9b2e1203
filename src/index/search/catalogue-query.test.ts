/** How searches among galleries and torrents are read, and that no text can break it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type FieldTerm,
  fieldTermsMax,
  keptSearch,
  parseCatalogueQuery,
  searchCharactersMax,
} from './catalogue-query.ts'
import { type SearchTerm, searchTermsMax } from './search-query.ts'

const rangeOf = (text: string) => parseCatalogueQuery(`hash:${text}`).fields[0]
const term = (tokens: readonly string[], more: Partial<SearchTerm> = {}): SearchTerm => ({
  tokens,
  isPrefix: false,
  isExcluded: false,
  ...more,
})
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
const wanted = { isExcluded: false } as const
const excluded = { isExcluded: true } as const

describe('parseCatalogueQuery', () => {
  test.each([
    ['old maps', [term(['old']), term(['maps'])]],
    [
      '"old world" -draft atl*',
      [term(['old', 'world']), term(['atl'], { isPrefix: true }), term(['draft'], excluded)],
    ],
    ['tag:hokusai', [term(['ªºhokusai'])]],
    ['tag:artist:hokusai', [term(['ªartistºhokusai'])]],
    ['artist:Hokusai', [term(['ªartistºhokusai'])]],
    ['a:hokusai', [term(['ªartistºhokusai'])]],
    ['tag:A:hokusai', [term(['ªartistºhokusai'])]],
    ['artist:"Katsushika Hokusai$"', [term(['ªartistºkatsushikaºhokusai'])]],
    ['tag:artist:"katsushika hokusai"', [term(['ªartistºkatsushikaºhokusai'])]],
    ['tag:"artist:katsushika hokusai"', [term(['ªartistºkatsushikaºhokusai'])]],
    ['artist:kat*', [term(['ªartistºkat'], { isPrefix: true })]],
    ['-female:glasses map', [term(['map']), term(['ªfemaleºglasses'], excluded)]],
    ['tag:series:"東海道 53"', [term(['ªseriesº東海道º53'])]],
    ['Re:Zero', [term(['re', 'zero'])]],
    ['12:30', [term(['12', '30'])]],
    ['"size>1 in a phrase"', [term(['size', '1', 'in', 'a', 'phrase'])]],
    ['tag<5', [term(['tag', '5'])]],
  ] satisfies [string, SearchTerm[]][])('reads the words of %j', (text, terms) => {
    expect(parseCatalogueQuery(text)).toEqual({ terms, fields: [], notUnderstood: [] })
  })

  test.each([
    ['uploader:Anna', { field: 'uploader', name: 'Anna', ...wanted }],
    ['-uploader:"Anna"', { field: 'uploader', name: 'Anna', ...excluded }],
    ['gid:12', { field: 'gallery', id: 12, ...wanted }],
    ['has:torrent', { field: 'torrent', ...wanted }],
    ['-HAS:Torrents', { field: 'torrent', ...excluded }],
    ['size>1GiB', { field: 'size', comparison: '>', value: 2 ** 30, ...wanted }],
    ['size>=1.5G', { field: 'size', comparison: '>=', value: 1.5 * 2 ** 30, ...wanted }],
    ['-size<700MB', { field: 'size', comparison: '<', value: 700e6, ...excluded }],
    ['size<"2 TB"', { field: 'size', comparison: '<', value: 2e12, ...wanted }],
    ['size:0', { field: 'size', comparison: '=', value: 0, ...wanted }],
    ['seeds>5', { field: 'seeds', comparison: '>', value: 5, ...wanted }],
    ['leechers<=3', { field: 'peers', comparison: '<=', value: 3, ...wanted }],
    ['completes=7', { field: 'downloads', comparison: '=', value: 7, ...wanted }],
    ['pages>200', { field: 'pages', comparison: '>', value: 200, ...wanted }],
  ] satisfies [string, FieldTerm][])('reads the field of %j', (text, field) => {
    expect(parseCatalogueQuery(text)).toEqual({ terms: [], fields: [field], notUnderstood: [] })
  })

  test('an info-hash is one of a kind, its beginning a range of them', () => {
    const hash = '0123456789abcdef0123456789abcdef01234567'
    expect(rangeOf(hash.toUpperCase())).toMatchObject({ from: bytes(hash), to: bytes(hash) })
    expect(rangeOf('0123456')).toMatchObject({
      from: bytes('0123456'.padEnd(40, '0')),
      to: bytes('0123456'.padEnd(40, 'f')),
    })
    expect(rangeOf(`${hash}ab`)).toMatchObject({ from: bytes(`${hash}ab`.padEnd(64, '0')) })
    expect(rangeOf('AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH')).toMatchObject({ from: bytes(hash) })
  })

  test.each([
    'size>much',
    'size>',
    'size>1iB',
    'size>999999999999999P',
    'seeds>-1',
    'gid:twelve',
    'gid:',
    'hash:12345',
    'hash:xyz',
    `hash:${'0'.repeat(65)}`,
    'has:everything',
    'tag:',
    'tag:"!!!"',
    '-uploader:" "',
  ])('tells %j back and searches for the rest', (text) => {
    expect(parseCatalogueQuery(`maps ${text} seeds>1`)).toEqual({
      terms: [term(['maps'])],
      fields: [{ field: 'seeds', comparison: '>', value: 1, ...wanted }],
      notUnderstood: [text],
    })
  })

  test('what is more than a query may have is told back, and not dropped without a word', () => {
    const ids = Array.from({ length: fieldTermsMax + 4 }, (_, index) => `-gid:${index + 1}`)
    const words = Array.from({ length: searchTermsMax - 1 }, (_, index) => `-w${index}`)
    const many = parseCatalogueQuery(['maps', ...words, '-atlas', 'gid:x', ...ids].join(' '))
    expect([many.terms.length, many.fields.length]).toEqual([searchTermsMax, fieldTermsMax])
    expect(many.terms[0]).toEqual(term(['maps']))
    expect(many.notUnderstood).toEqual(['gid:x', ...ids.slice(fieldTermsMax), '-atlas'])
  })

  test('of a longer text what is whole within the limit is looked for, and the rest is told', () => {
    const long = `gid:1 ${'a'.repeat(searchCharactersMax - 11)} atlas gid:2 ${'z'.repeat(99)}`
    const { terms, fields, notUnderstood } = parseCatalogueQuery(long)
    expect(fields).toEqual([{ field: 'gallery', id: 1, ...wanted }])
    expect(terms).toHaveLength(1)
    expect(notUnderstood).toEqual([`atlas gid:2 ${'z'.repeat(48)}…`])
    expect(parseCatalogueQuery(`${' '.repeat(searchCharactersMax)}gid:1`)).toEqual({
      terms: [],
      fields: [],
      notUnderstood: ['gid:1'],
    })
    const spaces = ' '.repeat(searchCharactersMax)
    expect(parseCatalogueQuery(`gid:1${spaces}`).notUnderstood).toEqual([])
    expect(parseCatalogueQuery(keptSearch(long + long))).toEqual(parseCatalogueQuery(long + long))
  })
})

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '-', '*', ':', '<', '>', '=', '$', ' ', '\t', '\n'),
  fc.constantFrom(
    'tag:',
    'artist:',
    'uploader:',
    'gid:',
    'hash:',
    'has:',
    'size>',
    'seeds<=',
    '1GiB',
  ),
)

test('any text at all is a query of bounded length, twice the same', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('')
      const query = parseCatalogueQuery(text)
      expect(query).toEqual(parseCatalogueQuery(text))
      expect(query.terms.length).toBeLessThanOrEqual(searchTermsMax)
      expect(query.fields.length).toBeLessThanOrEqual(fieldTermsMax)
      expect(query.notUnderstood.join('').length).toBeLessThanOrEqual(searchCharactersMax + 61)
      const { notUnderstood } = parseCatalogueQuery(keptSearch(text))
      expect(notUnderstood.length === 0).toBe(query.notUnderstood.length === 0)
      for (const { tokens } of query.terms)
        for (const token of tokens) expect(token).toMatch(/^[\p{L}\p{N}\p{M}]+$/v)
      for (const field of query.fields)
        if ('value' in field) expect(Number.isSafeInteger(field.value)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('the longest and the most nested text is read at once', () => {
  const hostile = ['"'.repeat(1e6), 'tag:"'.repeat(2e5), '-'.repeat(1e6), 'a:"" '.repeat(2e5)]
  for (const text of hostile) expect(() => parseCatalogueQuery(text)).not.toThrow()
})
