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

export async function registerFiles(
  files: AsyncIterable<MultipartFile>,
  options: UploadOptions,
): Promise<readonly UploadOutcome[]> {
  const outcomes: UploadOutcome[] = []
  for await (const file of files) {
    const { filename: fileName } = file
    if (outcomes.length >= options.filesMax) {
      // Read on, because a browser shows no answer before it has sent everything.
      file.file.resume()
      if (outcomes.length === options.filesMax)
        outcomes.push({ fileName, outcome: 'refused', fault: 'too many' })
      continue
    }
    const bytes = await readBounded(file)
    // A form without a chosen file sends one without a name that is empty.
    if (fileName === '' && bytes?.length === 0) continue
    outcomes.push({ fileName, ...(await registerOne(bytes, options)) })
  }
  return outcomes
}

async function registerOne(
  bytes: Uint8Array | undefined,
  { torrents, actor }: UploadOptions,
): Promise<AddOutcome | Refused> {
  if (bytes === undefined) return { outcome: 'refused', fault: 'too large' }
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

/** Undefined where it is larger than a torrent file may be; the rest is then skipped. */
async function readBounded({ file }: MultipartFile): Promise<Uint8Array | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of file as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= metainfoBytesMax) pieces.push(piece)
    else pieces.length = 0
  }
  return length <= metainfoBytesMax ? Buffer.concat(pieces) : undefined
}
