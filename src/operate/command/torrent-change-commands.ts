/** `waggle torrent remove|expunge|restore|ban|unban|pin|unpin`: changes registered torrents, named by their info-hashes. */
import type { Command } from 'commander'
import type { ApiClient } from '../api/api-client.ts'
import { expungeTorrent } from '../api/gallery-torrent-routes.ts'
import {
  banTorrent,
  pinTorrent,
  removeTorrent,
  restoreTorrent,
  unbanTorrent,
  unpinTorrent,
} from '../api/torrent-change-routes.ts'
import type { TorrentJson } from '../api/torrent-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { eachTarget } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

type ChangeOptions = OperationOptions & {
  readonly reason?: string
  readonly private?: boolean
}

type Change = {
  readonly name: string
  readonly description: string
  /** What a torrent is afterwards. */
  readonly outcome: string
  readonly perform: (
    client: ApiClient,
    infoHash: string,
    options: ChangeOptions,
  ) => Promise<TorrentJson>
}

const changes: readonly Change[] = [
  {
    name: 'remove',
    description: 'take torrents out; they can be restored for 30 days',
    outcome: 'removed',
    perform: (client, info_hash, { reason }) =>
      client.call(removeTorrent, { params: { info_hash }, query: { reason } }),
  },
  {
    name: 'expunge',
    description: 'refuse torrents of galleries for good; they can be restored for 30 days',
    outcome: 'expunged',
    perform: (client, info_hash, { reason }) =>
      client.call(expungeTorrent, { params: { info_hash }, body: { reason } }),
  },
  {
    name: 'restore',
    description: 'bring removed torrents back, as they were',
    outcome: 'restored',
    perform: (client, info_hash) => client.call(restoreTorrent, { params: { info_hash } }),
  },
  {
    name: 'ban',
    description: 'refuse announces of torrents, with a reason',
    outcome: 'banned',
    perform: (client, info_hash, { reason, private: isPrivate = false }) =>
      client.call(banTorrent, { params: { info_hash }, body: { reason, public: !isPrivate } }),
  },
  {
    name: 'unban',
    description: 'let banned torrents be announced again',
    outcome: 'unbanned',
    perform: (client, info_hash) => client.call(unbanTorrent, { params: { info_hash } }),
  },
  {
    name: 'pin',
    description: 'keep housekeeping away from torrents',
    outcome: 'pinned',
    perform: (client, info_hash) => client.call(pinTorrent, { params: { info_hash } }),
  },
  {
    name: 'unpin',
    description: 'let housekeeping at torrents again',
    outcome: 'unpinned',
    perform: (client, info_hash) => client.call(unpinTorrent, { params: { info_hash } }),
  },
]

export function addTorrentChanges(torrent: Command, io: CommandIo): void {
  for (const change of changes) {
    const command = withOperationOptions(torrent.command(change.name))
      .description(change.description)
      .argument('<hashes...>', 'info-hashes in hex')
      .action((hashes: readonly string[], options: ChangeOptions) =>
        run(change, hashes, options, io),
      )
    if (change.name === 'remove')
      command.option('--reason <text>', 'why, for whoever wonders later')
    if (change.name === 'expunge') command.option('--reason <text>', 'why; clients are told')
    if (change.name === 'ban')
      command
        .requiredOption('--reason <text>', 'why; clients are told')
        .option('--private', 'do not tell clients the reason')
  }
}

async function run(
  { outcome, perform }: Change,
  hashes: readonly string[],
  options: ChangeOptions,
  io: CommandIo,
): Promise<void> {
  await withOperation(options, io, (client) =>
    eachTarget({
      targets: hashes,
      io,
      isJson: options.json ?? false,
      perform: async (hash) => ({ outcome, torrent: await perform(client, hash, options) }),
    }),
  )
}
