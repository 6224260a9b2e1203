/**
 * How much is thrown at the listeners, and from which seed: a little in each test run, and as long as somebody likes with
 * `npm run fuzz -- --minutes N --seed S`.
 */
import type { Driver } from '../../support/drivers.ts'

export type FuzzPlan = {
  readonly seed: number
  /** Undefined where the numbers below are all. */
  readonly minutes: number | undefined
  readonly datagrams: Readonly<Record<Driver, number>>
  readonly requests: Readonly<Record<Driver, number>>
}

/** A million datagrams and a hundred thousand requests, most of them for the driver that takes them faster. */
export function fuzzPlan(): FuzzPlan {
  const { WAGGLE_FUZZ_SEED: seed, WAGGLE_FUZZ_MINUTES: minutes } = process.env
  return {
    seed: seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(seed),
    minutes: minutes === undefined ? undefined : Number(minutes),
    datagrams: { portable: 100_000, linux: 900_000 },
    requests: { portable: 20_000, linux: 80_000 },
  }
}

/** How many milliseconds the tests of one driver may take. */
export function timeoutOf({ minutes }: FuzzPlan): number {
  return 300_000 + (minutes ?? 0) * 60_000
}
