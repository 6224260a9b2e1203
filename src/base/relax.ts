/**
 * Gives up the CPU for a moment, for a thread that waits for a lock that another thread holds for
 * microseconds. On Linux that is sched_yield; elsewhere a short wait on a word that nobody wakes.
 */
import { libc } from './libc.ts'

const never = new Int32Array(new SharedArrayBuffer(4))

export const relax: () => void =
  libc === undefined
    ? () => {
        Atomics.wait(never, 0, 0, 0.05)
      }
    : () => {
        libc?.schedYield()
      }
