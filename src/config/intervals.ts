/**
 * Times that follow from the configured intervals, in one place so that every part agrees on them.
 */

export interface Intervals {
  readonly intervalSeconds: number
  readonly intervalJitterPercent: number
  /** 0 when it is to follow from the interval. */
  readonly peerTimeoutSeconds: number
}

/** The shortest interval that a client can be told: jitter only shortens. */
export function shortestIntervalSeconds(intervals: Omit<Intervals, 'peerTimeoutSeconds'>): number {
  const share = (100 - intervals.intervalJitterPercent) / 100
  return Math.max(1, Math.floor(intervals.intervalSeconds * share))
}

/**
 * How long a peer stays listed after its last announce. Clients announce late, so one and a half
 * intervals; the minute is the resolution of the stamp in a peer's record.
 */
export function peerTimeoutSeconds(intervals: Intervals): number {
  if (intervals.peerTimeoutSeconds !== 0) return intervals.peerTimeoutSeconds
  return Math.ceil(intervals.intervalSeconds * 1.5) + 60
}
