/**
 * The composition root of a running server: puts the parts together in the order in which they depend on each
 * other, says when all of it is ready, and takes it down again. Nothing else builds parts on main.
 */
import { systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import type { ControlSocket } from '#operate/control-socket'
import { type DataDirectory, openDataDirectory } from '#operate/data-directory'
import { loadSecrets } from '#operate/secrets'
import { createCounters } from '#telemetry/counters'
import { Health } from '#telemetry/health'
import { createLog, type Log } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import type { Supervisor } from '#tracker/threads/supervisor'
import { probeConfigured } from './addresses.ts'
import { AdmissionKeeper } from './admission-keeper.ts'
import type { BlockKeeper } from './block-keeper.ts'
import { Catalogue, type CatalogueOptions } from './catalogue.ts'
import { offerAdministration } from './first-administrator.ts'
import { JournalKeeper } from './journal-keeper.ts'
import { openBlockControl, openBlocks } from './open-blocks.ts'
import { type OpenSite, openSite } from './open-site.ts'
import { openTracker } from './open-tracker.ts'
import { profileOf } from './profile.ts'
import { createReload } from './reload.ts'
import { listenToSignals } from './signals.ts'
import { SwarmKeeper } from './swarm-keeper.ts'
import { announceReady, warnAtStart } from './tell-operator.ts'
import { layoutOf } from './tracker-plan.ts'

/** Runs the server until SIGTERM or SIGINT. Throws StartError when it cannot start. */
export async function serve(config: Config, readConfig: () => Config): Promise<void> {
  const signals = listenToSignals()
  const log = createLog({ level: config.log.level })
  const health = new Health()
  warnAtStart(config, log)
  const directory = openDataDirectory(config.data.directory)
  const secrets = loadSecrets(directory, config.data.directory)
  const addresses = await probeConfigured(config, (message) =>
    log.warn('address_left_out', message),
  )
  const keeper = openSwarms(config, directory, secrets.swarm, log)
  const blocks = await openBlocks({ config, directory, swarms: keeper, health, log })
  const admission = profileOf(config).hasAdmission
    ? new AdmissionKeeper({ config, seed: secrets.swarm, swarms: keeper.swarms })
    : undefined
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
  })
  const supervisor = openTracker({
    config,
    keeper,
    addresses,
    log,
    counters,
    secrets,
    admission: admission?.setup,
    blocks: blocks.region,
    journal: journals?.setup,
  })
  await supervisor.start()
  await catalogue?.start()
  const control = catalogue === undefined ? await openBlockControl(directory, blocks) : undefined
  blocks.start()
  const site = await openSite({
    config,
    directory,
    health,
    keeper,
    supervisor,
    counters,
    addresses,
    catalogue,
    blocks,
    log,
  })
  if (catalogue !== undefined && site !== undefined)
    await offerAdministration({ parts: catalogue.parts, directory, log })
  keeper.forgetSaved()
  health.ready()
  announceReady(config, addresses, log)
  signals.onReload(
    createReload({ config, readConfig, keeper, supervisor, site, catalogue, blocks, log }),
  )
  await signals.toldToStop
  health.stopping()
  log.info('stopping', 'Answering what is in flight, then saving the swarms.')
  await stop({ keeper, blocks, control, catalogue, supervisor, site })
  directory.unlock()
  log.info('stopped', 'The server has ended.')
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

/** The swarms, with what the last run saved. Throws StartError where they do not fit, or the file is broken. */
function openSwarms(
  config: Config,
  directory: DataDirectory,
  seed: readonly [number, number],
  log: Log,
): SwarmKeeper {
  const keeper = new SwarmKeeper({
    layout: layoutOf(config),
    seed,
    peerTimeoutSeconds: peerTimeoutSeconds(config.tracker),
    capSources: config.limits.perPrefix,
    clock: systemClock,
    snapshotFile: directory.file('swarms.snapshot'),
    log,
  })
  keeper.load()
  return keeper
}
