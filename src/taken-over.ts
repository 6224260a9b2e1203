/** What a process does about the one that it has taken over from, once that has ended. */
import type { Log } from '#telemetry/log'
import type { Catalogue } from './catalogue.ts'
import type { Predecessor } from './predecessor.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'

export type TakenOverOptions = {
  readonly predecessor: Predecessor | undefined
  readonly keeper: SwarmKeeper
  readonly catalogue: Catalogue | undefined
  readonly log: Log
}

/** Resolves when nothing of the predecessor is left; at once where there was none. */
export async function takenOver(options: TakenOverOptions): Promise<void> {
  const { predecessor, keeper, catalogue, log } = options
  if (predecessor === undefined) return
  predecessor.tookOver()
  const how = await predecessor.gone
  // Only now does it need the file no more by which the swarms may have come, should this process end early.
  keeper.forgetSaved()
  if (how === 'lost') {
    const { slots } = predecessor.handed
    const recovered = keeper.recoverAll(slots)
    keeper.releaseSlots(slots)
    const message = 'The process before this one ended early; what it counted last may be lost.'
    log.error('predecessor_lost', message, recovered)
  }
  await catalogue?.takeUpStatistics()
  if (process.connected) process.disconnect?.()
}
