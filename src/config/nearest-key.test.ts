import { describe, expect, test } from 'vitest'
import { nearestKey, writingCost } from './nearest-key.ts'

test.each([
  ['', '', 0],
  ['', 'abc', 0.75],
  ['abc', '', 3],
  ['kitten', 'sitting', 2.25],
  ['udp', 'udp', 0],
])('%j in place of %j costs %d', (written, meant, cost) => {
  expect(writingCost(written, meant)).toBe(cost)
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
    // Words left out.
    ['tracker.interval', 'tracker.interval_seconds'],
    ['tracker.intervl', 'tracker.interval_seconds'],
    ['tracker.min_interval', 'tracker.min_interval_seconds'],
    ['tracker.timeout', 'tracker.peer_timeout_seconds'],
    ['tracker.peers', 'tracker.peers_max'],
    ['data.dir', 'data.directory'],
    ['limits.prefix', 'limits.per_prefix'],
    ['mail.smtp_server', 'mail.server'],
    // Nothing like it, but the section has keys.
    ['database.path', 'database.url'],
    ['site.x', 'site.url'],
  ])('guesses what %s means', (written, key) => {
    expect(nearestKey(written)).toBe(key)
  })

  test.each(['x', 'cache.size_bytes', '__proto__', 'a'.repeat(5)])(
    'does not guess %j',
    (written) => {
      expect(nearestKey(written)).toBeUndefined()
    },
  )
})
