import { describe, expect, test } from 'vitest'
import { nextStretch, type Stretch, unstretched } from './interval-stretch.ts'

const intervalSeconds = 100
const stepMax = 3

/** What comes of `seconds` readings in a row. */
function after(
  before: Stretch,
  busyRatio: number,
  seconds: number,
  limits: { readonly stepMax: number } = { stepMax },
): Stretch {
  let stretch = before
  for (let second = 0; second < seconds; second++)
    stretch = nextStretch(stretch, { busyRatio, seconds: 1, intervalSeconds, ...limits })
  return stretch
}

describe('a tracker that is overloaded', () => {
  test('takes the first step at once, and each further one after half of the interval it tells', () => {
    const first = after(unstretched, 0.95, 1)
    expect(first.step).toBe(1)
    expect(after(first, 0.95, 74).step).toBe(1)
    const second = after(first, 0.95, 75)
    expect(second.step).toBe(2)
    expect(after(second, 1, 99).step).toBe(2)
    expect(after(second, 1, 100).step).toBe(3)
    expect(after(second, 1, 10_000).step).toBe(3)
  })

  test('goes back a step when it has been calm for all of the interval it tells', () => {
    const high: Stretch = { step: 3, heldSeconds: 0, calmSeconds: 0 }
    expect(after(high, 0.5, 299).step).toBe(3)
    const lower = after(high, 0.5, 300)
    expect(lower.step).toBe(2)
    expect(after(lower, 0.5, 199).step).toBe(2)
    expect(after(lower, 0.5, 350).step).toBe(0)
  })

  test('counts calm anew after each moment in which it was not', () => {
    const high: Stretch = { step: 1, heldSeconds: 0, calmSeconds: 0 }
    const disturbed = after(after(high, 0.5, 149), 0.7, 1)
    expect(disturbed).toMatchObject({ step: 1, calmSeconds: 0 })
    expect(after(disturbed, 0.5, 149).step).toBe(1)
    expect(after(disturbed, 0.5, 150).step).toBe(0)
  })

  test('stays where it is between calm and overload', () => {
    const middle: Stretch = { step: 2, heldSeconds: 0, calmSeconds: 0 }
    expect(after(middle, 0.75, 10_000).step).toBe(2)
    expect(after(unstretched, 0.89, 10_000).step).toBe(0)
  })

  test('does nothing where it may not, and at once less where it may less', () => {
    expect(after(unstretched, 1, 1000, { stepMax: 0 }).step).toBe(0)
    expect(after({ step: 3, heldSeconds: 9, calmSeconds: 0 }, 0.95, 1, { stepMax: 1 }).step).toBe(1)
  })
})

test('a load that falls as intervals grow does not make it swing', () => {
  // Everybody comes once an interval, so the load is what it was, divided by the stretch told one interval ago.
  const told: number[] = []
  let stretch = unstretched
  const steps = new Set<number>()
  for (let second = 0; second < 20 * intervalSeconds; second++) {
    const factor = [1, 1.5, 2, 3][told.at(-intervalSeconds) ?? 0] ?? 1
    const busyRatio = Math.min(1, 1.3 / factor)
    stretch = nextStretch(stretch, { busyRatio, seconds: 1, intervalSeconds, stepMax })
    told.push(stretch.step)
    if (second > 10 * intervalSeconds) steps.add(stretch.step)
  }
  expect(steps.size).toBe(1)
})
