/** The pages of a gallery site that are measured. */

import { known } from './catalogue-names.ts'
import type { CatalogueRow } from './catalogue-row.ts'

const { common, frequent, seldom } = known

const galleries = (words: string, more = ''): string => `/?q=${encodeURIComponent(words)}${more}`
const torrents = (words: string, more = ''): string =>
  `/torrents?q=${encodeURIComponent(words)}${more}`

export const galleryRows: readonly CatalogueRow[] = [
  { what: 'galleries, newest first', path: '/' },
  { what: 'galleries by title', path: '/?sort=title' },
  { what: 'galleries by torrents', path: '/?sort=torrents' },
  { what: 'galleries with torrents', path: '/?torrents=on' },
  { what: 'galleries of a category, by pages', path: '/?cat=Maps&sort=pages' },
  { what: 'galleries of a member, by title', path: '/?u=7&sort=title' },
  { what: 'galleries, a word of 1 in 1000', path: galleries(seldom.word) },
  { what: 'galleries, a word of 1 in 20', path: galleries(frequent.word) },
  { what: 'galleries, a word of 1 in 2, by title', path: galleries(common.word, '&sort=title') },
  { what: 'galleries, a word and names of files', path: galleries(frequent.word, '&files=on') },
  { what: 'galleries, three Chinese characters', path: galleries('日本語') },
  { what: 'galleries, a tag of 1 in 10', path: galleries('language:english') },
  { what: 'galleries, a tag of few', path: galleries('tag:artist:"artist 77"') },
  { what: 'galleries, a tag and a word', path: galleries(`language:english ${frequent.word}`) },
  { what: 'galleries, a word, with torrents', path: galleries(common.word, '&torrents=on') },
  { what: 'galleries without a tag', path: galleries(`${frequent.word} -language:english`) },
  { what: 'galleries, an owner and a word', path: galleries(`uploader:member7 ${common.word}`) },
  { what: 'galleries, torrents above a size', path: galleries('size>3TiB') },
  { what: 'torrents, newest first', path: '/torrents' },
  ...['name', 'size', 'seeds', 'peers', 'dls'].map((sort) => ({
    what: `torrents by ${sort}`,
    path: `/torrents?sort=${sort}`,
  })),
  {
    what: 'torrents, half-way down',
    path: async (catalogue) => `/torrents?after=${await catalogue.deepMark('added')}`,
  },
  { what: 'torrents, seeded', path: '/torrents?status=seeded' },
  { what: 'torrents, unseeded, by seeds', path: '/torrents?status=unseeded&sort=seeds' },
  { what: 'torrents of a member', path: '/torrents?u=7' },
  { what: 'torrents, a word of 1 in 1000', path: torrents(seldom.word) },
  { what: 'torrents, a word of 1 in 20, by seeds', path: torrents(frequent.word, '&sort=seeds') },
  { what: 'torrents, a word of 1 in 2, by name', path: torrents(common.word, '&sort=name') },
  { what: 'torrents, a word, seeded', path: torrents(frequent.word, '&status=seeded') },
  { what: 'torrents, a word above a size', path: torrents(`${common.word} size>3TiB`) },
  { what: 'torrents, many seeds', path: torrents('seeds>900') },
  { what: 'torrents, by the beginning of a hash', path: torrents('hash:9e3779') },
  { what: 'torrents of a gallery', path: torrents('gid:77') },
  { what: 'torrents without a word', path: torrents(`-${common.word}`) },
]
