/** What the commands that work on a tracker have in common: their options, how they begin, and how they end. */
import type { Command } from 'commander'
import type { Config } from '#config/config'
import type { ApiClient } from '../api/api-client.ts'
import {
  type CommandIo,
  type ConfigOptions,
  loadConfigOptions,
  withConfigOptions,
} from '../config-command.ts'
import { openOperation } from '../open-operation.ts'

export type OperationOptions = ConfigOptions & { readonly json?: boolean }

/** Adds `--json`, `--config FILE` and `--set key=value` to a command. */
export function withOperationOptions(command: Command): Command {
  return withConfigOptions(command.option('--json', 'print JSON for scripts'))
}

/**
 * Does `work` with the server, or without one on a database that is there. Rejects with ConfigError and StartError.
 */
export async function withOperation(
  options: ConfigOptions,
  io: CommandIo,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const config = loadConfigOptions(options)
  const { hasDatabase, hasGalleries } = io
  await workWith(await openOperation({ config, hasDatabase, hasGalleries }), work)
}

/** The same for a copy of the database, which is that of an older version where no server has run since. */
export async function withKeptSchema(
  options: ConfigOptions,
  io: CommandIo,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const config = loadConfigOptions(options)
  const { hasDatabase, hasGalleries } = io
  const parts = { config, hasDatabase, hasGalleries, keepsSchema: true }
  await workWith(await openOperation(parts), work)
}

/** The same for what may come before anything else: it makes the database where there is none, and says so. */
export async function withFirstOperation(
  options: ConfigOptions,
  io: CommandIo,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  await workWith(await openFirstOperation(loadConfigOptions(options), io), work)
}

export async function openFirstOperation(config: Config, io: CommandIo): Promise<ApiClient> {
  return await openOperation({
    config,
    hasDatabase: io.hasDatabase,
    hasGalleries: io.hasGalleries,
    onNewDatabase: (file) =>
      io.err(
        `There was no database at ${file}: it is made now. Where the server has another, name its configuration with --config FILE.\n`,
      ),
  })
}

async function workWith(
  client: ApiClient,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  try {
    await work(client)
  } finally {
    await client.close()
  }
}
