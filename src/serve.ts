/**
 * The composition root of a running server: puts the parts together in the order in which they depend on each
 * other, says when all of it is ready, and takes it down again. Nothing else builds parts on main.
 */
import { existsSync } from 'node:fs'
import { systemClock } from '#base/clock'
import { keepToOurselves } from '#base/descriptors'
import { threadsMax } from '#base/limits'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import { type GivenDescriptor, givenDescriptors } from '#config/surroundings'
import type { ControlSocket } from '#operate/control-socket'
import {
  adoptDataDirectory,
  type DataDirectory,
  type LockedDirectory,
  openDataDirectory,
} from '#operate/data-directory'
import { loadSecrets } from '#operate/secrets'
import { findServiceManager, keptSwarms } from '#operate/service-manager'
import { createCounters } from '#telemetry/counters'
import { Health } from '#telemetry/health'
import { createLog, type Log } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import type { Supervisor } from '#tracker/threads/supervisor'
import { probeConfigured } from './addresses.ts'
import { AdmissionKeeper } from './admission-keeper.ts'
import type { BlockKeeper } from './block-keeper.ts'
import { Catalogue, type CatalogueOptions } from './catalogue.ts'
import { createExplain } from './create-explain.ts'
import { offerAdministration } from './first-administrator.ts'
import { givenSockets } from './given-sockets.ts'
import { HandOver } from './hand-over.ts'
import type { HandedOver } from './hand-over-messages.ts'
import { JournalKeeper } from './journal-keeper.ts'
import { leave } from './leave.ts'
import { openBlockControl, openBlocks } from './open-blocks.ts'
import { openOverload } from './open-overload.ts'
import { type OpenSite, openSite } from './open-site.ts'
import { openTracker } from './open-tracker.ts'
import { findPredecessor } from './predecessor.ts'
import { profileOf } from './profile.ts'
import { createReload } from './reload.ts'
import { listenToSignals } from './signals.ts'
import { Sockets } from './sockets.ts'
import { SwarmKeeper, type SwarmKeeperOptions } from './swarm-keeper.ts'
import { takenOver } from './taken-over.ts'
import { announceReady, warnAtStart } from './tell-operator.ts'
import { layoutOf } from './tracker-plan.ts'

/** Runs the server until SIGTERM or SIGINT. Throws StartError when it cannot start. */
export async function serve(config: Config, readConfig: () => Config): Promise<void> {
  const signals = listenToSignals()
  const log = createLog({ level: config.log.level })
  const health = new Health()
  warnAtStart(config, log)
  const predecessor = findPredecessor(config)
  const handed = predecessor?.handed
  const directory = openDirectory(config, handed)
  const secrets = loadSecrets(directory, config.data.directory)
  const given = givenDescriptors()
  const sockets = new Sockets(handed?.sockets ?? givenSockets(given))
  const warn = (message: string): void => log.warn('address_left_out', message)
  const addresses = await probeConfigured(config, warn, sockets)
  const manager = findServiceManager()
  const keeper = openSwarms({
    config,
    directory,
    seed: secrets.swarm,
    handed: handed?.region ?? keptRegion(given, directory),
    log,
  })
  await predecessor?.prepared(keeper.isAdopted)
  if (!keeper.isAdopted) keeper.load()
  else if (predecessor === undefined) keeper.takeUpAfterCrash()
  let handOver: HandOver | undefined
  const runHandOver = (): Promise<number> => runWhenReady(handOver)
  const blocks = await openBlocks({ config, directory, swarms: keeper, health, log })
  const admission = profileOf(config).hasAdmission
    ? new AdmissionKeeper({ config, seed: secrets.swarm, swarms: keeper.swarms })
    : undefined
  const explain = createExplain({
    config,
    blocks,
    admission,
    swarms: keeper,
    settings: () => overload.applied,
  })
  const journals = profileOf(config).hasTorrentKeys ? new JournalKeeper(threadsMax) : undefined
  const counters = createCounters(threadsMax, metrics.columns)
  const catalogue = await openCatalogue(admission, {
    config,
    directory,
    addresses,
    journal: journals?.reader,
    blocks: blocks.blocks,
    swarms: keeper,
    counters,
    health,
    log,
    handOver: runHandOver,
    explain,
    isTakingOver: predecessor !== undefined,
  })
  const supervisor = openTracker({
    config,
    keeper,
    addresses,
    sockets,
    slotsInUse: handed?.slots ?? [],
    log,
    counters,
    secrets,
    admission: admission?.setup,
    blocks: blocks.region,
    journal: journals?.setup,
  })
  await supervisor.start()
  predecessor?.serving()
  const overload = openOverload({ config, supervisor, keeper, counters, log })
  await catalogue?.start()
  const control =
    catalogue === undefined
      ? await openBlockControl(directory, blocks, { handOver: runHandOver, explain })
      : undefined
  blocks.start()
  const site = await openSite({
    config,
    directory,
    health,
    keeper,
    supervisor,
    overload,
    counters,
    addresses,
    sockets,
    catalogue,
    blocks,
    log,
  })
  if (catalogue !== undefined && site !== undefined)
    await offerAdministration({ parts: catalogue.parts, directory, log })
  keeper.forgetSaved()
  sockets.closeRest()
  health.ready()
  announceReady(config, addresses, log)
  directory.noteProcess()
  manager?.ready()
  const { handle } = keeper.region
  if (handle.kind === 'memory-file') manager?.keep(handle.descriptor)
  const predecessorGone = takenOver({ predecessor, keeper, catalogue, log })
  handOver = new HandOver({
    config,
    directory,
    keeper,
    supervisor,
    sockets,
    control,
    catalogue,
    site,
    predecessorGone,
    log,
  })
  signals.onHandOver(() => void tryHandOver(handOver, log))
  signals.onReload(
    createReload({ config, readConfig, keeper, overload, site, catalogue, blocks, log }),
  )
  const handedTo = await Promise.race([signals.toldToStop, handOver.over])
  health.stopping()
  overload.stop()
  const running = { keeper, blocks, control, catalogue, supervisor, site }
  if (handedTo !== undefined)
    return await leave(
      { ...running, directory, signals, manager, hasStandIn: predecessor !== undefined, log },
      handedTo,
    )
  manager?.stopping()
  log.info('stopping', 'Answering what is in flight, then saving the swarms.')
  await stop(running)
  // The next start reads the file.
  manager?.forget()
  directory.unlock()
  log.info('stopped', 'The server has ended.')
}

