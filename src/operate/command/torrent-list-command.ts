/** `waggle torrent list`: the registered torrents, page after page until the end or a limit. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ApiClient } from '../api/api-client.ts'
import { listTorrents } from '../api/torrent-routes.ts'
import { pageMax, type TorrentJson, torrentStates } from '../api/torrent-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { torrentHead, torrentRow } from './torrent-text.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

type ListOptions = OperationOptions & {
  readonly state: string
  readonly order: string
  readonly ascending?: boolean
  readonly limit?: number
}

const orders = ['added', 'name', 'size', 'seeders', 'leechers', 'completed']

export function addTorrentList(torrent: Command, io: CommandIo): void {
  withOperationOptions(torrent.command('list'))
    .description('list registered torrents')
    .addOption(
      new Option('--state <state>', 'which').choices([...torrentStates, 'all']).default('live'),
    )
    .addOption(new Option('--order <order>', 'by what').choices(orders).default('added'))
    .option('--ascending', 'smallest or oldest first')
    .option('--limit <number>', 'how many at most', count)
    .action(async (options: ListOptions) => {
      await withOperation(options, io, async (client) => {
        if (options.json !== true) io.out(torrentHead)
        for await (const one of torrentsOf(client, options))
          io.out(options.json === true ? jsonLine(one) : torrentRow(one))
      })
    })
}

async function* torrentsOf(client: ApiClient, options: ListOptions): AsyncGenerator<TorrentJson> {
  const { state, order, limit = Number.POSITIVE_INFINITY } = options
  const direction = options.ascending === true ? 'ascending' : 'descending'
  let after: string | undefined
  let left = limit
  do {
    const query = { state, order, direction, after, limit: Math.min(left, pageMax) }
    const page = await client.call(listTorrents, { query })
    yield* page.torrents
    left -= page.torrents.length
    after = page.next ?? undefined
  } while (after !== undefined && left > 0)
}

function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number above 0')
}
