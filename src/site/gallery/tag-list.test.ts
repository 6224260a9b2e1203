/** Tags in forms and addresses. */
import { expect, test } from 'vitest'
import { parseCatalogueQuery } from '#index/search/catalogue-query'
import { readTags, tagQuery, tagsText } from './tag-list.ts'

test('tags stand in lines or apart by commas, in any case and with blanks around them', () => {
  const tags = readTags('Artist:Katsushika Hokusai,, landscape \r\n language: japanese\n')
  expect(tagsText(tags)).toBe('artist:katsushika hokusai\nlandscape\nlanguage:japanese')
})

test('what can be no tag is refused', () => {
  expect(() => readTags('ok, a:b"c')).toThrow('a quote')
})

test('the search for a tag is one term that the search understands', () => {
  for (const text of ['landscape', 'artist:hokusai', 'artist:katsushika hokusai', 'a b']) {
    const [tag] = readTags(text)
    const query = parseCatalogueQuery(tag === undefined ? '' : tagQuery(tag))
    expect([query.terms.length, query.fields, query.notUnderstood]).toEqual([1, [], []])
  }
})
