/**
 * The tracker's threads, made from what main has for them: each gets the shared memory by handle, its own work, and
 * the settings that a reload can change.
 */
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import type { Log } from '#telemetry/log'
import { Supervisor } from '#tracker/threads/supervisor'
import type { ThreadSetup } from '#tracker/threads/thread-setup'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { chooseDriver, planThreads, settingsOf, type TrackerAddresses } from './tracker-plan.ts'

type Given = Pick<ThreadSetup, 'counters' | 'secrets' | 'admission' | 'blocks' | 'journal'>

export type TrackerOptions = Given & {
  readonly config: Config
  readonly keeper: SwarmKeeper
  readonly addresses: TrackerAddresses
  readonly log: Log
}

/** Opens the sockets; the threads begin with `start`. */
export function openTracker(options: TrackerOptions): Supervisor {
  const { config, keeper, addresses, log, counters, secrets, admission, blocks } = options
  const { journal } = options
  const works = planThreads(chooseDriver(config), config.tracker.workers, addresses)
  keeper.supplyPages(works.length)
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
    journal,
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
