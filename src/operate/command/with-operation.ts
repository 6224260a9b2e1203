/** What the commands that work on a tracker have in common: their options, how they begin, and how they end. */
import type { Command } from 'commander'
import type { ApiClient } from '../api/api-client.ts'
import { type ConfigOptions, loadConfigOptions, withConfigOptions } from '../config-command.ts'
import { openOperation } from '../open-operation.ts'

export type OperationOptions = ConfigOptions & { readonly json?: boolean }

/** Adds `--json`, `--config FILE` and `--set key=value` to a command. */
export function withOperationOptions(command: Command): Command {
  return withConfigOptions(command.option('--json', 'print JSON for scripts'))
}

/** Does `work` with the server, or without one. Rejects with ConfigError and StartError. */
export async function withOperation(
  options: ConfigOptions,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const client = await openOperation(loadConfigOptions(options))
  try {
    await work(client)
  } finally {
    await client.close()
  }
}
