/** Addresses of the list of torrents, read and written. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readTorrentListAddress,
  type TorrentListAddress,
  torrentListHref,
  torrentSortHref,
} from './torrent-list-address.ts'

const first: TorrentListAddress = {
  search: '',
  status: 'all',
  isMine: false,
  uploaderId: undefined,
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
  expect(torrentListHref(first)).toBe('/torrents')
  expect(readTorrentListAddress({})).toEqual(first)
})

test('what is written is read again', () => {
  const text = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const mark = fc.option(text, { nil: undefined })
  const address: fc.Arbitrary<TorrentListAddress> = fc.record({
    search: text,
    status: fc.constantFrom('all', 'seeded', 'unseeded'),
    isMine: fc.boolean(),
    uploaderId: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
    order: fc.constantFrom('added', 'name', 'size', 'seeders', 'leechers', 'completed'),
    isDescending: fc.boolean(),
    after: mark,
    before: mark,
    from: fc.integer({ min: 1, max: 999_999_999 }),
  })
  fc.assert(
    fc.property(address, (given) => {
      expect(readTorrentListAddress(queryOf(torrentListHref(given)))).toEqual(given)
    }),
  )
})

test('a head leads to its order, and the other way round where the list is in it', () => {
  const here: TorrentListAddress = { ...first, status: 'seeded', before: 'mark', from: 51 }
  expect(torrentSortHref(here, 'added')).toBe('/torrents?status=seeded&dir=up')
  expect(torrentSortHref(here, 'seeders')).toBe('/torrents?status=seeded&sort=seeds')
})

test('what is no address of a list is the list itself', () => {
  const odd = { sort: 'constructor', status: '__proto__', show: 'all', u: 'x', q: ['', 'x'] }
  expect(readTorrentListAddress(odd)).toEqual(first)
})
