/** `waggle torrent add`: registers .torrent files, or one info-hash with a name; with `--gallery` it uploads files to one. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readProblem } from '#base/file-problem'
import { metainfoBytesMax } from '#base/limits'
import { StartError } from '#base/start-error'
import { TorrentError } from '#index/torrents/torrent-error'
import type { ApiClient } from '../api/api-client.ts'
import { uploadTorrent } from '../api/gallery-torrent-routes.ts'
import { addTorrent } from '../api/torrent-routes.ts'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { eachTarget, type TargetOutcome } from './each-target.ts'
import { galleryId } from './gallery-id.ts'
import { withGalleries } from './with-galleries.ts'
import {
  type OperationOptions,
  withFirstOperation,
  withOperationOptions,
} from './with-operation.ts'

type AddOptions = OperationOptions & {
  readonly hash?: string
  readonly name?: string
  readonly gallery?: number
  readonly uploader?: string
  readonly comment?: string
}

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
    .option('--gallery <id>', 'the gallery to which files are uploaded', galleryId)
    .option('--uploader <name>', 'with --gallery: the member who uploads them')
    .option('--comment <text>', 'with --gallery: what is said of them')
    .action(async (files: readonly string[], options: AddOptions) => {
      const { hash, name, gallery, json = false } = options
      if (gallery !== undefined) return await upload(files, gallery, options, io)
      refuseWithoutGallery(options, io)
      refuseMixture(files, options)
      await withFirstOperation(options, io, (client) =>
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

async function upload(
  files: readonly string[],
  id: number,
  options: AddOptions,
  io: CommandIo,
): Promise<void> {
  const { hash, name, uploader, comment, json = false } = options
  if (hash !== undefined || name !== undefined || files.length === 0)
    throw new StartError('--gallery takes .torrent files; name them, without --hash and --name')
  if (uploader === undefined)
    throw new StartError('--gallery needs the member who uploads; add --uploader NAME')
  await withGalleries(options, io, (client) =>
    eachTarget({
      targets: files,
      io,
      isJson: json,
      perform: async (file) => {
        const input = { params: { id }, query: { uploader, comment } }
        const bytes = await readTorrent(file)
        const torrent = await client.call(uploadTorrent, { ...input, bytes })
        return { outcome: 'added', torrent }
      },
    }),
  )
}

function refuseWithoutGallery(options: AddOptions, io: CommandIo): void {
  if (options.uploader !== undefined || options.comment !== undefined)
    throw new StartError('--uploader and --comment are for galleries; add --gallery ID')
  const config = loadConfigOptions(options)
  if (io.hasGalleries(config))
    throw new StartError(
      `mode = "${config.mode}": the torrents of this tracker belong to galleries; add --gallery ID --uploader NAME`,
    )
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
    throw new TorrentError('invalid_torrent_file', readProblem(error))
  }
  if (bytes.length > metainfoBytesMax)
    throw new TorrentError(
      'invalid_torrent_file',
      `has ${bytes.length} bytes, and ${metainfoBytesMax} is the most; make the torrent again with larger pieces`,
    )
  return bytes
}
