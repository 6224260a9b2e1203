import { expect, test } from 'vitest'
import { loadConfig } from './load.ts'
import { configWarnings } from './warnings.ts'

test.each([
  [['tracker.peer_timeout_seconds=2699'], 'write 0, or at least 2700'],
  [['mode=registered', 'tracker.interval_seconds=1800'], 'min_interval_seconds = 400: peers live'],
  [['limits.per_prefix=false'], 'write true outside of tests'],
  [['tracker.udp=[]', 'tracker.http=[]'], 'no announce will be answered'],
  [['tracker.tls_key=k.pem'], 'HTTPS is not served'],
  [['site.url=https://tracker.example'], 'site.contact is empty'],
])('%j makes a warning', (overrides, warning) => {
  const warnings = configWarnings(loadConfig({ overrides }))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(warning)
})

test.each([
  [[]],
  [['tracker.peer_timeout_seconds=2700']],
  [['mode=registered']],
  [['site.url=https://tracker.example', 'site.contact=abuse@tracker.example']],
])('%j makes none', (overrides) => {
  expect(configWarnings(loadConfig({ overrides }))).toEqual([])
})
