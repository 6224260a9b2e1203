/**
 * What is done about a tracker with more to do than its threads can: clients are told longer intervals, in steps, and so
 * come back less often. Pure: it is told how busy the busiest thread is, and says how far intervals are to be stretched.
 *
 *   1 ──▶ 1.5 ──▶ 2 ──▶ 3      up: the busiest thread has no rest
 *   1 ◀── 1.5 ◀── 2 ◀── 3      down: it has had rest for a whole interval
 *
 * Who was told an interval comes back when it is over, so a step shows its whole effect only after one. The next step up
 * waits for half of that. A step down brings at most one and a half times the announces back, so it waits until that
 * would not overload the thread again: this is what keeps the steps from swinging.
 */
import { assert } from '#base/assert'

export const stretches = [1, 1.5, 2, 3] as const

/** The part of its time in which a thread works that has no rest. */
export const overloadedRatio = 0.9
/** One that could do half as much again. */
export const calmRatio = 0.6

export type Stretch = {
  /** Index of `stretches`. */
  readonly step: number
  /** Seconds since the step was taken. */
  readonly heldSeconds: number
  /** Seconds for which the busiest thread has been calm without a break. */
  readonly calmSeconds: number
}

export const unstretched: Stretch = { step: 0, heldSeconds: 0, calmSeconds: 0 }

export type StretchReading = {
  /** The part of its time in which the busiest thread works, 0 to 1. */
  readonly busyRatio: number
  /** Since the reading before. */
  readonly seconds: number
  /** As configured. */
  readonly intervalSeconds: number
  /** The highest step there may be. */
  readonly stepMax: number
}

export function nextStretch(before: Stretch, reading: StretchReading): Stretch {
  const { busyRatio, seconds, intervalSeconds, stepMax } = reading
  const step = Math.min(before.step, stepMax)
  const held = before.heldSeconds + seconds
  const calm = busyRatio < calmRatio ? before.calmSeconds + seconds : 0
  const toldSeconds = intervalSeconds * stretchOf(step)
  const mayRise = step < stepMax && (step === 0 || held >= toldSeconds / 2)
  if (busyRatio >= overloadedRatio && mayRise) return taken(step + 1)
  if (step > 0 && calm >= toldSeconds) return taken(step - 1)
  return step === before.step ? { step, heldSeconds: held, calmSeconds: calm } : taken(step)
}

/** By how much intervals are longer at this step. */
export function stretchOf(step: number): number {
  return stretches[step] ?? 1
}

function taken(step: number): Stretch {
  return { step, heldSeconds: 0, calmSeconds: 0 }
}

for (let step = 1; step < stretches.length; step++)
  assert(
    calmRatio * (stretchOf(step) / stretchOf(step - 1)) <= overloadedRatio + 1e-9,
    'a thread that is calm is not overloaded after a step down',
  )
