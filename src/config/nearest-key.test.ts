import { describe, expect, test } from 'vitest'
import { editDistance, nearestKey } from './nearest-key.ts'

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['udp', 'udp', 0],
])('the edit distance of %j and %j is %i', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance)
})

describe('nearestKey', () => {
  test.each([
    ['tracker.udpp', 'tracker.udp'],
    ['tracker.intervall_seconds', 'tracker.interval_seconds'],
    ['trakcer.http', 'tracker.http'],
    ['interval_seconds', 'tracker.interval_seconds'],
    ['site.announce_urls', 'tracker.announce_urls'],
    ['tracker.mode', 'mode'],
    ['tracker.tlsCertificate', 'tracker.tls_certificate'],
  ])('guesses what %s means', (written, key) => {
    expect(nearestKey(written)).toBe(key)
  })

  test.each(['', 'x', 'mail.smtp_server', '__proto__', 'a'.repeat(5)])(
    'does not guess %j',
    (written) => {
      expect(nearestKey(written)).toBeUndefined()
    },
  )
})
