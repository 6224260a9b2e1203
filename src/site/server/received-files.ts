/** Reads the files of a form, one after the other: no more than one is in memory. */
import type { MultipartFile } from '@fastify/multipart'

/** What came is no upload, or broke off. */
export class BrokenUpload extends Error {
  override readonly name = 'BrokenUpload'
}

export type ReceiveLimits = { readonly filesMax: number; readonly fileBytesMax: number }

export type ReceivedFile = {
  readonly fileName: string
  readonly bytes: Uint8Array | 'too large' | 'too many'
}

/** Of those that are too many the first, to be told. Throws BrokenUpload. */
export async function* receivedFiles(
  files: AsyncIterable<MultipartFile>,
  { filesMax, fileBytesMax }: ReceiveLimits,
): AsyncGenerator<ReceivedFile> {
  let count = 0
  try {
    for await (const file of files) {
      // Undefined where a browser sends '', whatever the types say.
      const fileName = (file as { readonly filename?: string }).filename ?? ''
      // Read on, because a browser shows no answer before it has sent everything.
      if (count >= filesMax) file.file.resume()
      const bytes = count >= filesMax ? 'too many' : await receivedBytes(file, fileBytesMax)
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
export async function receivedBytes(
  { file }: MultipartFile,
  bytesMax: number,
): Promise<Uint8Array | 'too large'> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of file as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= bytesMax) pieces.push(piece)
    else pieces.length = 0
  }
  return length <= bytesMax ? Buffer.concat(pieces) : 'too large'
}
