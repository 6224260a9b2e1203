/**
 * Reads the files of an upload, one after the other, and registers each as soon as it is read: no more than one is in
 * memory, and one that is refused hinders no other.
 */
import type { MultipartFile } from '@fastify/multipart'
import { metainfoBytesMax } from '#base/limits'
import { readTorrentFile } from '#index/torrents/read-torrent-file'
import { TorrentError } from '#index/torrents/torrent-error'
import type { AddOutcome } from '#index/torrents/torrent-repository'
import type { Torrents } from '#index/torrents/torrents'
import { receivedFiles } from '../server/received-files.ts'

/** What became of one file. */
export type UploadOutcome = { readonly fileName: string } & (AddOutcome | Refused)

type Refused = {
  readonly outcome: 'refused'
  readonly fault: TorrentError | 'too large' | 'too many'
}

export type UploadOptions = {
  readonly torrents: Torrents
  /** Who does it, for the audit log. */
  readonly actor: string
  readonly filesMax: number
}

/** Rejects with BrokenUpload, after what came before was registered; and with StorageError. */
export async function registerFiles(
  files: AsyncIterable<MultipartFile>,
  options: UploadOptions,
): Promise<readonly UploadOutcome[]> {
  const outcomes: UploadOutcome[] = []
  const limits = { filesMax: options.filesMax, fileBytesMax: metainfoBytesMax }
  for await (const { fileName, bytes } of receivedFiles(files, limits))
    outcomes.push({
      fileName,
      ...(typeof bytes === 'string'
        ? { outcome: 'refused', fault: bytes }
        : await registerOne(bytes, options)),
    })
  return outcomes
}

async function registerOne(
  bytes: Uint8Array,
  { torrents, actor }: UploadOptions,
): Promise<AddOutcome | Refused> {
  try {
    const [result] = await torrents.register([readTorrentFile(bytes)], actor)
    if (result === undefined) throw new Error('one registration gave no outcome')
    if (result.outcome !== 'refused') return result
    return { outcome: 'refused', fault: result.error }
  } catch (error) {
    if (error instanceof TorrentError) return { outcome: 'refused', fault: error }
    throw error
  }
}
