/**
 * The time, passed in. Everything below the composition roots takes a `Clock` or a number of seconds,
 * so that tests can be at any moment they like and the announce path reads no clock per request.
 */
export type Clock = {
  /** Whole unix seconds. */
  readonly nowSeconds: () => number
}

export const systemClock: Clock = {
  nowSeconds: () => Math.floor(Date.now() / 1000),
}

/** Seconds, with fractions, that only go forward, since some moment of this thread: for durations. */
export function monotonicSeconds(): number {
  return performance.now() / 1000
}
