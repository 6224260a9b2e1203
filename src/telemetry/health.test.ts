import { describe, expect, test } from 'vitest'
import { Health } from './health.ts'

describe('health', () => {
  test('goes from starting to ready to stopping', () => {
    const health = new Health()
    expect(health.answer()).toEqual({ status: 503, text: 'starting\n' })
    health.ready()
    expect(health.answer()).toEqual({ status: 200, text: 'ready\n' })
    health.stopping()
    expect(health.answer()).toEqual({ status: 503, text: 'stopping\n' })
    health.ready()
    expect(health.state).toBe('stopping')
  })

  test('is degraded, and still serves, while a part does not work', () => {
    const health = new Health()
    health.impair('udp 0.0.0.0:6969', 'the thread ended three times')
    expect(health.state).toBe('starting')
    health.ready()
    health.impair('ledger', 'the disk is full')
    expect(health.answer()).toEqual({
      status: 200,
      text: 'degraded: udp 0.0.0.0:6969: the thread ended three times; ledger: the disk is full\n',
    })
    health.restore('ledger')
    health.restore('udp 0.0.0.0:6969')
    expect(health.state).toBe('ready')
  })
})
