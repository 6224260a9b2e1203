import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load.ts'

const tls = ['tracker.tls_certificate=c.pem', 'tracker.tls_key=k.pem']

test.each([
  [
    ['tracker.interval_seconds=60', 'tracker.min_interval_seconds=61'],
    ['--set: tracker.min_interval_seconds = 61: must not be above tracker.interval_seconds (60)'],
  ],
  [
    ['tracker.min_interval_seconds=1801'],
    ['--set: tracker.min_interval_seconds = 1801: must not be above'],
  ],
  [
    [
      'tracker.interval_seconds=100',
      'tracker.min_interval_seconds=80',
      'tracker.interval_jitter_percent=25',
    ],
    ['--set: tracker.interval_jitter_percent = 25: shortens the interval to 75 s, below'],
  ],
  [
    ['purge.unseeded_days=60'],
    [
      '--set: purge.unseeded_days = 60: leaves no day of purge.warn_days (60, 83) before it, so that nobody would be warned; write earlier days there,',
    ],
  ],
  [
    ['tracker.numwant_max=10', 'tracker.numwant_default=11'],
    ['--set: tracker.numwant_default = 11: must not be above tracker.numwant_max (10)'],
  ],
  [
    ['tracker.https=127.0.0.1:443'],
    [
      'default: tracker.tls_certificate = "": is needed by tracker.https',
      'default: tracker.tls_key = "": is needed by tracker.https',
    ],
  ],
  [
    ['tracker.https=127.0.0.1:443', 'tracker.tls_certificate=c.pem'],
    ['default: tracker.tls_key = "": is needed by tracker.https; name the PEM file'],
  ],
  [
    ['tracker.udp=["[::0]:1","[::]:1"]'],
    ['--set: tracker.udp = ["[::0]:1","[::]:1"]: lists [::]:1 twice; remove one of them'],
  ],
  [
    ['tracker.http=127.0.0.1:8080'],
    ['--set: tracker.http = ["127.0.0.1:8080"]: 127.0.0.1:8080 stands twice in tracker.http,'],
  ],
  [
    ['tracker.http=0.0.0.0:8080'],
    [
      '--set: tracker.http = ["0.0.0.0:8080"]: 127.0.0.1:8080 is a part of 0.0.0.0:8080, in another of',
    ],
  ],
  [
    ['tracker.https=[::1]:6969', ...tls],
    ['default: tracker.http = ["0.0.0.0:6969","[::]:6969"]: [::1]:6969 is a part of [::]:6969'],
  ],
  [
    ['tracker.https=[::]:6969', ...tls],
    ['default: tracker.http = ["0.0.0.0:6969","[::]:6969"]: [::]:6969 stands twice'],
  ],
  [
    ['tracker.proxy_protocol=["0.0.0.0:6969","[::]:6970"]', 'tracker.trusted_proxies=10.0.0.1'],
    [
      '--set: tracker.proxy_protocol = ["0.0.0.0:6969","[::]:6970"]: names [::]:6970, which is not in tracker.http or tracker.https; add it',
    ],
  ],
  [
    ['tracker.proxy_protocol=true'],
    ['--set: tracker.proxy_protocol = true: needs tracker.trusted_proxies, because nobody else'],
  ],
  [
    ['tracker.proxy_protocol=[::]:6969'],
    ['--set: tracker.proxy_protocol = ["[::]:6969"]: needs tracker.trusted_proxies'],
  ],
  [
    ['tracker.workers=16', 'tracker.udp=["0.0.0.0:1","0.0.0.0:2","0.0.0.0:3","0.0.0.0:4"]'],
    ['--set: tracker.workers = 16: makes 81 threads with 4 UDP addresses, and 64 is the limit'],
  ],
])('%j is refused', (overrides, lines) => {
  let problems: readonly string[] = []
  try {
    loadConfig({ overrides })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems = error.problems.map(({ line }) => line)
    expect(new Set(error.problems.map(({ code }) => code))).toEqual(new Set(['conflicting_values']))
  }
  expect(problems).toHaveLength(lines.length)
  for (const [index, line] of lines.entries()) expect(problems[index]).toContain(line)
})

test.each([
  [['tracker.udp=["127.0.0.1:0","127.0.0.1:0"]']],
  [['tracker.http=127.0.0.1:8080', 'site.enabled=false']],
  [['tracker.http=["0.0.0.0:1","127.0.0.1:1","[::]:8080"]']],
  [['tracker.http=0.0.0.0:0', 'site.listen=127.0.0.1:0']],
  [['tracker.https=127.0.0.1:443', ...tls]],
  [['tracker.proxy_protocol=true', 'tracker.trusted_proxies=10.0.0.1']],
  [['tracker.proxy_protocol=[::0]:6969', 'tracker.trusted_proxies=10.0.0.1']],
  [
    [
      'tracker.https=127.0.0.1:443',
      ...tls,
      'tracker.proxy_protocol=127.0.0.1:443',
      'tracker.trusted_proxies=10.0.0.1',
    ],
  ],
  [['tracker.proxy_protocol=[]']],
  [['tracker.proxy_protocol=false']],
  [['purge.unseeded_days=0']],
  [['purge.unseeded_days=60', 'purge.warn_days=[]']],
  [['purge.unseeded_days=30', 'purge.warn_days=[20,83]']],
  [['tracker.interval_jitter_percent=50']],
  [['tracker.workers=16']],
])('%j is taken', (overrides) => {
  expect(() => loadConfig({ overrides })).not.toThrow()
})
