import { expect, test } from 'vitest'
import { siteAddress } from './site-address.ts'

test.for([
  ['https://tracker.example', '127.0.0.1', 4, 'https://tracker.example'],
  ['', '127.0.0.1', 4, 'http://127.0.0.1:8080'],
  ['', '2001:db8::1', 6, 'http://[2001:db8::1]:8080'],
  ['', '0.0.0.0', 4, 'http://localhost:8080'],
  ['', '::', 6, 'http://localhost:8080'],
] as const)('site.url "%s" and %s is %3$s', ([siteUrl, host, family, expected]) => {
  expect(siteAddress(siteUrl, { host, port: 8080, family })).toBe(expected)
})
