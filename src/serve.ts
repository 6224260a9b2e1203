/**
 * The composition root of a running server: puts the parts together in the order in which they depend on each
 * other, says when all of it is ready, and takes it down again. Nothing else builds parts on main.
 */
import { threadsMax } from '#base/limits'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import type { HandOverEnd } from '#operate/api/api-parts'
import { createCounters } from '#telemetry/counters'
import { Health } from '#telemetry/health'
import { createLog } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import { AdmissionKeeper } from './admission-keeper.ts'
import { Catalogue, type CatalogueOptions } from './catalogue.ts'
import { createExplain } from './create-explain.ts'
import { JournalKeeper } from './journal-keeper.ts'
import { openBlocks } from './open-blocks.ts'
import { openDoors } from './open-doors.ts'
import { openGround } from './open-ground.ts'
import { openOverload } from './open-overload.ts'
import { openTracker } from './open-tracker.ts'
import { profileOf } from './profile.ts'
import { createReload } from './reload.ts'
import { runUntilTold } from './run-until-told.ts'
import { listenToSignals } from './signals.ts'
import { isStopFirst, stopEarly } from './stop-early.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { warnAtStart } from './tell-operator.ts'

/** Runs the server until SIGTERM or SIGINT. Throws StartError when it cannot start. */
export async function serve(config: Config, readConfig: () => Config): Promise<void> {
  const signals = listenToSignals()
  const log = createLog({ level: config.log.level })
  const health = new Health()
  warnAtStart(config, log)
  const ground = await openGround(config, log)
  const { predecessor, directory, secrets, sockets, addresses, siteState, manager, keeper } = ground
  let handOver: () => Promise<HandOverEnd> = refuseStillStarting
  const counters = createCounters(threadsMax, metrics.columns)
  const common = { config, directory, addresses, counters, health, log }
  const blocks = await openBlocks({ ...common, swarms: keeper })
  const admission = openAdmission(config, secrets.swarm, keeper)
  const explain = createExplain({
    config,
    blocks,
    admission,
    swarms: keeper,
    settings: () => overload.applied,
  })
  const journals = profileOf(config).hasTorrentKeys ? new JournalKeeper(threadsMax) : undefined
  const opening = openCatalogue(admission, {
    ...common,
    journal: journals?.reader,
    blocks: blocks.blocks,
    swarms: keeper,
    told: () => overload.told,
    handOver: () => handOver(),
    explain,
    isTakingOver: predecessor !== undefined,
    stop: signals.stop,
  })
  if (await isStopFirst(signals, opening)) return await stopEarly({ ground, blocks, opening, log })
  const catalogue = await opening
  const supervisor = openTracker({
    ...common,
    keeper,
    sockets,
    slotsInUse: predecessor?.handed.slots ?? [],
    manager,
    secrets,
    admission: admission?.setup,
    blocks: blocks.region,
    journal: journals?.setup,
  })
  // Nobody has been answered here yet, and all that is to be kept is with the server that hands over.
  if (predecessor !== undefined && signals.stop.aborted)
    throw new StartError('the server is stopping')
  await supervisor.start()
  predecessor?.serving()
  const overload = openOverload({ config, supervisor, keeper, counters, log })
  const { control, site } = await openDoors({
    ...common,
    keeper,
    supervisor,
    overload,
    sockets,
    siteState,
    catalogue,
    blocks,
    handOver: () => handOver(),
    explain,
  })
  const running = { config, ground, blocks, control, catalogue, supervisor, overload, site }
  await runUntilTold({ ...running, signals, health, log }, (run) => {
    handOver = run
    signals.onReload(
      createReload({ config, readConfig, keeper, overload, site, catalogue, blocks, log }),
    )
  })
}

function refuseStillStarting(): Promise<never> {
  const reason = 'the server is starting still; try again when it is ready'
  return Promise.reject(new StartError(reason))
}

/** Undefined in a mode that serves every torrent. */
function openAdmission(
  config: Config,
  seed: readonly [number, number],
  { swarms }: SwarmKeeper,
): AdmissionKeeper | undefined {
  if (!profileOf(config).hasAdmission) return undefined
  return new AdmissionKeeper({ config, seed, swarms })
}

/** Undefined in a mode without a database. */
async function openCatalogue(
  admission: AdmissionKeeper | undefined,
  options: Omit<CatalogueOptions, 'admission'>,
): Promise<Catalogue | undefined> {
  return admission === undefined ? undefined : await Catalogue.open({ ...options, admission })
}
