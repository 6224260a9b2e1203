/** `waggle torrent add`: registers .torrent files, or one info-hash with a name. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { metainfoBytesMax } from '#base/limits'
import { StartError } from '#base/start-error'
import { TorrentError } from '#index/torrents/torrent-error'
import type { ApiClient } from '../api/api-client.ts'
import { addTorrent } from '../api/torrent-routes.ts'
import type { CommandIo } from '../config-command.ts'
import { eachTarget, type TargetOutcome } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

type AddOptions = OperationOptions & { readonly hash?: string; readonly name?: string }

export function addTorrentAdd(torrent: Command, io: CommandIo): void {
  withOperationOptions(torrent.command('add'))
    .description('register torrents: .torrent files, or one info-hash with a name')
    .argument('[files...]', '.torrent files')
    .option(
      '--hash <hex>',
      'an info-hash of 40 hex digits (version 1) or 64 (version 2), in place of files',
    )
    .option(
      '--name <name>',
      'the name of the torrent; with one file it takes the place of the name in it',
    )
    .action(async (files: readonly string[], options: AddOptions) => {
      const { hash, name, json = false } = options
      refuseMixture(files, options)
      await withOperation(options, (client) =>
        eachTarget({
          targets: hash === undefined ? files : [hash],
          io,
          isJson: json,
          perform: (target) =>
            hash === undefined ? addFile(client, target, name) : addHash(client, target, name),
        }),
      )
    })
}

function refuseMixture(files: readonly string[], { hash, name }: AddOptions): void {
  if (hash !== undefined && files.length > 0)
    throw new StartError('--hash is given with files; register one or the other at a time')
  if (hash !== undefined && name === undefined)
    throw new StartError('--hash needs a name, which its file would have; add --name NAME')
  if (hash === undefined && files.length === 0)
    throw new StartError('there is nothing to add; name .torrent files, or --hash HEX --name NAME')
  if (name !== undefined && files.length > 1)
    throw new StartError(
      '--name is for one torrent, and there are several files; add them one by one',
    )
}

async function addFile(
  client: ApiClient,
  file: string,
  name: string | undefined,
): Promise<TargetOutcome> {
  return await client.call(addTorrent, { query: { name }, bytes: await readTorrent(file) })
}

async function addHash(
  client: ApiClient,
  hash: string,
  name: string | undefined,
): Promise<TargetOutcome> {
  return await client.call(addTorrent, { body: { info_hash: hash, name } })
}

async function readTorrent(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TorrentError('invalid_torrent_file', `cannot be read (${reason}); correct the path`)
  }
  if (bytes.length > metainfoBytesMax)
    throw new TorrentError(
      'invalid_torrent_file',
      `has ${bytes.length} bytes, and ${metainfoBytesMax} is the most; make the torrent again with larger pieces`,
    )
  return bytes
}
