/**
 * For what main does under a lock of the swarms. Where a thread that is gone holds the lock, main itself has to free it,
 * which it does when it hears of the thread's end: so it lets others have their turn, and tries again.
 */
import { setTimeout as waitFor } from 'node:timers/promises'

const triesMax = 10
const pauseMs = 20

/** What `attempt` gives once it is not `busy`; `busy` where the lock stays taken. */
export async function whenFree<Result>(attempt: () => Result | 'busy'): Promise<Result | 'busy'> {
  for (let tries = 1; tries < triesMax; tries++) {
    const result = attempt()
    if (result !== 'busy') return result
    await waitFor(pauseMs, undefined, { ref: false })
  }
  return attempt()
}
