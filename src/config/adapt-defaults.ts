/**
 * Defaults that give way. Whoever lowers the interval alone should not be told that a minimum,
 * which they never wrote, is now above it: a value that was not written follows one that was.
 * And what the intervals decide in one mode otherwise than in the others.
 */
import { shortestIntervalSeconds } from './intervals.ts'
import type { KeyName } from './schema.ts'

/** Lowers, in `values`, the defaults that a value in `given` has overtaken. */
export function adaptDefaults(
  values: Map<KeyName, unknown>,
  given: Pick<ReadonlyMap<KeyName, unknown>, 'has'>,
): void {
  const lower = (key: KeyName, ceiling: number): void => {
    if (!given.has(key)) values.set(key, Math.min(numberAt(values, key), ceiling))
  }
  const shortestSeconds = shortestIntervalSeconds({
    intervalSeconds: numberAt(values, 'tracker.interval_seconds'),
    intervalJitterPercent: numberAt(values, 'tracker.interval_jitter_percent'),
  })
  lower('tracker.min_interval_seconds', shortestSeconds)
  lower('tracker.numwant_default', numberAt(values, 'tracker.numwant_max'))
  if (values.get('mode') === 'registered') derivePeerTimeout(values)
}

/** Who has not come back within both intervals is gone. */
function derivePeerTimeout(values: Map<KeyName, unknown>): void {
  if (numberAt(values, 'tracker.peer_timeout_seconds') !== 0) return
  const seconds =
    numberAt(values, 'tracker.min_interval_seconds') + numberAt(values, 'tracker.interval_seconds')
  values.set('tracker.peer_timeout_seconds', seconds)
}

function numberAt(values: ReadonlyMap<KeyName, unknown>, key: KeyName): number {
  return Number(values.get(key))
}
