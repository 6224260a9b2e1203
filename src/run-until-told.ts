/** The life of a server that is complete: it tells everybody that it serves, until it is told to end or has handed over. */
import { StartError } from '#base/start-error'
import { within } from '#base/within'
import type { Config } from '#config/config'
import type { HandOverEnd } from '#operate/api/api-parts'
import type { ControlSocket } from '#operate/control-socket'
import type { Health } from '#telemetry/health'
import type { Log } from '#telemetry/log'
import type { Supervisor } from '#tracker/threads/supervisor'
import type { BlockKeeper } from './block-keeper.ts'
import type { Catalogue } from './catalogue.ts'
import { HandOver } from './hand-over.ts'
import { leave } from './leave.ts'
import type { Ground } from './open-ground.ts'
import type { OpenSite } from './open-site.ts'
import type { OverloadKeeper } from './overload-keeper.ts'
import type { Signals } from './signals.ts'
import { watchStandIn } from './stand-in.ts'
import { takenOver } from './taken-over.ts'
import { announceReady } from './tell-operator.ts'

export type Running = {
  readonly config: Config
  readonly ground: Ground
  readonly blocks: BlockKeeper
  readonly control: ControlSocket | undefined
  /** Undefined in a mode without a database. */
  readonly catalogue: Catalogue | undefined
  readonly supervisor: Supervisor
  readonly overload: OverloadKeeper
  /** Undefined where it is off. */
  readonly site: OpenSite | undefined
  readonly signals: Signals
  readonly health: Health
  readonly log: Log
}

/** How long a stop waits for a predecessor that has not stored all yet: it has ten seconds for everything. */
const predecessorMs = 3000

/** `onReady` is given what a command can ask for from now on. */
export async function runUntilTold(
  running: Running,
  onReady: (handOver: () => Promise<HandOverEnd>) => void,
): Promise<void> {
  const { ground, signals, health, overload } = running
  const standInPid = standInOf(ground)
  const { handOver, predecessorGone } = becomeReady(running, standInPid)
  onReady(() => handOver.run())
  signals.onHandOver(() => void tryHandOver(handOver, running.log))
  const handedTo = await Promise.race([
    signals.toldToStop.then(() => handOver.stop()),
    handOver.over,
  ])
  health.stopping()
  overload.stop()
  if (handedTo === undefined) return await stop(running, predecessorGone)
  await leave({ ...running, ...ground, standInPid }, handedTo)
}

/** A service manager is told which process is its service; to everybody else it is the one that was started first. */
function standInOf({ predecessor, manager }: Ground): number | undefined {
  if (predecessor !== undefined) return predecessor.handed.standInPid
  return manager === undefined || process.pid === 1 ? process.pid : undefined
}

function becomeReady(
  { config, ground, health, log, ...parts }: Running,
  standInPid: number | undefined,
): { readonly handOver: HandOver; readonly predecessorGone: Promise<void> } {
  const { predecessor, directory, sockets, addresses, manager, keeper } = ground
  // A server that hands over may need what it has saved as long as it is not told.
  if (predecessor === undefined) keeper.forgetSaved()
  sockets.closeRest()
  health.ready()
  announceReady(config, addresses, log, { welcomes: predecessor === undefined })
  directory.noteProcess()
  manager?.ready()
  const { handle } = keeper.region
  // What it keeps may be the memory of before.
  if (!keeper.isAdopted) manager?.forget()
  if (handle.kind === 'memory-file') manager?.keep(handle.descriptor)
  const predecessorGone = takenOver({ predecessor, keeper, catalogue: parts.catalogue, log })
  if (predecessor !== undefined && standInPid !== undefined)
    watchStandIn(standInPid, () => process.kill(process.pid, 'SIGTERM'))
  const own = { config, directory, keeper, sockets, manager, standInPid, predecessorGone, log }
  return { handOver: new HandOver({ ...parts, ...own }), predecessorGone }
}

/** What goes wrong is told in the log. */
async function tryHandOver(handOver: HandOver, log: Log): Promise<void> {
  try {
    await handOver.run()
  } catch (error) {
    if (error instanceof StartError)
      log.error('handover_refused', `There is no hand-over: ${error.message}.`)
    else {
      const message = 'This process goes on; this is a fault of Waggle, please report it.'
      log.error('handover_failed', message, { err: error })
    }
  }
}

/** Those who ask go first, what they ask for last. */
async function stop(running: Running, predecessorGone: Promise<void>): Promise<void> {
  const { ground, blocks, control, catalogue, supervisor, site, log } = running
  const { keeper, manager, directory } = ground
  manager?.stopping()
  log.info('stopping', 'Answering what is in flight, then saving the swarms.')
  site?.stopping()
  blocks.stop()
  await control?.close()
  await catalogue?.stop()
  await supervisor.stop()
  // A hand-over that was given up may have saved them.
  const isSaved = keeper.isLeft || keeper.save()
  await site?.close()
  // What it had noted is to be settled before what our threads have, or would be credited twice.
  await catalogue?.close({ settles: await within(predecessorGone, predecessorMs) })
  // The next start reads the file; without one it takes up the memory, should that be kept.
  if (isSaved) manager?.forget()
  directory.unlock()
  log.info('stopped', 'The server has ended.')
}
