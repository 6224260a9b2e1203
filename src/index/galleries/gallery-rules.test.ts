import { describe, expect, test } from 'vitest'
import type { GalleryFields } from './gallery.ts'
import { GalleryError } from './gallery-error.ts'
import { checkedAddress, checkedFields, checkedReason } from './gallery-rules.ts'

const categories = ['Art', 'Image Set', 'Misc']

const sound: GalleryFields = {
  title: 'Kersenbloesem',
  originalTitle: '桜',
  category: 'Art',
  tags: [],
  description: '',
  pages: undefined,
}

function checked(facts: Partial<GalleryFields>): GalleryFields {
  return checkedFields({ ...sound, ...facts }, categories)
}

function refusalOf(facts: Partial<GalleryFields>): string {
  try {
    checked(facts)
  } catch (error) {
    if (error instanceof GalleryError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'taken'
}

describe('a title', () => {
  test.for([
    ['', 'is empty'],
    [' \u00a0\u200b ', 'is empty'],
    ['one\ntwo', 'line end'],
    ['bell \u0007', 'control character'],
    ['gnp.\u202Egpj', 'direction of writing'],
    ['\u2067rtl\u2069', 'direction of writing'],
    ['half \ud800', 'not well-formed'],
    ['x'.repeat(501), 'has 501 characters, and 500 is the most'],
  ] as const)('%j is refused', ([title, reason]) => {
    expect(refusalOf({ title })).toMatch(/^invalid_gallery: the title /)
    expect(refusalOf({ title })).toContain(reason)
  })

  test('has up to 500 characters, whatever they take', () => {
    expect(checked({ title: '\u{1f41d}'.repeat(500) }).title).toHaveLength(1000)
    expect(checked({ title: 'x' }).title).toBe('x')
  })

  test('is composed, and without spaces around it', () => {
    expect(checked({ title: '  e\u0301te\u0301 ' }).title).toBe('été')
  })

  test('may be in any script, and of signs', () => {
    for (const title of ['עברית', '桜の花', '???', '…'])
      expect(checked({ title }).title).toBe(title)
  })

  test('in its own script may be left out', () => {
    expect(checked({ originalTitle: ' ' }).originalTitle).toBe('')
    expect(refusalOf({ originalTitle: 'a\u0000' })).toContain('the original title has')
  })
})

test('a category is one of those that are configured, in any case', () => {
  expect(checked({ category: 'image set' }).category).toBe('Image Set')
  expect(refusalOf({ category: 'Western' })).toBe(
    'invalid_gallery: the category is "Western"; choose one of Art, Image Set, Misc',
  )
})

describe('a description', () => {
  test('has lines, whatever ends them', () => {
    expect(checked({ description: 'a\r\nb\rc\n\td\u2028e' }).description).toBe('a\nb\nc\n\td\ne')
  })

  test('has 10,000 characters at most, and nothing that hides', () => {
    expect(checked({ description: 'x'.repeat(10_000) }).description).toHaveLength(10_000)
    expect(refusalOf({ description: 'x'.repeat(10_001) })).toContain('has 10001 characters')
    expect(refusalOf({ description: 'a\u001b[2J' })).toContain('has a control character')
    expect(refusalOf({ description: 'a\u202e' })).toContain('direction of writing')
  })
})

test('pages are a whole number from 1 to 100,000, or not told', () => {
  for (const pages of [1, 100_000, undefined]) expect(checked({ pages }).pages).toBe(pages)
  for (const pages of [0, -1, 1.5, 100_001, Number.NaN])
    expect(refusalOf({ pages })).toContain(`the number of pages is ${pages}`)
})

test('a reason is one line, and not needed for what comes back', () => {
  expect(checkedReason('whatever', 'live')).toBe('')
  expect(checkedReason(' copyright ', 'removed')).toBe('copyright')
  for (const reason of ['', 'a\nb', 'x'.repeat(501)])
    expect(() => checkedReason(reason, 'expunged')).toThrow(/^the reason /)
})

describe('an address that a gallery has already', () => {
  test('is an id, or an id and a key of 10 lower-case letters and digits', () => {
    expect(checkedAddress(4711, 'c0ffee4711')).toEqual({ wantedId: 4711, key: 'c0ffee4711' })
    for (const id of [1, 2_000_000_000, undefined]) {
      const { wantedId, key } = checkedAddress(id, undefined)
      expect(wantedId).toBe(id)
      expect(key).toMatch(/^[0-9a-z]{10}$/)
    }
  })

  test.for([
    [0, undefined, 'the id is 0'],
    [1.5, undefined, 'the id is 1.5'],
    [2_000_000_001, undefined, 'give a whole number from 1 to 2000000000'],
    [undefined, 'c0ffee4711', 'a key without an id'],
    [1, 'C0FFEE4711', 'the key is "C0FFEE4711"'],
    [1, 'c0ffee471', 'give 10 lower-case letters and digits'],
    [1, 'c0ffee4711\n', 'the key is'],
  ] as const)('%j with the key %j is refused', ([id, key, reason]) => {
    expect(() => checkedAddress(id, key)).toThrow(reason)
  })
})
