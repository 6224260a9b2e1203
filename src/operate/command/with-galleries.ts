/** What the commands that work on galleries have in common. */
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import type { ApiClient } from '../api/api-client.ts'
import { type CommandIo, type ConfigOptions, loadConfigOptions } from '../config-command.ts'
import { openOperation } from '../open-operation.ts'

/** Does `work` with the server, or without one. Rejects with ConfigError and StartError. */
export async function withGalleries(
  options: ConfigOptions,
  io: CommandIo,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const client = await openGalleries(loadConfigOptions(options), io)
  try {
    await work(client)
  } finally {
    await client.close()
  }
}

/** Rejects with StartError where the mode has no galleries, and where neither a server nor the database can be had. */
export async function openGalleries(config: Config, io: CommandIo): Promise<ApiClient> {
  if (!io.hasGalleries(config))
    throw new StartError(
      `mode = "${config.mode}": this tracker has no galleries; name the configuration of a gallery tracker with --config FILE, or add --set mode=gallery`,
    )
  const { hasDatabase, hasGalleries } = io
  return await openOperation({ config, hasDatabase, hasGalleries })
}
