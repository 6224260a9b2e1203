/**
 * The tracker's threads, made from what main has for them: each gets the shared memory by handle, its own work, and
 * the settings that a reload can change.
 */
import { getRandomValues } from 'node:crypto'
import { threadsMax } from '#base/limits'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import type { ServiceManager } from '#operate/service-manager'
import type { Log } from '#telemetry/log'
import { Supervisor } from '#tracker/threads/supervisor'
import type { ThreadSetup } from '#tracker/threads/thread-setup'
import { Sockets } from './sockets.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { chooseDriver, firstSettings, planThreads, type TrackerAddresses } from './tracker-plan.ts'

type Given = Pick<ThreadSetup, 'counters' | 'secrets' | 'admission' | 'blocks' | 'journal'>

export type TrackerOptions = Given & {
  readonly config: Config
  readonly keeper: SwarmKeeper
  readonly addresses: TrackerAddresses
  /** Opened already, or to be opened. */
  readonly sockets?: Sockets
  /** Slots that the threads of another process have still. */
  readonly slotsInUse?: readonly number[]
  /** What keeps the swarms' memory over a crash; undefined where nothing does. */
  readonly manager?: ServiceManager | undefined
  readonly log: Log
}

/** Opens the sockets; the threads begin with `start`. */
export function openTracker(options: TrackerOptions): Supervisor {
  const { config, keeper, addresses, log, counters, secrets, admission, blocks } = options
  const { journal, sockets = new Sockets(), slotsInUse = [] } = options
  const { workers } = config.tracker
  const works = planThreads(chooseDriver(config), workers, addresses, sockets)
  const slots = freeSlots(works.length, slotsInUse)
  keeper.supplyPages(slots)
  const mailCounts = new SharedArrayBuffer(threadsMax * 4)
  const [processKey = 1] = getRandomValues(new Int32Array(1)).map((key) => key | 1)
  const common = {
    processKey,
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
    settings: firstSettings(config, keeper.holds),
  }
  return new Supervisor({
    setups: works.map((work, index) => ({ ...common, slot: slots[index] as number, work })),
    mailCounts,
    log,
    recover: (slot) => keeper.recover(slot),
    giveUp: (reason) => giveUp(options, reason),
  })
}

/** What was in memory when a run crashed may be why threads die: the next start does not get it once more. */
function giveUp({ keeper, manager, log }: TrackerOptions, reason: string): never {
  const isSuspect = keeper.isFromCrash
  if (isSuspect) manager?.forget()
  const what = isSuspect ? ', and gives up the swarms that it took up after a crash' : ''
  log.fatal('threads_failing', `The server ends${what}: ${reason}.`)
  process.exit(1)
}

/** The last slot is main's. Throws StartError where the others do not suffice. */
function freeSlots(count: number, inUse: readonly number[]): number[] {
  const free = Array.from({ length: threadsMax - 1 }, (_, slot) => slot)
    .filter((slot) => !inUse.includes(slot))
    .slice(0, count)
  if (free.length === count) return free
  throw new StartError(
    `tracker.workers: ${count} threads find no room beside the ${inUse.length} of the running server; restart it, or lower the number`,
  )
}
