/** Addresses of the list, read and written. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ListAddress, listHref, readListAddress, sortHref } from './list-address.ts'

const first: ListAddress = {
  state: 'live',
  search: '',
  order: 'added',
  isDescending: true,
  after: undefined,
  before: undefined,
  from: 1,
}

function queryOf(href: string): Record<string, string> {
  return Object.fromEntries(new URL(href, 'http://x').searchParams)
}

test('the list itself has the shortest address', () => {
  expect(listHref(first)).toBe('/torrents')
  expect(readListAddress({})).toEqual(first)
})

test('what is written is read again', () => {
  const text = fc.string({ minLength: 1, maxLength: 40 }).map((one) => one.trim())
  const mark = fc.option(fc.string({ unit: fc.constantFrom('a', '_', '-'), minLength: 1 }), {
    nil: undefined,
  })
  const address: fc.Arbitrary<ListAddress> = fc.record({
    state: fc.constantFrom('live', 'banned', 'removed'),
    search: text,
    order: fc.constantFrom('added', 'name', 'size', 'seeders', 'leechers', 'completed'),
    isDescending: fc.boolean(),
    after: mark,
    before: mark,
    from: fc.integer({ min: 1, max: 999_999_999 }),
  })
  fc.assert(
    fc.property(address, (given) => {
      expect(readListAddress(queryOf(listHref(given)))).toEqual(given)
    }),
  )
})

test.for([
  { q: ['one', 'two'], sort: 'nothing', dir: 'sideways', state: 'all', from: '0' },
  { q: 'one', sort: '__proto__', from: '1e3' },
  { q: ' one ', sort: 'added', dir: 'down', from: '-1', after: '' },
])('what cannot be read is as in the first page: %j', (query) => {
  expect(readListAddress(query)).toEqual({ ...first, search: 'one' })
})

test('a search is as long as a name', () => {
  const { search } = readListAddress({ q: `${'x'.repeat(254)}\u{1f41d}` })
  expect(search).toBe(`${'x'.repeat(254)}\ufffd`)
})

test('a head sorts by its column, from the most or from A, and then the other way round', () => {
  const address = { ...first, search: 'atlas', after: 'mark', from: 51 }
  const bySize = sortHref(address, 'size')
  expect(bySize).toBe('/torrents?q=atlas&sort=size')
  expect(sortHref(readListAddress(queryOf(bySize)), 'size')).toBe(
    '/torrents?q=atlas&sort=size&dir=up',
  )
  const byName = sortHref(address, 'name')
  expect(readListAddress(queryOf(byName))).toMatchObject({ order: 'name', isDescending: false })
  expect(sortHref(readListAddress(queryOf(byName)), 'name')).toBe(
    '/torrents?q=atlas&sort=name&dir=down',
  )
})
