/** Torrent files to upload. */
import { content, makeTorrent } from '../../support/metainfo-torrent.ts'

export type Upload = {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A file `NAME.torrent` of a sound torrent called `name`. */
export function upload(name: string, format: 'v1' | 'hybrid' = 'v1'): Upload {
  // In the order of version 2.
  const paths = [['index.txt'], ['plates', 'one.png'], ['plates', 'two.png']]
  const files = paths.map((path, index) => ({ path, content: content(20_000 + index, index + 3) }))
  return uploadOf(`${name}.torrent`, makeTorrent({ format, name, files, pieceLength: 16_384 }))
}

export function uploadOf(fileName: string, buffer: Buffer): Upload {
  return { name: fileName, mimeType: 'application/x-bittorrent', buffer }
}
