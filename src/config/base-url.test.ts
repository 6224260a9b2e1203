import { describe, expect, test } from 'vitest'
import { parseAnnounceUrl, parseBaseUrl } from './base-url.ts'

describe('parseBaseUrl', () => {
  test.each([
    ['https://tracker.example', 'https://tracker.example'],
    ['http://tracker.example:8080/', 'http://tracker.example:8080'],
    ['https://example.org/tracker//', 'https://example.org/tracker'],
    ['http://[2001:db8::1]:6969', 'http://[2001:db8::1]:6969'],
  ])('reads %s', (text, value) => {
    expect(parseBaseUrl(text, ['http:', 'https:'])).toEqual({ value })
  })

  test.each([
    ['tracker.example', 'must begin with http:// or https://'],
    ['http:tracker.example', 'must begin with http:// or https://'],
    ['http:///tracker', 'must begin with http:// or https://'],
    ['ftp://tracker.example', 'must begin with http:// or https://'],
    ['https://me:secret@tracker.example', 'must not hold a user name or password'],
    ['https://tracker.example/?a=1', 'must not hold "?", "#" or spaces'],
    ['https://tracker.example/#top', 'must not hold "?", "#" or spaces'],
    ['https://tracker.example/ x', 'must not hold "?", "#" or spaces'],
  ])('says why %s cannot be read', (text, problem) => {
    expect(parseBaseUrl(text, ['http:', 'https:']).problem).toContain(problem)
  })
})

describe('parseAnnounceUrl', () => {
  test.each([
    ['udp://tracker.example:6969', 'udp://tracker.example:6969'],
    ['udp://[2001:db8::1]:6969/', 'udp://[2001:db8::1]:6969'],
    ['https://tracker.example', 'https://tracker.example'],
  ])('reads %s', (text, value) => {
    expect(parseAnnounceUrl(text)).toEqual({ value })
  })

  test.each([
    ['udp://tracker.example', 'must end in a port'],
    ['udp://[2001:db8::6969]', 'must end in a port'],
    ['http://tracker.example/announce', 'write "http://tracker.example"'],
    ['udp://tracker.example:1/announce/', 'write "udp://tracker.example:1"'],
    ['wss://tracker.example', 'must begin with udp:// or http:// or https://'],
  ])('says why %s cannot be read', (text, problem) => {
    expect(parseAnnounceUrl(text).problem).toContain(problem)
  })
})
