import { expect, test } from 'vitest'
import { loadConfig } from './load.ts'
import { changedKeys } from './reload.ts'

test('changed keys are told by whether a reload is enough', () => {
  const before = loadConfig({ overrides: ['tracker.trusted_proxies=10.0.0.0/8'] })
  const after = loadConfig({
    overrides: [
      'log.level=debug',
      'tracker.udp=127.0.0.1:0',
      'tracker.trusted_proxies=10.0.0.0/9',
      'tracker.workers=1',
    ],
  })
  expect(changedKeys(before, after)).toEqual({
    live: ['tracker.trusted_proxies', 'log.level'],
    restart: ['tracker.udp'],
  })
  expect(changedKeys(after, after)).toEqual({ live: [], restart: [] })
})
