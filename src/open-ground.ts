/**
 * What a server stands on, before any part of it is made: the locked data directory, keys, sockets and the memory of the
 * swarms. After an ordinary start all of it is our own; a server that hands over, or a service manager, may have given some.
 */
import { closeSync, existsSync, fstatSync } from 'node:fs'
import { systemClock } from '#base/clock'
import { keepToOurselves } from '#base/descriptors'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import { type GivenDescriptor, givenDescriptors } from '#config/surroundings'
import {
  adoptDataDirectory,
  type DataDirectory,
  type LockedDirectory,
  openDataDirectory,
} from '#operate/data-directory'
import { loadSecrets } from '#operate/secrets'
import { findServiceManager, keptSwarms, type ServiceManager } from '#operate/service-manager'
import type { Log } from '#telemetry/log'
import type { TrackerSecrets } from '#tracker/threads/thread-setup'
import { type Addresses, probeConfigured } from './addresses.ts'
import { givenSockets } from './given-sockets.ts'
import type { HandedOver } from './hand-over-messages.ts'
import { findPredecessor, type Predecessor } from './predecessor.ts'
import { refuseMigrations } from './refuse-migrations.ts'
import { type SiteState, siteStateOf } from './site-state.ts'
import { Sockets } from './sockets.ts'
import { SwarmKeeper, type SwarmKeeperOptions } from './swarm-keeper.ts'
import { layoutOf } from './tracker-plan.ts'

export type Ground = {
  /** Undefined after an ordinary start. */
  readonly predecessor: Predecessor | undefined
  readonly directory: LockedDirectory
  readonly secrets: TrackerSecrets
  readonly sockets: Sockets
  readonly addresses: Addresses
  /** What the site shows; undefined where it is off. */
  readonly siteState: SiteState | undefined
  /** Undefined where nobody wants to be told anything. */
  readonly manager: ServiceManager | undefined
  /** With the swarms of the last run, or of the process that hands over. */
  readonly keeper: SwarmKeeper
}

/** Resolves when nobody else changes anything any more. Rejects with StartError. */
export async function openGround(config: Config, log: Log): Promise<Ground> {
  const predecessor = findPredecessor(config)
  const handed = predecessor?.handed
  const directory = openDirectory(config, handed)
  const secrets = loadSecrets(directory, config.data.directory)
  const given = givenDescriptors()
  const sockets = new Sockets(handed?.sockets ?? givenSockets(given))
  const warn = (message: string): void => log.warn('address_left_out', message)
  const addresses = await probeConfigured(config, warn, sockets)
  // Before anybody stops changing things: what cannot be used is to disturb nobody.
  const siteState = addresses.site && siteStateOf(config, addresses)
  const kept = handed === undefined ? keptRegions(given, directory) : []
  const keeper = openSwarms({
    config,
    directory,
    seed: secrets.swarm,
    handed: handed === undefined ? kept : [handed.region],
    log,
  })
  if (kept.length > 0 && !keeper.isAdopted) log.warn('swarms_not_kept', notKept)
  if (predecessor !== undefined) await refuseMigrations(config)
  await predecessor?.prepared(keeper.isAdopted)
  if (!keeper.isAdopted) keeper.load()
  else if (predecessor === undefined) keeper.takeUpAfterCrash()
  else keeper.reclaimAfter(predecessor.gone)
  const manager = findServiceManager()
  return { predecessor, directory, secrets, sockets, addresses, siteState, manager, keeper }
}

const notKept =
  'The memory that the service manager has kept is of other ceilings, keys or another version, and is not used; clients announce again within an interval.'
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
 * The memory that a service manager has kept over a crash, the newest first, should there be several. Where there is a
 * snapshot the last run ended well, and that is newer.
 */
function keptRegions(given: readonly GivenDescriptor[], directory: DataDirectory): number[] {
  const kept = given
    .filter(({ name }) => name === keptSwarms)
    .map(({ descriptor }) => ({ descriptor, madeMs: fstatSync(descriptor).ctimeMs }))
    .toSorted((one, other) => other.madeMs - one.madeMs)
    .map(({ descriptor }) => descriptor)
  for (const descriptor of kept) keepToOurselves(descriptor)
  if (!existsSync(directory.file(snapshotName))) return kept
  for (const descriptor of kept) closeSync(descriptor)
  return []
}

/** Locked by us, or by the process that hands over, which has handed on the lock. */
function openDirectory({ data }: Config, handed: HandedOver | undefined): LockedDirectory {
  if (handed === undefined) return openDataDirectory(data.directory)
  return adoptDataDirectory(data.directory, handed.lock)
}
