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

/** What came is no upload, or broke off. */
export class BrokenUpload extends Error {
  override readonly name = 'BrokenUpload'
}

/** Rejects with BrokenUpload, after what came before was registered; and with StorageError. */
export async function registerFiles(
  files: AsyncIterable<MultipartFile>,
  options: UploadOptions,
): Promise<readonly UploadOutcome[]> {
  const outcomes: UploadOutcome[] = []
  for await (const { fileName, bytes } of readFiles(files, options.filesMax))
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

type ReadFile = {
  readonly fileName: string
  readonly bytes: Uint8Array | 'too large' | 'too many'
}

/** Of those that are too many the first, to be told. */
async function* readFiles(
  files: AsyncIterable<MultipartFile>,
  filesMax: number,
): AsyncGenerator<ReadFile> {
  let count = 0
  try {
    for await (const file of files) {
      // Undefined where a browser sends '', whatever the types say.
      const fileName = (file as { readonly filename?: string }).filename ?? ''
      // Read on, because a browser shows no answer before it has sent everything.
      if (count >= filesMax) file.file.resume()
      const bytes = count >= filesMax ? 'too many' : await readBounded(file)
      // A form without a chosen file sends one without a name that is empty.
      if (fileName === '' && bytes.length === 0) continue
      if (count <= filesMax) yield { fileName, bytes }
      count++
    }
  } catch (error) {
    throw new BrokenUpload('the upload cannot be read', { cause: error })
  }
}

/** What is beyond the limit is skipped. */
async function readBounded({ file }: MultipartFile): Promise<Uint8Array | 'too large'> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of file as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= metainfoBytesMax) pieces.push(piece)
    else pieces.length = 0
  }
  return length <= metainfoBytesMax ? Buffer.concat(pieces) : 'too large'
}
