/**
 * How a command reaches what it works on. Where a server runs, through its control socket, so that a change is in
 * force when the command ends; where none does, it locks the data directory and opens the database itself.
 */
import { join, resolve } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import type { ApiClient } from './api/api-client.ts'
import { createSocketClient, isListening } from './api/socket-client.ts'
import { controlSocketName } from './control-socket-path.ts'
import { type DataDirectory, DirectoryInUseError, openDataDirectory } from './data-directory.ts'
import { isUnused, missingDatabase, noDatabase } from './missing-database.ts'
import { openBlocksLocally } from './open-local-blocks.ts'

/** A server that has locked the directory may be starting still, or stopping. */
const attempts = 50
const pauseMs = 100

export type OperationParts = {
  readonly config: Config
  /** Whether the mode of a configuration has a database. */
  readonly hasDatabase: (config: Config) => boolean
  /** Whether torrents belong to galleries in it. */
  readonly hasGalleries: (config: Config) => boolean
  /**
   * For a command that may be the first of all: it is told the database that is about to be made. Without it a
   * directory that has none is refused, because it is another than the server's.
   */
  readonly onNewDatabase?: ((file: string) => void) | undefined
  /** A database of an older version stays one: for a copy of it, where no server runs. */
  readonly keepsSchema?: boolean
}

/** Rejects with StartError where neither a server nor the database can be had. */
export async function openOperation(parts: OperationParts): Promise<ApiClient> {
  const { config, keepsSchema = false } = parts
  refuseWithoutDatabase(parts)
  refuseStrangeDirectory(parts)
  return await reachServer(config, async (directory) => {
    noteMissingDatabase(parts, directory)
    // Loaded when it is wanted: whoever asks a server needs no database.
    const { openLocally } = await import('./open-locally.ts')
    const hasGalleries = parts.hasGalleries(config)
    return await openLocally({ config, directory, hasGalleries, keepsSchema })
  })
}

/** For what every mode has: blocks. Rejects with StartError where neither a server nor the directory can be had. */
export async function openBlockOperation({
  config,
  hasDatabase,
}: Pick<OperationParts, 'config' | 'hasDatabase'>): Promise<ApiClient> {
  return await reachServer(config, (directory) =>
    openBlocksLocally(config, directory, hasDatabase(config)),
  )
}

export type OpenLocally = (config: Config, directory: DataDirectory) => Promise<ApiClient>

/**
 * For what is asked of a server, or of what is in the directory where none runs. A question makes nothing: neither a
 * database nor, in a mode that has none in a file, a directory that is not there. Rejects with StartError.
 */
export async function openLocalOperation(
  { config, hasDatabase }: Pick<OperationParts, 'config' | 'hasDatabase'>,
  openLocally: OpenLocally,
): Promise<ApiClient> {
  const isAsked = hasDatabase(config)
  if (isAsked) refuseStrangeDirectory({ config })
  if (isUnused(config)) return await openLocally(config, unusedDirectory(config))
  return await reachServer(config, async (directory) => {
    if (isAsked) noteMissingDatabase({ config }, directory)
    return await openLocally(config, directory)
  })
}

/** No server has ever locked it, and there may be none. */
function unusedDirectory({ data }: Config): DataDirectory {
  const path = resolve(data.directory)
  return { path, file: (name) => join(path, name), unlock: () => {} }
}

/** Of the server that runs, for what only a server can do; undefined where none does. Rejects with StartError. */
export async function openServerOperation(config: Config): Promise<ApiClient | undefined> {
  if (isUnused(config)) return undefined
  return await reachServer(config, async (directory) => {
    directory.unlock()
    return await Promise.resolve(undefined)
  })
}

/** The server that runs; where none does, what `openLocal` makes of the directory, which is locked. */
async function reachServer<Local extends ApiClient | undefined>(
  config: Config,
  openLocal: (directory: DataDirectory) => Promise<Local>,
): Promise<ApiClient | Local> {
  const path = resolve(config.data.directory, controlSocketName)
  for (let attempt = 1; ; attempt++) {
    if (await isListening(path)) return createSocketClient(path)
    const directory = lockUnlessInUse(config)
    if (directory !== undefined) return await openLocal(directory)
    if (attempt === attempts) throw silentServer(config, path)
    await waitFor(pauseMs)
  }
}

/** Rejects with StartError where a server runs: for what can be done without one only. */
export function lockForCommand(
  parts: Pick<OperationParts, 'config' | 'hasDatabase'>,
): DataDirectory {
  const { config } = parts
  refuseWithoutDatabase(parts)
  const directory = lockUnlessInUse(config)
  if (directory !== undefined) return directory
  throw new StartError(
    `data.directory = "${config.data.directory}": a server is using it; stop the server for this, and start it again afterwards`,
  )
}

function lockUnlessInUse({ data }: Config): DataDirectory | undefined {
  try {
    return openDataDirectory(data.directory)
  } catch (error) {
    if (error instanceof DirectoryInUseError) return undefined
    throw error
  }
}

/** Before anything is made in a directory that is not ours. */
function refuseStrangeDirectory({
  config,
  onNewDatabase,
}: Pick<OperationParts, 'config' | 'onNewDatabase'>): void {
  const file = missingDatabase(config)
  if (file !== undefined && onNewDatabase === undefined && isUnused(config))
    throw noDatabase(config, file)
}

/** The directory is locked: nobody else is about to make the database. */
function noteMissingDatabase(
  { config, onNewDatabase }: Pick<OperationParts, 'config' | 'onNewDatabase'>,
  directory: DataDirectory,
): void {
  const file = missingDatabase(config)
  if (file === undefined) return
  if (onNewDatabase !== undefined) return onNewDatabase(file)
  directory.unlock()
  throw noDatabase(config, file)
}

function refuseWithoutDatabase({
  config,
  hasDatabase,
}: Pick<OperationParts, 'config' | 'hasDatabase'>): void {
  if (hasDatabase(config)) return
  throw new StartError(
    'mode = "open": an open tracker keeps no list of torrents; name the configuration of a registered one with --config FILE, or add --set mode=registered',
  )
}

function silentServer({ data }: Config, path: string): StartError {
  return new StartError(
    `data.directory = "${data.directory}": a server is using it and does not answer at ${path}; wait if it is just starting or stopping, look at its log, or restart it`,
  )
}
