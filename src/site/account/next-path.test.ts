import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

test.for([
  ['/', '/'],
  ['/account', '/account'],
  ['/torrents?q=a%20b&after=3', '/torrents?q=a%20b&after=3'],
  ['/a/../b', '/b'],
  ['/account#key', '/account'],
] as const)('%s leads to %s', ([given, path]) => {
  expect(nextPath(given)).toBe(path)
})

test.for([
  '',
  'account',
  'https://evil.example/',
  '//evil.example/',
  '///evil.example/',
  '/\\evil.example/',
  '\\\\evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example',
  ' //evil.example',
  '/.//evil.example/',
  '/a/..//evil.example/',
  '/%2e//evil.example/',
  'javascript:alert(1)',
  '/\\\\evil.example',
  `/${'x'.repeat(1000)}`,
])('%j leads nowhere', (given) => {
  expect(nextPath(given)).toBeUndefined()
})

test('whatever is asked for, a browser stays here', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '\t',
    '\n',
    '@',
    ':',
    '%2f',
    '%5c',
    'evil.example',
    '?',
    '#',
    'http:',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = nextPath(pieces.join(''))
      if (path !== undefined)
        expect(new URL(path, 'https://tracker.example').host).toBe('tracker.example')
    }),
    { numRuns: 2000 },
  )
})
