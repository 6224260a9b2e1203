import { describe, expect, test } from 'vitest'
import { GalleryError } from './gallery-error.ts'
import { checkedTags, readTag, tagText } from './tag-text.ts'

describe('a tag', () => {
  test.for([
    ['artist:hiroshige', { namespace: 'artist', name: 'hiroshige' }],
    ['WoodCut', { namespace: '', name: 'woodcut' }],
    [' Parody : Re:Zero  Two ', { namespace: 'parody', name: 're:zero two' }],
    ['language:e\u0301', { namespace: 'language', name: 'é' }],
    ['日本', { namespace: '', name: '日本' }],
  ] as const)('%j is read', ([text, tag]) => {
    expect(readTag(text)).toEqual(tag)
  })

  test('is written as it is read', () => {
    for (const text of ['artist:hiroshige', 'woodcut', 'a:b:c'])
      expect(tagText(readTag(text))).toBe(text)
  })

  test.for(['', ':', 'artist:', ':name', 'a,b', 'a"b', 'a*', 'a\nb', 'a\u202eb', 'x'.repeat(65)])(
    '%j is refused',
    (text) => {
      expect(() => readTag(text)).toThrow(GalleryError)
    },
  )
})

test('tags of a gallery are each once, by namespace and name', () => {
  const tags = ['z', 'artist:b', 'Artist:B', 'artist:a', 'z'].map(readTag)
  expect(checkedTags(tags).map(tagText)).toEqual(['z', 'artist:a', 'artist:b'])
})

test('a gallery has 100 tags at most', () => {
  const tags = Array.from({ length: 101 }, (_, number) => ({ namespace: '', name: `${number}` }))
  expect(checkedTags(tags.slice(0, 100))).toHaveLength(100)
  expect(() => checkedTags(tags)).toThrow('there are 101 tags, and 100 is the most')
})

test('a tag that would read as another is refused', () => {
  for (const tag of [
    { namespace: '', name: 'a:b' },
    { namespace: 'a:b', name: 'c' },
    { namespace: '', name: '' },
  ])
    expect(() => checkedTags([tag])).toThrow(GalleryError)
})
