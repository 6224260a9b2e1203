import { expect, test } from 'vitest'
import { isPeerTimeoutPossible, SwarmClock, stampUnitSeconds } from './swarm-clock.ts'

test('whatever peers live at the start, they can live three times as long', () => {
  for (let seconds = 1; seconds <= 18_000; seconds++)
    expect(isPeerTimeoutPossible(stampUnitSeconds(seconds), 3 * seconds), `${seconds}`).toBe(true)
})

test('peers cannot live so long that their stamps wrap', () => {
  const clock = new SwarmClock(stampUnitSeconds(3200), 3200)
  expect(() => clock.setPeerTimeout(12_800)).toThrow('stamps can express the peer timeout')
})
