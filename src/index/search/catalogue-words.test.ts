/** By which words galleries and torrents are found. */
import { expect, test } from 'vitest'
import { galleryFileTokens, galleryTokens, tokensMax, torrentTokens } from './catalogue-words.ts'
import { tagTokens } from './tag-token.ts'

const gallery = {
  title: 'Views of Fuji',
  originalTitle: '富嶽図',
  tags: [
    { namespace: 'artist', name: 'katsushika hokusai' },
    { namespace: '', name: 'prints' },
  ],
}
const tags = ['ªartistºkatsushikaºhokusai', 'ªºkatsushikaºhokusai', 'ªºprints']

test('a gallery is found by its titles and tags, and no phrase spans two of them', () => {
  expect(galleryTokens(gallery)).toEqual(
    [
      ['views', 'of', 'fuji', 'ª'],
      ['富嶽', '嶽図', '図', 'ª'],
      ['katsushika', 'hokusai', 'ª', 'prints', 'ª'],
      tags,
    ].flat(),
  )
})

test('its torrents add their names and those of their files', () => {
  const torrents = [{ name: 'fuji.zip', paths: ['plates/01.png'] }]
  expect(galleryFileTokens(gallery, torrents)).toEqual(
    [galleryTokens(gallery), 'ª', 'fuji', 'zip', 'ª', 'plates', '01', 'png'].flat(),
  )
})

test('a torrent is found by its name, its files, and its gallery', () => {
  const tokens = torrentTokens({ name: 'scan', paths: ['a/b.tif', 'c.tif'] }, gallery)
  expect(tokens.slice(0, 6)).toEqual(['scan', 'ª', 'views', 'of', 'fuji', 'ª'])
  expect(tokens).toEqual(expect.arrayContaining(tags))
  expect(tokens.slice(-7)).toEqual(['ª', 'a', 'b', 'tif', 'ª', 'c', 'tif'])
})

test('of too many files the first are kept, and a word at places that both databases keep', () => {
  const paths = Array.from({ length: 20_000 }, (_, index) => `page ${index}.jpg`)
  const tokens = torrentTokens({ name: 'x', paths }, gallery)
  expect(tokens).toHaveLength(tokensMax)
  expect(tokens.filter((token) => token === 'jpg')).toHaveLength(255)
  expect(tokens).toContain('700')
})

test('tags of signs alone are not looked for', () => {
  expect(tagTokens({ namespace: 'artist', name: '!!!' })).toEqual([])
  expect(tagTokens({ namespace: '!', name: 'a' })).toEqual(['ªºa'])
})
