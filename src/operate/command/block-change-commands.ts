/** `waggle block add|remove`: makes and lifts blocks. One that cannot be done is told and hinders no other. */
import type { Command } from 'commander'
import { type ApiClient, CallError } from '../api/api-client.ts'
import { addBlock, removeBlock } from '../api/block-routes.ts'
import type { BlockJson } from '../api/block-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import {
  type GivenTarget,
  type TargetOptions,
  targetsOf,
  withBlocks,
  withTargets,
} from './block-targets.ts'
import { blockRow } from './block-text.ts'
import { jsonLine } from './each-target.ts'
import { type EndOptions, endOf, withEndOptions } from './end-options.ts'

type AddOptions = TargetOptions & EndOptions & { readonly reason: string }

export function addBlockChanges(block: Command, io: CommandIo): void {
  const add = withTargets(block.command('add'))
    .description('refuse networks, clients or info-hashes from now on')
    .requiredOption('--reason <text>', 'why, for whoever looks later; clients are not told')
  withEndOptions(add).action((words: readonly string[], options: AddOptions) =>
    eachBlock(words, options, io, async (client, given) => {
      const body = { ...given, reason: options.reason, ends_at: endOf(options) }
      return { outcome: 'blocked', block: await client.call(addBlock, { body }) }
    }),
  )
  withTargets(block.command('remove'))
    .description('answer networks, clients or info-hashes again')
    .action((words: readonly string[], options: TargetOptions) =>
      eachBlock(words, options, io, async (client, given) => ({
        outcome: 'lifted',
        block: await client.call(removeBlock, { query: given }),
      })),
    )
}

type Outcome = { readonly outcome: string; readonly block: BlockJson }

async function eachBlock(
  words: readonly string[],
  options: TargetOptions,
  io: CommandIo,
  perform: (client: ApiClient, given: GivenTarget) => Promise<Outcome>,
): Promise<void> {
  const targets = targetsOf(words, options)
  await withBlocks(options, io, async (client) => {
    for (const given of targets)
      try {
        const { outcome, block } = await perform(client, given)
        const text = `${outcome.padEnd(8)} ${blockRow(block)}\n`
        io.out(options.json === true ? jsonLine({ outcome, ...block }) : text)
      } catch (error) {
        if (!(error instanceof CallError) || error.isOutage) throw error
        tellFailure(given, error, options, io)
      }
  })
}

function tellFailure(
  { target }: GivenTarget,
  { code, message }: CallError,
  { json = false }: TargetOptions,
  io: CommandIo,
): void {
  if (json) io.out(jsonLine({ outcome: 'failed', target, error: { code, message } }))
  io.err(`${message}\n`)
  io.setExitStatus(1)
}
