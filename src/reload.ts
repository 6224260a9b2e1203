/**
 * SIGHUP: reads the configuration again and brings into force what can be changed while the server runs. A
 * broken configuration changes nothing; what needs a restart is named.
 */
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { ConfigError } from '#config/config-error'
import { peerTimeoutSeconds } from '#config/intervals'
import { changedKeys } from '#config/reload'
import type { Log } from '#telemetry/log'
import { isPeerTimeoutPossible } from '#tracker/swarm/swarm-clock'
import type { BlockKeeper } from './block-keeper.ts'
import type { Catalogue } from './catalogue.ts'
import type { OpenSite } from './open-site.ts'
import type { OverloadKeeper } from './overload-keeper.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { settingsOf } from './tracker-plan.ts'

export type ReloadOptions = {
  /** The configuration at the start. */
  readonly config: Config
  readonly readConfig: () => Config
  readonly keeper: SwarmKeeper
  readonly overload: OverloadKeeper
  /** Undefined where it is off. */
  readonly site: OpenSite | undefined
  /** Undefined in a mode without a database. */
  readonly catalogue: Catalogue | undefined
  readonly blocks: BlockKeeper
  readonly log: Log
}

export function createReload(options: ReloadOptions): () => void {
  let current = options.config
  return () => {
    try {
      current = reload(current, options)
    } catch (error) {
      if (!(error instanceof ConfigError) && !(error instanceof StartError)) throw error
      options.log.error('reload_refused', `Nothing was changed. ${error.message}`)
    }
  }
}

/** The configuration in force afterwards. */
function reload(
  before: Config,
  { readConfig, keeper, overload, site, catalogue, blocks, log }: ReloadOptions,
): Config {
  const after = readConfig()
  const { live, restart } = changedKeys(before, after)
  const timeout = peerTimeoutSeconds(after.tracker)
  if (!isPeerTimeoutPossible(keeper.stampUnitSeconds, timeout))
    throw new StartError(
      `tracker.peer_timeout_seconds: peers would live ${timeout} s, too far from what the server started with; restart it`,
    )
  const applyToSite = site?.prepare(after)
  overload.configure(settingsOf(after), after.tracker.intervalStretchMax)
  applyToSite?.()
  catalogue?.configure(after)
  // Lists are read in the background, and tell of themselves.
  void blocks.configure(after)
  log.setLevel(after.log.level)
  log.info('reloaded', 'The configuration was read again.', { changed: live, restartFor: restart })
  return after
}
