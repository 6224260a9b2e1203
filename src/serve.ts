/**
 * The composition root of a running server: puts the parts together in the order in which they depend on each
 * other, says when all of it is ready, and takes it down again. Nothing else builds parts on main.
 */
import { systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import { configWarnings } from '#config/warnings'
import { openDataDirectory } from '#operate/data-directory'
import { textOf } from '#operate/probe-addresses'
import { loadSecrets } from '#operate/secrets'
import { welcomeText } from '#operate/welcome'
import { createCounters } from '#telemetry/counters'
import { Health } from '#telemetry/health'
import { createLog, type Log } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import { Supervisor } from '#tracker/threads/supervisor'
import { type Addresses, probeConfigured } from './addresses.ts'
import { AdmissionKeeper } from './admission-keeper.ts'
import { Catalogue } from './catalogue.ts'
import { openSite } from './open-site.ts'
import { profileOf } from './profile.ts'
import { reachableAddresses } from './published-addresses.ts'
import { createReload } from './reload.ts'
import { listenToSignals } from './signals.ts'
import { SwarmKeeper } from './swarm-keeper.ts'
import { chooseDriver, layoutOf, planThreads, settingsOf } from './tracker-plan.ts'

/** The line that says the program is too old for a service. */
const recommendedNode = [26, 13] as const

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
  const settings = settingsOf(config)
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
          admission,
          swarms: keeper,
          counters,
          health,
          log,
        })
  const mailCounts = new SharedArrayBuffer(threadsMax * 4)
  const common = {
    region: keeper.region.handle,
    layout,
    stampUnitSeconds: keeper.stampUnitSeconds,
    counters,
    mailCounts,
    secrets,
    capSources: config.limits.perPrefix,
    admission: admission?.setup,
    settings,
  }
  const driver = chooseDriver(config)
  const works = planThreads(driver, config.tracker.workers, addresses)
  const supervisor = new Supervisor({
    setups: works.map((work, slot) => ({ ...common, slot, work })),
    mailCounts,
    log,
    recover: (slot) => keeper.recover(slot),
    giveUp: (reason) => {
      log.fatal('threads_failing', `The server ends: ${reason}.`)
      process.exit(1)
    },
  })
  await supervisor.start()
  await catalogue?.start()
  const site = await openSite({
    config,
    health,
    keeper,
    supervisor,
    counters,
    addresses,
    catalogue,
    log,
  })
  keeper.forgetSaved()
  health.ready()
  announceReady(config, driver, addresses, log)
  signals.onReload(createReload({ config, readConfig, keeper, supervisor, site, catalogue, log }))
  await signals.toldToStop
  health.stopping()
  site?.stopping()
  log.info('stopping', 'Answering what is in flight, then saving the swarms.')
  await catalogue?.stop()
  await supervisor.stop()
  keeper.save()
  await site?.close()
  await catalogue?.close()
  directory.unlock()
  log.info('stopped', 'The server has ended.')
}

/** One line for machines on standard output, a few for people on standard error. */
function announceReady(config: Config, driver: string, addresses: Addresses, log: Log): void {
  const { udp, http, https, site } = addresses
  log.info('ready', 'Every socket is bound; announces are answered.', {
    mode: config.mode,
    driver,
    udp: udp.map(textOf),
    http: http.map(textOf),
    https: https.map(textOf),
    ...(site === undefined ? {} : { site: textOf(site) }),
  })
  const siteUrl = site === undefined ? undefined : `http://${textOf(site)}`
  process.stderr.write(
    welcomeText({ mode: config.mode, announce: reachableAddresses(addresses), site: siteUrl }),
  )
}

function warnOfOldNode(log: Log): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantedMajor, wantedMinor] = recommendedNode
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  log.warn(
    'node_old',
    `This is Node ${process.versions.node}; run a service on ${wantedMajor}.${wantedMinor} or newer, which has security fixes.`,
  )
}
