/*
 * How long a scenario waits before it gives up, on a busy machine. Only a failing test waits this long.
 */

/** From a client's start to the tracker's answer; a datagram that is lost costs a client 15 s and more. */
export const announceMs = 60_000

/** From a client's start to the end of its download; Transmission's own timers take 15 s of it. */
export const downloadMs = 60_000

/** From the end of a download to the last byte in the file. */
export const writtenMs = 10_000

/** From what a client does to the tracker's counts. */
export const countsMs = 20_000

/** The same as options of `expect.poll`. */
export function within(timeoutMs: number): { timeout: number; interval: number } {
  return { timeout: timeoutMs, interval: 100 }
}
