/**
 * The tracker's threads, made from what main has for them: each gets the shared memory by handle, its own work, and
 * the settings that a reload can change.
 */
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import type { Log } from '#telemetry/log'
import { Supervisor } from '#tracker/threads/supervisor'
import type { ThreadSetup, ThreadWork } from '#tracker/threads/thread-setup'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { settingsOf } from './tracker-plan.ts'

type Given = Pick<ThreadSetup, 'counters' | 'secrets' | 'admission' | 'blocks'>

export type TrackerOptions = Given & {
  readonly config: Config
  readonly keeper: SwarmKeeper
  /** What each thread does: the position is its slot. */
  readonly works: readonly ThreadWork[]
  readonly log: Log
}

/** The threads, which begin with `start`. */
export function openTracker(options: TrackerOptions): Supervisor {
  const { config, keeper, works, log, counters, secrets, admission, blocks } = options
  const mailCounts = new SharedArrayBuffer(threadsMax * 4)
  const common = {
    region: keeper.region.handle,
    layout: keeper.layout,
    stampUnitSeconds: keeper.stampUnitSeconds,
    counters,
    mailCounts,
    secrets,
    capSources: config.limits.perPrefix,
    admission,
    blocks,
    settings: settingsOf(config),
  }
  return new Supervisor({
    setups: works.map((work, slot) => ({ ...common, slot, work })),
    mailCounts,
    log,
    recover: (slot) => keeper.recover(slot),
    giveUp: (reason) => {
      log.fatal('threads_failing', `The server ends: ${reason}.`)
      process.exit(1)
    },
  })
}