async function runWhenReady(handOver: HandOver | undefined): Promise<number> {
  if (handOver !== undefined) return await handOver.run()
  throw new StartError('the server is starting still; try again when it is ready')
}

/** What goes wrong is told in the log. */
async function tryHandOver(handOver: HandOver | undefined, log: Log): Promise<void> {
  try {
    await runWhenReady(handOver)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    log.error('handover_refused', `Nothing has changed: ${error.message}.`)
  }
}

/** Undefined in a mode without a database. */
async function openCatalogue(
  admission: AdmissionKeeper | undefined,
  options: Omit<CatalogueOptions, 'admission'>,
): Promise<Catalogue | undefined> {
  return admission === undefined ? undefined : await Catalogue.open({ ...options, admission })
}

type Running = {
  readonly keeper: SwarmKeeper
  readonly blocks: BlockKeeper
  readonly control: ControlSocket | undefined
  readonly catalogue: Catalogue | undefined
  readonly supervisor: Supervisor
  readonly site: OpenSite | undefined
}

/** Those who ask go first, what they ask for last. */
async function stop(running: Running): Promise<void> {
  const { keeper, blocks, control, catalogue, supervisor, site } = running
  site?.stopping()
  blocks.stop()
  await control?.close()
  await catalogue?.stop()
  await supervisor.stop()
  keeper.save()
  await site?.close()
  await catalogue?.close()
}

const snapshotName = 'swarms.snapshot'

type SwarmsToOpen = Pick<SwarmKeeperOptions, 'seed' | 'handed' | 'log'> & {
  readonly config: Config
  readonly directory: DataDirectory
}

/** Throws StartError where they do not fit. */
function openSwarms({ config, directory, seed, handed, log }: SwarmsToOpen): SwarmKeeper {
  return new SwarmKeeper({
    layout: layoutOf(config),
    seed,
    peerTimeoutSeconds: peerTimeoutSeconds(config.tracker),
    capSources: config.limits.perPrefix,
    clock: systemClock,
    snapshotFile: directory.file(snapshotName),
    handed,
    log,
  })
}

/**
 * The memory that a service manager has kept over a crash. Where there is a snapshot the last run ended well, and that is
 * newer.
 */
function keptRegion(
  given: readonly GivenDescriptor[],
  directory: DataDirectory,
): number | undefined {
  const kept = given.find(({ name }) => name === keptSwarms)?.descriptor
  if (kept !== undefined) keepToOurselves(kept)
  return existsSync(directory.file(snapshotName)) ? undefined : kept
}

/** Locked by us, or by the process that hands over, which has handed on the lock. */
function openDirectory({ data }: Config, handed: HandedOver | undefined): LockedDirectory {
  if (handed === undefined) return openDataDirectory(data.directory)
  return adoptDataDirectory(data.directory, handed.lock)
}
