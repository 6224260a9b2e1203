/**
 * What becomes of the swarms in a hand-over to a process that cannot use their memory as it lies: they go through the
 * snapshot. Whether that can work is looked at while everything can go on as before.
 */
import { statfsSync } from 'node:fs'
import { StartError } from '#base/start-error'
import type { ServiceManager } from '#operate/service-manager'
import type { Log } from '#telemetry/log'
import { snapshotVersion } from '#tracker/swarm/snapshot-file'
import type { Supervisor } from '#tracker/threads/supervisor'
import type { SwarmKeeper } from './swarm-keeper.ts'

export type SavingOptions = {
  readonly supervisor: Supervisor
  readonly keeper: SwarmKeeper
  readonly manager: ServiceManager | undefined
  readonly log: Log
}

/** Swarms grow until the threads have ended. */
const growth = 1.05
const reserveBytes = 1024 ** 2

/** Throws StartError where the new process could not read what this one saves. */
export function refuseOtherSnapshot(readVersion: number): void {
  if (readVersion === snapshotVersion) return
  throw new StartError(
    `the new version can use neither the memory of the swarms nor the snapshot that this one saves (version ${snapshotVersion}), and would begin without them: restart the server when that may be; clients announce again within an interval`,
  )
}

/** Throws StartError where a file of `bytes` has no room at `path`. */
export function refuseWithoutRoom(bytes: number, path: string): void {
  const { bavail, blocks, bsize } = statfsSync(path)
  const neededBytes = Math.ceil(bytes * growth) + reserveBytes
  const freeBytes = bavail * bsize
  // Some file systems do not say how large they are.
  if (blocks === 0 || freeBytes >= neededBytes) return
  throw new StartError(
    `the swarms do not fit the new configuration as they lie, and their snapshot has no room in ${path}: it takes ${megabytes(neededBytes)} MB, and ${megabytes(freeBytes)} MB are free; make room and try again`,
  )
}

/**
 * Ends the threads; what waits at the sockets waits until the new process has read the file. Resolves with whether it
 * will find the swarms there, and their memory is given back then.
 */
export async function saveForSuccessor(options: SavingOptions): Promise<boolean> {
  const { supervisor, keeper, manager, log } = options
  log.info('handover_by_snapshot', 'The swarms do not fit the new configuration as they lie.')
  await supervisor.stop()
  const isSaved = keeper.save()
  if (!isSaved) {
    const message =
      'The swarms could not be saved: the new process begins without them, and clients announce again within an interval.'
    log.error('handover_without_swarms', message)
    return false
  }
  // The new process has as much of its own, and nobody needs both.
  manager?.forget()
  keeper.leave()
  return true
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6)
}
