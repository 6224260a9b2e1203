import { expect, test } from 'vitest'
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
