/** `waggle points`: what members have earned, and what the staff gives or takes. */
import { Command, InvalidArgumentError } from 'commander'
import type { ApiClient } from '../api/api-client.ts'
import { grantPoints, listPoints, type PointEntryJson } from '../api/point-routes.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

type GrantOptions = OperationOptions & { readonly reason: string; readonly key?: string }

export function pointsCommand(io: CommandIo): Command {
  const points = new Command('points').description(
    'look at the points of members, give some and take some',
  )
  for (const change of changes) addChange(points, io, change)
  addList(points, io)
  return points
}

type Change = {
  readonly command: string
  readonly description: string
  /** Of points that are given. */
  readonly sign: 1 | -1
  readonly outcome: string
}

const changes: readonly Change[] = [
  { command: 'grant', description: 'give points to a member', sign: 1, outcome: 'granted' },
  { command: 'take', description: 'take points from a member', sign: -1, outcome: 'taken' },
]

function addChange(points: Command, io: CommandIo, change: Change): void {
  const { command, description, sign, outcome } = change
  withOperationOptions(points.command(command))
    .description(description)
    .argument('<name>', 'of the member')
    .argument('<amount>', 'how many', readAmount)
    .requiredOption('--reason <text>', 'why; the member reads it')
    .option('--key <key>', 'do what has this key once, however often it is run')
    .action(async (name: string, amount: number, options: GrantOptions) => {
      const { reason, key } = options
      await withOperation(options, io, async (client) => {
        const body = { name, amount: sign * amount, reason, ...(key === undefined ? {} : { key }) }
        const granted = await client.call(grantPoints, { body })
        io.out(options.json === true ? jsonLine(granted) : changedLine(outcome, granted))
      })
    })
}

function addList(points: Command, io: CommandIo): void {
  withOperationOptions(points.command('list'))
    .description('list what a member has got points for, the newest first')
    .argument('<name>', 'of the member')
    .action(async (name: string, options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        for await (const entry of entriesOf(client, name))
          io.out(options.json === true ? jsonLine(entry) : entryLine(entry))
      })
    })
}

async function* entriesOf(client: ApiClient, name: string): AsyncGenerator<PointEntryJson> {
  let before: number | undefined
  do {
    const page = await client.call(listPoints, { query: { name, before } })
    yield* page.entries
    before = page.next ?? undefined
  } while (before !== undefined)
}

function readAmount(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is not a whole number from 1 on.')
}

type Granted = {
  readonly id: number
  readonly name: string
  readonly balance: number
  readonly is_new: boolean
}

function changedLine(outcome: string, { id, name, balance, is_new }: Granted): string {
  return `${(is_new ? outcome : 'unchanged').padEnd(9)} ${id}  ${name} has ${balance} points\n`
}

function entryLine({ amount, at, kind, reason, torrent }: PointEntryJson): string {
  const time = `${new Date(at * 1000).toISOString().slice(0, 16)}Z`
  const about = kind === 'staff' ? reason : (torrent ?? 'a torrent that is gone')
  return `${time}  ${`${amount}`.padStart(8)}  ${kind.padEnd(7)}  ${about}\n`
}
