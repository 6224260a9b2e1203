/** The end of a process that has handed over: what is under way is finished, and nothing is saved, because all lives on. */
import { within } from '#base/within'
import type { ControlSocket } from '#operate/control-socket'
import type { LockedDirectory } from '#operate/data-directory'
import type { ServiceManager } from '#operate/service-manager'
import type { Log } from '#telemetry/log'
import type { Supervisor } from '#tracker/threads/supervisor'
import type { BlockKeeper } from './block-keeper.ts'
import type { Catalogue } from './catalogue.ts'
import type { HandedTo } from './hand-over.ts'
import type { OpenSite } from './open-site.ts'
import type { Signals } from './signals.ts'
import type { Sockets } from './sockets.ts'
import { adoptOrphans, standIn } from './stand-in.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'

/** What threads that died at the end had in their hands is found within this time, or by whoever looks next. */
const reclaimMs = 2000

export type Leaving = {
  readonly keeper: SwarmKeeper
  readonly blocks: BlockKeeper
  readonly control: ControlSocket | undefined
  readonly catalogue: Catalogue | undefined
  readonly supervisor: Supervisor
  readonly site: OpenSite | undefined
  readonly directory: LockedDirectory
  readonly sockets: Sockets
  readonly signals: Signals
  readonly manager: ServiceManager | undefined
  /** The process that stays behind for whoever waits for the first one: this one, another, or none. */
  readonly standInPid: number | undefined
  readonly log: Log
}

export async function leave(leaving: Leaving, handedTo: HandedTo): Promise<void> {
  const { keeper, blocks, control, catalogue, supervisor, site, directory, manager, sockets, log } =
    leaving
  const { successor, socketsLeft, ended } = handedTo
  // Where the successor has fewer of them, the kernel gives clients to ours until these are closed.
  const socketsClosed = socketsLeft.then(() => sockets.close())
  // The successor ends at a stop, too, and waits for what we store no longer than some seconds.
  const hurry = (): void => void supervisor.stop()
  leaving.signals.passTo(() => directory.holder(), hurry)
  if (leaving.signals.stop.aborted) hurry()
  const staysBehind = leaving.standInPid === process.pid
  manager?.mainProcess(successor.pid)
  if (staysBehind) adoptOrphans()
  site?.stopping()
  blocks.stop()
  await control?.close()
  await catalogue?.stop()
  await ended
  await within(keeper.reclaimed(), reclaimMs)
  keeper.releaseSlots(supervisor.slots)
  await site?.close()
  await catalogue?.close()
  successor.tell({ type: 'gone' })
  log.info('left', 'This process serves no more.', { staysBehind })
  keeper.leave()
  await socketsClosed
  directory.unlock()
  if (staysBehind) await standIn(successor, directory)
  process.exit(0)
}
