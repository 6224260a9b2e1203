/*
 * Waiting for what only asking tells, such as a counter of the tracker: ask, pause shortly, ask
 * again, until it is so or the deadline has passed. Where a line of output tells, use Program.line.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Program } from './program.ts'

const pauseMs = 100

/**
 * Resolves when `probe` has returned anything but `false` without throwing.
 * @throws what `probe` last said, if `program` has ended or the deadline has passed.
 */
export async function until(
  program: Program,
  what: string,
  deadlineMs: number,
  probe: () => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const outcome = await probe().catch((error: unknown) => error)
    if (outcome !== false && !(outcome instanceof Error)) return
    const reason = outcome instanceof Error ? `: ${outcome.message}` : ''
    if (!program.isRunning) throw program.failure(`ended before ${what}${reason}`)
    if (Date.now() > deadline)
      throw program.failure(`not within ${deadlineMs} ms: ${what}${reason}`)
    await delay(pauseMs)
  }
}
