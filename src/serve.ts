/**
 * The composition root of a running server: puts the parts together in the order in which they depend on each
 * other, says when all of it is ready, and takes it down again. Nothing else builds parts on main.
 */
import { systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import { configWarnings } from '#config/warnings'
import { registerBlockApi } from '#operate/api/register-api'
import { ownBlocksFile } from '#operate/blocks-file'
import { type ControlSocket, openControlSocket } from '#operate/control-socket'
import { controlSocketName } from '#operate/control-socket-path'
import { type DataDirectory, openDataDirectory } from '#operate/data-directory'
import { loadSecrets } from '#operate/secrets'
import { createCounters } from '#telemetry/counters'
import { Health } from '#telemetry/health'
import { createLog } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import { probeConfigured } from './addresses.ts'
import { AdmissionKeeper } from './admission-keeper.ts'
import { BlockKeeper } from './block-keeper.ts'
import { Catalogue } from './catalogue.ts'
import { offerAdministration } from './first-administrator.ts'
import { openSite } from './open-site.ts'
import { openTracker } from './open-tracker.ts'
import { profileOf } from './profile.ts'
import { createReload } from './reload.ts'
import { listenToSignals } from './signals.ts'
import { SwarmKeeper } from './swarm-keeper.ts'
import { announceReady, warnOfOldNode } from './tell-operator.ts'
import { chooseDriver, layoutOf, planThreads } from './tracker-plan.ts'

/** Runs the server until SIGTERM or SIGINT. Throws StartError when it cannot start. */
export async function serve(config: Config, readConfig: () => Config): Promise<void> {
  const signals = listenToSignals()
  const log = createLog({ level: config.log.level })
  const health = new Health()
  for (const warning of configWarnings(config)) log.warn('config_doubtful', warning)
  warnOfOldNode(log)
  const directory = openDataDirectory(config.data.directory)
  const secrets = loadSecrets(directory, config.data.directory)
  const layout = layoutOf(config)
  const addresses = await probeConfigured(config, (message) =>
    log.warn('address_left_out', message),
  )
  const keeper = new SwarmKeeper({
    layout,
    seed: secrets.swarm,
    peerTimeoutSeconds: peerTimeoutSeconds(config.tracker),
    capSources: config.limits.perPrefix,
    clock: systemClock,
    snapshotFile: directory.file('swarms.snapshot'),
    log,
  })
  keeper.load()
  const blocks = new BlockKeeper({
    config,
    ownFile: directory.file(ownBlocksFile),
    swarms: keeper,
    clock: systemClock,
    health,
    log,
  })
  // Before the first announce is answered.
  await blocks.configure(config)
  const admission = profileOf(config).hasAdmission
    ? new AdmissionKeeper({ config, seed: secrets.swarm, swarms: keeper.swarms })
    : undefined
  const counters = createCounters(threadsMax, metrics.columns)
  const catalogue =
    admission === undefined
      ? undefined
      : await Catalogue.open({
          config,
          directory,
          addresses,
          admission,
          blocks: blocks.blocks,
          swarms: keeper,
          counters,
          health,
          log,
        })
  const driver = chooseDriver(config)
  const works = planThreads(driver, config.tracker.workers, addresses)
  keeper.supplyPages(works.length)
  const supervisor = openTracker({
    config,
    keeper,
    works,
    log,
    counters,
    secrets,
    admission: admission?.setup,
    blocks: blocks.region,
  })
  await supervisor.start()
  await catalogue?.start()
  const control = catalogue === undefined ? await openBlockControl(directory, blocks) : undefined
  blocks.start()
  const site = await openSite({
    config,
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
  announceReady(config, driver, addresses, log)
  signals.onReload(
    createReload({ config, readConfig, keeper, supervisor, site, catalogue, blocks, log }),
  )
  await signals.toldToStop
  health.stopping()
  site?.stopping()
  log.info('stopping', 'Answering what is in flight, then saving the swarms.')
  blocks.stop()
  await control?.close()
  await catalogue?.stop()
  await supervisor.stop()
  keeper.save()
  await site?.close()
  await catalogue?.close()
  directory.unlock()
  log.info('stopped', 'The server has ended.')
}

/** The control socket of a mode that has no database, and so blocks alone. */
async function openBlockControl(
  directory: DataDirectory,
  { blocks, noteFault }: BlockKeeper,
): Promise<ControlSocket> {
  return await openControlSocket({
    path: directory.file(controlSocketName),
    register: (control) => registerBlockApi(control, { parts: { blocks }, onFault: noteFault }),
  })
}
