import { describe, expect, test } from 'vitest'
import { formatListenAddress, parseListenAddress } from './listen-address.ts'

describe('parseListenAddress', () => {
  test.each([
    ['0.0.0.0:6969', { host: '0.0.0.0', port: 6969, family: 4 }],
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0, family: 4 }],
    ['localhost:8080', { host: '127.0.0.1', port: 8080, family: 4 }],
    ['[::]:65535', { host: '::', port: 65_535, family: 6 }],
    ['[2001:DB8:0:0::1]:80', { host: '2001:db8::1', port: 80, family: 6 }],
  ])('reads %s', (text, value) => {
    expect(parseListenAddress(text)).toEqual({ value })
  })

  test.each([
    ['', 'is not an address and a port'],
    ['6969', 'is not an address and a port'],
    [':6969', 'has no address before the port'],
    ['0.0.0.0', 'has no port'],
    ['localhost', 'has no port'],
    ['::', 'has no port, and an IPv6 address needs brackets'],
    ['[::1]', 'is not an address and a port'],
    ['2001:db8:1:2:3:4:5:6:80', 'needs brackets around an IPv6 address'],
    ['0.0.0.0:65536', 'has a port above 65535'],
    ['0.0.0.0:-1', 'is not an address and a port'],
    ['0.0.0.0: 80', 'is not an address and a port'],
    ['tracker.example:80', '"tracker.example" is not an address (names are not looked up)'],
    ['256.0.0.1:80', '"256.0.0.1" is not an address'],
    ['[0.0.0.0]:80', '"0.0.0.0" in brackets is not an IPv6 address'],
    ['[fe80::1%eth0]:80', 'names a zone (%), which is not supported; listen on [::]:80'],
    ['[::ffff:192.0.2.1]:80', 'is an IPv4 address inside an IPv6 one; write it as IPv4'],
  ])('says why %j cannot be read', (text, problem) => {
    expect(parseListenAddress(text).problem).toContain(problem)
  })
})

test.each(['127.0.0.1:0', '[2001:db8::1]:80'])('formatListenAddress gives %s back', (text) => {
  const { value } = parseListenAddress(text)
  expect(value && formatListenAddress(value)).toBe(text)
})
