import { expect, test } from 'vitest'
import { AnnouncePath, PathForm } from '../announce-path.ts'
import { ascii } from '../bytes.ts'
import { decodeTarget, Route, Target } from './target.ts'

const target = new Target()

/** The route and the query, read from the middle of a buffer. */
function read(text: string): [route: Route, query: string] {
  const padded = `?/${text}?x`
  decodeTarget(ascii(padded), 2, 2 + text.length, target)
  expect(target.queryStart).toBeLessThanOrEqual(target.queryEnd)
  expect(target.queryEnd).toBe(2 + text.length)
  return [target.route, padded.slice(target.queryStart, target.queryEnd)]
}

test.for(['/announce', '/announce/', '/announce.php', '/announc%65'])('%s is announce', (path) => {
  expect(read(path)).toEqual([Route.announce, ''])
  expect(read(`${path}?a=1`)).toEqual([Route.announce, 'a=1'])
})

test.for(['/scrape', '/scrape/', '/scrape.php'])('%s is scrape', (path) => {
  expect(read(path)).toEqual([Route.scrape, ''])
  expect(read(`${path}?a=1`)).toEqual([Route.scrape, 'a=1'])
})

test.for([
  '/ANNOUNCE',
  '/announce2',
  '/announc',
  '/announce.html',
  '/x/announce',
  '/12/announce',
  '/12/3xaZ09bY18cX27dW36/announce',
  '//announce',
  '/announce//',
  '/announce/x',
  '//',
  '/favicon.ico',
  '/announce%20',
  '/announce%',
  '*',
  '',
  'announce',
  'host:80',
  'ftp://host/announce',
  'http:/announce',
  'http',
  'http:',
  'httpx://host/announce',
])('"%s" is something else', (path) => {
  expect(read(path)[0]).toBe(Route.other)
})

test('/ is the root', () => {
  expect(read('/')).toEqual([Route.root, ''])
  expect(read('/?a=1')).toEqual([Route.root, 'a=1'])
})

test('the absolute form names the same resources', () => {
  expect(read('http://tracker:6969/announce?a=1')).toEqual([Route.announce, 'a=1'])
  expect(read('HTTPS://[::1]:6969/scrape')).toEqual([Route.scrape, ''])
  expect(read('http://tracker')).toEqual([Route.root, ''])
  expect(read('http://tracker/')).toEqual([Route.root, ''])
  expect(read('http://tracker?a=1')).toEqual([Route.root, 'a=1'])
  expect(read('http://tracker/x')).toEqual([Route.other, ''])
})

test('the query begins at the first ?', () => {
  expect(read('/announce?a=1?b=2')).toEqual([Route.announce, 'a=1?b=2'])
  expect(read('/announce?')).toEqual([Route.announce, ''])
  expect(read('/announce?/scrape')).toEqual([Route.announce, '/scrape'])
})

test('a ? in a fragment begins no query', () => {
  expect(read('/announce#top?a=1')).toEqual([Route.announce, ''])
})

const path = new AnnouncePath()
const galleries = new Target(path)
const key = 'aZ09bY18cX27dW36'

/** The route, and what stands before its segment, where that says something. */
function readPath(text: string): number[] {
  decodeTarget(ascii(text), 0, text.length, galleries)
  const { route } = galleries
  if (route !== Route.announce && route !== Route.scrape) return [route]
  return [route, path.form, path.galleryId, path.memberId]
}

test.for([
  ['announce', Route.announce],
  ['announce/', Route.announce],
  ['announce.php', Route.announce],
  ['announc%65', Route.announce],
  ['scrape', Route.scrape],
  ['scrape.php', Route.scrape],
] as const)('with galleries %s may have a gallery and a member before it', ([segment, route]) => {
  expect(readPath(`/${segment}?a=1`)).toEqual([route, PathForm.bare, 0, 0])
  expect(readPath(`/12/${segment}?a=1`)).toEqual([route, PathForm.gallery, 12, 0])
  expect(readPath(`/12/3x${key}/${segment}`)).toEqual([route, PathForm.personal, 12, 3])
  expect(readPath(`http://host:1/12/3x${key}/${segment}?a=1`)).toEqual([
    route,
    PathForm.personal,
    12,
    3,
  ])
})

test('nothing of one request is left in the next', () => {
  readPath(`/12/3x${key}/announce`)
  expect(readPath('/announce')).toEqual([Route.announce, PathForm.bare, 0, 0])
})

test.for([
  '/x/announce',
  '/0/announce',
  '//announce',
  '/12//announce',
  '/12/3/announce',
  '/12/x',
  '/12',
  '/12/',
  '/12?announce',
  '/12announce',
  `/12/3x${key}`,
  `/12/3x${key}/`,
  `/12/3x${key}?/announce`,
])('with galleries "%s" is still something else', (text) => {
  expect(readPath(text)).toEqual([Route.other])
})
