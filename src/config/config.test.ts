import { describe, expect, expectTypeOf, test } from 'vitest'
import { type Config, valueOf } from './config.ts'
import type { ListenAddress } from './listen-address.ts'
import { loadConfig } from './load.ts'
import { keyNames } from './schema.ts'

const config = loadConfig()

describe('a Config', () => {
  test('has the types of the schema under names in camel case', () => {
    expectTypeOf<Config['tracker']['udp']>().toEqualTypeOf<readonly ListenAddress[]>()
    expectTypeOf<Config['tracker']['minIntervalSeconds']>().toEqualTypeOf<number>()
    expectTypeOf<Config['tracker']['driver']>().toEqualTypeOf<'auto' | 'linux' | 'portable'>()
    expectTypeOf<Config['mode']>().toEqualTypeOf<'open' | 'registered' | 'gallery'>()
    expectTypeOf<Config['limits']>().toEqualTypeOf<{
      readonly perPrefix: boolean
      readonly ipv4PrefixBits: number
      readonly ipv6PrefixBits: number
      readonly burstSeconds: number
      readonly connectsPerSecond: number
      readonly announcesPerSecond: number
      readonly creationsPerSecond: number
      readonly badRequestsPerSecond: number
      readonly uncompletedUploads: number
      readonly uncompletedHours: number
    }>()
    expect(config.tracker.minIntervalSeconds).toBe(900)
  })

  test('is frozen all the way down', () => {
    expect(Object.isFrozen(config)).toBe(true)
    expect(Object.isFrozen(config.tracker)).toBe(true)
    expect(Object.isFrozen(config.tracker.udp)).toBe(true)
    expect(Object.isFrozen(config.tracker.udp[0])).toBe(true)
    expect(Object.isFrozen(config.explicitKeys)).toBe(true)
  })

  test('can be posted to a thread', () => {
    expect(structuredClone(config)).toEqual(config)
  })
})

test('valueOf finds every key', () => {
  for (const key of keyNames) expect(valueOf(config, key), key).toBeDefined()
  expect(valueOf(config, 'mode')).toBe('open')
  expect(valueOf(config, 'tracker.interval_seconds')).toBe(1800)
})
