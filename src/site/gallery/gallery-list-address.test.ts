/** Addresses of the list of galleries, read and written. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type GalleryListAddress,
  galleryListHref,
  gallerySortHref,
  readGalleryListAddress,
} from './gallery-list-address.ts'

const first: GalleryListAddress = {
  search: '',
  category: undefined,
  withTorrents: false,
  searchFileNames: false,
  expunged: false,
  ownerId: undefined,
  order: 'posted',
  isDescending: true,
  after: undefined,
  before: undefined,
  from: 1,
}

function queryOf(href: string): Record<string, string> {
  return Object.fromEntries(new URL(href, 'http://x').searchParams)
}

test('the list itself has the shortest address', () => {
  expect(galleryListHref(first)).toBe('/')
  expect(readGalleryListAddress({})).toEqual(first)
})

test('what is written is read again', () => {
  const text = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const mark = fc.option(text, { nil: undefined })
  const address: fc.Arbitrary<GalleryListAddress> = fc.record({
    search: text,
    category: mark,
    withTorrents: fc.boolean(),
    searchFileNames: fc.boolean(),
    expunged: fc.boolean(),
    ownerId: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
    order: fc.constantFrom('posted', 'title', 'pages', 'torrents'),
    isDescending: fc.boolean(),
    after: mark,
    before: mark,
    from: fc.integer({ min: 1, max: 999_999_999 }),
  })
  fc.assert(
    fc.property(address, (given) => {
      expect(readGalleryListAddress(queryOf(galleryListHref(given)))).toEqual(given)
    }),
  )
})

test('a head leads to its order, and the other way round where the list is in it', () => {
  const here = { ...first, search: 'x', after: 'mark', from: 51 }
  expect(gallerySortHref(here, 'posted')).toBe('/?q=x&dir=up')
  expect(gallerySortHref(here, 'title')).toBe('/?q=x&sort=title')
  expect(gallerySortHref({ ...here, order: 'title', isDescending: false }, 'title')).toBe(
    '/?q=x&sort=title&dir=down',
  )
})

test('what is no address of a list is the list itself', () => {
  const odd = { sort: '__proto__', dir: 'sideways', from: '-1', u: '0', q: '  ', cat: '' }
  expect(readGalleryListAddress(odd)).toEqual(first)
})
