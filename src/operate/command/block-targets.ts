/**
 * What the commands about blocks are given: networks and info-hashes as words, which nobody can take for one another, and
 * beginnings of peer ids with an option, because most begin with a dash.
 */
import type { Command } from 'commander'
import { StartError } from '#base/start-error'
import type { BlockKind } from '#index/blocks/block'
import type { ApiClient } from '../api/api-client.ts'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { openBlockOperation } from '../open-operation.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

export type TargetOptions = OperationOptions & { readonly client: readonly string[] }

export type GivenTarget = { readonly kind: BlockKind; readonly target: string }

/** Adds the arguments that name targets, and the options of every command that works on a tracker. */
export function withTargets(command: Command): Command {
  return withOperationOptions(command)
    .argument('[targets...]', 'networks, addresses, or info-hashes in hex')
    .option(
      '--client <prefix>',
      'what peer ids begin with, such as -XL0012-; may be repeated',
      (prefix: string, before: readonly string[]) => [...before, prefix],
      [],
    )
}

/** Throws StartError where none is named. */
export function targetsOf(
  words: readonly string[],
  { client }: Pick<TargetOptions, 'client'>,
): GivenTarget[] {
  const targets = [
    ...words.map((target) => ({ kind: kindOfWord(target), target })),
    ...client.map((target) => ({ kind: 'client', target }) as const),
  ]
  if (targets.length > 0) return targets
  throw new StartError(
    'nothing is named; write a network such as 203.0.113.0/24, an info-hash in hex, or --client PREFIX',
  )
}

/** Does `work` with the server, or on the data directory where none runs. Rejects with ConfigError and StartError. */
export async function withBlocks(
  options: OperationOptions,
  { hasDatabase }: CommandIo,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const client = await openBlockOperation({ config: loadConfigOptions(options), hasDatabase })
  try {
    await work(client)
  } finally {
    await client.close()
  }
}

function kindOfWord(word: string): BlockKind {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(word) ? 'info_hash' : 'network'
}
