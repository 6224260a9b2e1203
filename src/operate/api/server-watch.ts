/**
 * Whether a server that takes long to answer still works. What it was asked may take minutes (a backup, a check of the
 * database), so that silence alone says nothing: it is asked something else meanwhile, on a connection of its own,
 * that a server which lives answers at once.
 */
import { request } from 'node:http'
import { setTimeout as waitFor } from 'node:timers/promises'
import { apiPrefix } from './routes.ts'

export type Patience = {
  /** How long a server may be silent before it is asked whether it lives. */
  readonly silenceMs: number
  /** How long it may take to say so. */
  readonly answerMs: number
}

/** Half a minute in all without a sign, and nothing lives there. */
export const usualPatience: Patience = { silenceMs: 15_000, answerMs: 15_000 }

/** Resolves when the server at the socket answers nothing at all; rejects only when `signal` is aborted. */
export async function untilHung(
  socketPath: string,
  { silenceMs, answerMs }: Patience,
  signal: AbortSignal,
): Promise<void> {
  do await waitFor(silenceMs, undefined, { signal })
  while (await answers(socketPath, answerMs, signal))
}

/** Also true for an error: whoever waits for the answer meets it too. */
async function answers(
  socketPath: string,
  timeoutMs: number,
  stopped: AbortSignal,
): Promise<boolean> {
  const tooLate = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([stopped, tooLate])
  await new Promise<void>((resolve) => {
    const asked = request({
      socketPath,
      agent: false,
      method: 'HEAD',
      path: `${apiPrefix}/openapi.json`,
      signal,
    })
    asked.on('error', () => resolve())
    asked.on('response', () => resolve())
    asked.end()
  })
  stopped.throwIfAborted()
  return !tooLate.aborted
}
