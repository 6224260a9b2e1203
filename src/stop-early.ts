/**
 * A stop that comes while the database is waited for, which may take as long as it likes: nothing is served yet, so nothing is
 * saved, and what the last run saved stays for the next one.
 */
import { endProcess } from '#base/end-process'
import { within } from '#base/within'
import type { Log } from '#telemetry/log'
import type { BlockKeeper } from './block-keeper.ts'
import type { Ground } from './open-ground.ts'
import type { Signals } from './signals.ts'

export type EarlyStop = {
  readonly ground: Ground
  readonly blocks: BlockKeeper
  /** Ends soon, in one way or another: the signal of the stop is known to it. */
  readonly opening: Promise<unknown>
  readonly log: Log
}

/** How long the database may take to be closed. */
const closeMs = 1000

/** Whether a stop comes before `opening` is at its end. Rejects as that does. */
export async function isStopFirst(
  { toldToStop }: Signals,
  opening: Promise<unknown>,
): Promise<boolean> {
  return await Promise.race([opening.then(() => false), toldToStop.then(() => true)])
}

/** Gives back what is open, and ends the process with status 0. */
export async function stopEarly({ ground, blocks, opening, log }: EarlyStop): Promise<never> {
  const { keeper, manager, directory } = ground
  manager?.stopping()
  log.info(
    'stopping',
    'The server was waiting for its database; the saved swarms stay as they are.',
  )
  blocks.stop()
  await within(opening, closeMs)
  // Nobody else has what a crash left, and a service manager keeps it for a running service only.
  if (keeper.isFromCrash && keeper.save()) manager?.forget()
  directory.unlock()
  log.info('stopped', 'The server has ended.')
  return endProcess(0)
}
