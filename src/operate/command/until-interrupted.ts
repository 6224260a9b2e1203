/** For work that takes long and can be stopped at any time without losing what is done: an import. */
import { StartError } from '#base/start-error'
import type { CommandIo } from '../config-command.ts'

/** What ended `work` before its end: SIGINT or SIGTERM, after which it ends by itself, or an error. */
export async function untilInterrupted(
  io: Pick<CommandIo, 'err'>,
  work: (isStopped: () => boolean) => Promise<void>,
): Promise<string | undefined> {
  let isInterrupted = false
  const interrupt = (): void => {
    isInterrupted = true
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    await work(() => isInterrupted)
    return isInterrupted ? 'stopped' : undefined
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    io.err(`${error.message}\n`)
    return 'it ended early'
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}
