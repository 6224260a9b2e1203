/** `waggle block add|remove`: makes and lifts blocks. One that cannot be done is told and hinders no other. */
import { type Command, InvalidArgumentError } from 'commander'
import { systemClock } from '#base/clock'
import { isoSeconds } from '#index/imports/stored-number'
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

type AddOptions = TargetOptions & {
  readonly reason: string
  readonly until?: number
  readonly for?: number
}

export function addBlockChanges(block: Command, io: CommandIo): void {
  withTargets(block.command('add'))
    .description('refuse networks, clients or info-hashes from now on')
    .requiredOption('--reason <text>', 'why, for whoever looks later; clients are not told')
    .option('--until <date>', 'when it ends, in UTC: 2027-01-01, or 2027-01-01T12:30', date)
    .option('--for <time>', 'how long it holds: 90m, 12h, 30d', duration)
    .action((words: readonly string[], options: AddOptions) =>
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
  await withBlocks(options, async (client) => {
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

function endOf({ until, for: seconds }: AddOptions): number | null {
  if (until !== undefined) return until
  return seconds === undefined ? null : systemClock.nowSeconds() + seconds
}

function date(text: string): number {
  const seconds = isoSeconds(text)
  if (seconds !== undefined) return seconds
  throw new InvalidArgumentError('must be a date, such as 2027-01-01 or 2027-01-01T12:30')
}

const unitSeconds = new Map([
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
])

function duration(text: string): number {
  const [, number = '', unit = ''] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? []
  if (number !== '') return Number(number) * (unitSeconds.get(unit) ?? 0)
  throw new InvalidArgumentError('must be a number and m, h or d, such as 12h or 30d')
}
